package bot

import (
	"context"
	"sync"
	"time"

	"herald/bot/telegram"
	"herald/news"
)

// How often a draft is shown: about one message a second is what Telegram
// wants of a chat, and a draft that is not shown again is taken away after 30
// seconds (https://core.telegram.org/bots/api#sendmessagedraft).
const (
	draftEvery = time.Second
	draftAgain = 20 * time.Second
)

// drafting shows in a private chat what a model writes, while it does, until
// the answer is sent; nil where nobody would see it: in groups, where the chat
// has no model, and under a button, whose message is there already.
func (b *Bot) drafting(ctx context.Context, r *request) (show func(telegram.Message)) {
	if r.chat.Kind != news.Private || !b.mayAsk(r.chat) || r.press != "" || r.drafts != nil {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	d := &drafter{fresh: make(chan telegram.Message, 1), send: func(ctx context.Context, m telegram.Message) error {
		ctx, stop := context.WithTimeout(ctx, courtesy)
		defer stop()
		return b.telegram.Draft(ctx, r.to, int64(r.message.ID), m)
	}}
	var drawing sync.WaitGroup
	drawing.Go(func() {
		if err := d.run(ctx); err != nil {
			b.log.Debug("no draft is shown", "chat", r.to.Chat, "reason", err)
		}
	})
	r.drafts = func() { cancel(); drawing.Wait() }
	return d.show
}

// drafter shows the latest of several drafts at Telegram's pace.
type drafter struct {
	send  func(context.Context, telegram.Message) error
	fresh chan telegram.Message // holds one: the latest
}

// show takes a draft and returns at once; calls must not overlap.
func (d *drafter) show(m telegram.Message) {
	select {
	case <-d.fresh: // nobody saw it, and nobody will
	default:
	}
	d.fresh <- m
}

// run sends drafts until ctx ends, which is no failure, or one cannot be sent.
func (d *drafter) run(ctx context.Context) error {
	again := time.NewTimer(draftAgain)
	defer again.Stop()
	again.Stop() // there is nothing yet to be shown again
	var shown telegram.Message
	for {
		select {
		case <-ctx.Done():
			return nil
		case shown = <-d.fresh:
		case <-again.C:
		}
		if err := d.send(ctx, shown); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		again.Reset(draftAgain)
		pause := time.NewTimer(draftEvery)
		select {
		case <-ctx.Done():
			pause.Stop()
			return nil
		case <-pause.C:
		}
	}
}
