package outbox

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"herald/bot/telegram"
	"herald/news"
)

const (
	// deskWorkers are how many answers are on their way at the same time: as
	// many as updates are handled by a copy or two.
	deskWorkers = 64

	// insistence is how long an answer is tried while Telegram is away; who
	// asked has gone by then, or asks again.
	insistence = time.Minute

	// answerLease is how long a claimed answer is its sender's: longer than
	// the minute that one waits for its chat's pace and the request behind it.
	answerLease = 3 * time.Minute
)

// DeskStore is what a desk needs of the database; storage.Store has it.
type DeskStore interface {
	// ClaimAnswers hands out the oldest answer of each of up to n chats.
	ClaimAnswers(ctx context.Context, now time.Time, lease time.Duration, n int) ([]news.Answer, error)
	// SettleAnswer stores how an answer ended.
	SettleAnswer(ctx context.Context, id news.AnswerID, message news.MessageID, fault string, now time.Time) error
	// PostponeAnswer gives an answer back until then.
	PostponeAnswer(ctx context.Context, id news.AnswerID, until time.Time) error
}

// Desk sends what the copies of herald answer: what their relays have stored.
// It runs beside the Outbox in the one copy that sends, and shares its client,
// whose pacer lets answers go first.
type Desk struct {
	store    DeskStore
	telegram Telegram
	log      *slog.Logger
	wake     chan struct{}
}

// NewDesk makes a desk; Run sets it to work. log may be nil.
func NewDesk(store DeskStore, t Telegram, log *slog.Logger) *Desk {
	return &Desk{store: store, telegram: t, log: cmp.Or(log, slog.New(slog.DiscardHandler)), wake: make(chan struct{}, 1)}
}

// Wake says that an answer may wait. It never blocks.
func (d *Desk) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Run sends answers until ctx ends, and then lets what is on its way arrive,
// within the time that Outbox.Run has. It returns nil, or telegram.ErrUnauthorized. It must not
// run twice at the same time.
func (d *Desk) Run(ctx context.Context) error {
	sending, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	places := make(chan struct{}, deskWorkers)
	fatal := make(chan error, 1)
	var work sync.WaitGroup
	for ctx.Err() == nil {
		answers, err := d.store.ClaimAnswers(ctx, time.Now(), answerLease, deskWorkers-len(places))
		if err != nil && ctx.Err() == nil {
			d.log.Error("the database failed the answers", "error", err)
		}
		for _, a := range answers {
			places <- struct{}{} // there is one: nobody else takes them
			work.Go(func() {
				if err := d.send(sending, a); err != nil {
					select {
					case fatal <- err:
					default:
					}
				}
				<-places
				d.Wake() // the chat's next one
			})
		}
		timer := time.NewTimer(idle)
		select {
		case <-ctx.Done():
		case <-d.wake:
		case <-timer.C:
		case err := <-fatal:
			cut()
			work.Wait()
			return fmt.Errorf("answer: %w", err)
		}
		timer.Stop()
	}
	stop := time.AfterFunc(allowance(ctx), cut)
	defer stop.Stop()
	work.Wait()
	return nil
}

// send sends one answer and stores how that ended; the error is what makes
// going on useless.
func (d *Desk) send(ctx context.Context, a news.Answer) error {
	var m telegram.Message
	var id news.MessageID
	err := json.Unmarshal(a.Body, &m)
	if err == nil {
		id, err = d.hand(ctx, a, m)
	}
	now := time.Now()
	var retry *telegram.RetryError
	var away *telegram.UnavailableError
	again := time.Time{}
	switch {
	case errors.As(err, &retry):
		again = now.Add(retry.After + time.Millisecond)
	case errors.As(err, &away) && now.Sub(a.Created) < insistence:
		pause, _ := backOff(a.Attempts)
		again = now.Add(pause)
	case errors.Is(err, telegram.ErrUnauthorized), errors.Is(err, context.Canceled):
		again = now
	}
	d.keep(ctx, a, func(ctx context.Context) error {
		if !again.IsZero() {
			return d.store.PostponeAnswer(ctx, a.ID, again)
		}
		return d.store.SettleAnswer(ctx, a.ID, id, telegram.EncodeError(err), now)
	})
	if errors.Is(err, telegram.ErrUnauthorized) {
		return telegram.ErrUnauthorized
	}
	return nil
}

func (d *Desk) hand(ctx context.Context, a news.Answer, m telegram.Message) (news.MessageID, error) {
	if a.Edits != 0 {
		return 0, d.telegram.Edit(ctx, a.Chat, a.Edits, m)
	}
	return d.telegram.Send(ctx, telegram.Target{Chat: a.Chat, Thread: a.Thread}, m)
}

// keep stores how an answer ended, however often that fails: what was sent
// must not be sent again.
func (d *Desk) keep(ctx context.Context, a news.Answer, store func(context.Context) error) {
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 5*time.Second) {
		storing, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
		err := store(storing)
		cancel()
		if err == nil {
			return
		}
		d.log.Error("what became of an answer could not be stored", "answer", a.ID, "error", err)
		if ctx.Err() != nil {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}
