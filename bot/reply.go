package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// errUnsent marks that the answer itself did not get through, so that nobody
// tries to tell the person about it.
var errUnsent = errors.New("not sent")

func unsent(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errUnsent, err)
}

// reply sends the answer to a request: in groups and channels as a reply to
// what it answers, unless m is one already. It gives the message's number.
func (b *Bot) reply(ctx context.Context, r *request, m telegram.Message) (news.MessageID, error) {
	if r.chat.Kind != news.Private && r.message != nil && m.ReplyTo == 0 {
		m.ReplyTo = news.MessageID(r.message.ID)
	}
	if r.typing != nil {
		r.typing()
	}
	if r.drafts != nil {
		r.drafts()
	}
	id, err := b.telegram.Send(ctx, r.to, m)
	var moved *telegram.MovedError
	var refused *telegram.RequestError
	switch {
	case err == nil:
		return id, b.heard(ctx, r)
	case errors.As(err, &moved):
		if err := b.store.Move(ctx, r.to.Chat, moved.To); err != nil {
			return 0, err
		}
		r.to.Chat, r.chat.ID, r.message = moved.To, moved.To, nil
		m.ReplyTo = 0
		id, err = b.telegram.Send(ctx, r.to, m)
	case errors.Is(err, telegram.ErrBlocked):
		if err := b.store.Block(ctx, r.to.Chat, b.now()); err != nil {
			return 0, err
		}
	case errors.Is(err, telegram.ErrNoRights), errors.Is(err, telegram.ErrTopicGone):
	case errors.As(err, &refused):
		b.log.Warn("message refused, sending it plain", "chat", r.to.Chat, "error", err)
		id, err = b.telegram.Send(ctx, r.to, render.Barest(m))
	}
	return id, unsent(err)
}

// heard notes that the chat can be written to, where it was paused for lack of
// the right to.
func (b *Bot) heard(ctx context.Context, r *request) error {
	if r.chat.RightsLost.IsZero() {
		return nil
	}
	r.chat.RightsLost = time.Time{}
	return b.store.Resume(ctx, r.to.Chat, b.now())
}

// edit puts m in the place of the message under the pressed button; where that
// can no longer be changed, it sends m.
func (b *Bot) edit(ctx context.Context, r *request, m telegram.Message) error {
	err := b.telegram.Edit(ctx, r.chat.ID, news.MessageID(r.message.ID), m)
	var refused *telegram.RequestError
	if errors.As(err, &refused) {
		_, err := b.reply(ctx, r, m)
		return err
	}
	return unsent(err)
}

// answer ends the waiting circle of the pressed button; words come as an alert.
func (b *Bot) answer(ctx context.Context, r *request, words string) error {
	r.answered = true
	return unsent(b.telegram.Answer(ctx, r.press, words, words != ""))
}

// ack ends the waiting circle before work begins. Where that fails the work is
// done all the same.
func (b *Bot) ack(ctx context.Context, r *request) {
	if err := b.answer(ctx, r, ""); err != nil {
		b.log.Info("press not answered", "error", err)
	}
}

// stale answers a press of a button that means nothing any more.
func (b *Bot) stale(ctx context.Context, r *request) error {
	return b.answer(ctx, r, r.say.Text(locale.Stale))
}

// typingLasts is how long Telegram shows an action
// (https://core.telegram.org/bots/api#sendchataction), less a margin; courtesy
// is how long an answer waits for it at most.
const (
	typingLasts = 4500 * time.Millisecond
	courtesy    = 2 * time.Second
)

// working shows "typing" in the chat until the function that it returns is
// called or ctx ends. That function waits for the goroutine behind it and may
// be called more than once. The first action is always made, so that it comes
// before the answer; it is given courtesy of time only. Channels show none.
func (b *Bot) working(ctx context.Context, r *request) (done func()) {
	if r.chat.Kind == news.Channel {
		return func() {}
	}
	ending, cancel := context.WithCancel(ctx)
	var typing sync.WaitGroup
	typing.Go(func() {
		again := time.NewTicker(typingLasts)
		defer again.Stop()
		for {
			once, stop := context.WithTimeout(ctx, courtesy)
			if err := b.telegram.Typing(once, r.to); err != nil && ctx.Err() == nil {
				b.log.Debug("typing", "chat", r.to.Chat, "error", err)
			}
			stop()
			select {
			case <-ending.Done():
				return
			case <-again.C:
			}
		}
	})
	return func() { cancel(); typing.Wait() }
}
