package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"herald/bot/telegram"
	"herald/news"
)

// RelayStore is what a relay needs of the database; storage.Store has it.
type RelayStore interface {
	// Ask stores an answer to be sent, once for its update and number.
	Ask(ctx context.Context, a news.Answer) (news.Answer, error)
	// Answer is an answer as it stands.
	Answer(ctx context.Context, id news.AnswerID) (news.Answer, error)
}

// Relay is a Bot API client whose messages are sent by the one copy of herald
// that sends, ahead of its broadcasts, since Telegram's limits are those of the
// token. Everything else (typing, answers to presses, downloads) goes straight
// to Telegram.
//
// Send and Edit return when the message has been sent, with what Telegram said
// to the sender. The message is stored before: when this copy dies it is sent
// all the same, and when the update that it answers is handled again, by
// another copy, that gets the same answer.
type Relay struct {
	*telegram.Client
	store RelayStore
	// look is how long a done answer waits to be noticed without a signal.
	look time.Duration

	mu      sync.Mutex
	waiting map[news.AnswerID]chan struct{} // each holds one word
}

// NewRelay makes a relay on a client.
func NewRelay(store RelayStore, c *telegram.Client) *Relay {
	return &Relay{Client: c, store: store, look: idle, waiting: map[news.AnswerID]chan struct{}{}}
}

// answering is the update that a context's messages answer, with their number
// so far.
type answering struct {
	update int64
	number atomic.Int64
}

type answeringKey struct{}

// Answering marks a context: what a relay sends with it answers the update.
func Answering(ctx context.Context, update int64) context.Context {
	return context.WithValue(ctx, answeringKey{}, &answering{update: update})
}

// Heard takes a signal: an answer is done, or anything may be.
func (r *Relay) Heard(s news.Signal) {
	if s.Kind != news.Answered && s.Kind != news.Missed {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, word := range r.waiting {
		if s.Kind == news.Missed || int64(id) == s.ID {
			select {
			case word <- struct{}{}:
			default:
			}
		}
	}
}

// Send has a message sent and gives its number. Errors are those of
// telegram.Client.Send, the database's, or the context's.
func (r *Relay) Send(ctx context.Context, to telegram.Target, m telegram.Message) (news.MessageID, error) {
	return r.ask(ctx, news.Answer{Chat: to.Chat, Thread: to.Thread}, m)
}

// Edit has a message changed. Errors are those of telegram.Client.Edit, the
// database's, or the context's.
func (r *Relay) Edit(ctx context.Context, chat news.ChatID, id news.MessageID, m telegram.Message) error {
	_, err := r.ask(ctx, news.Answer{Chat: chat, Edits: id}, m)
	return err
}

func (r *Relay) ask(ctx context.Context, a news.Answer, m telegram.Message) (news.MessageID, error) {
	var err error
	if a.Body, err = json.Marshal(m); err != nil {
		return 0, fmt.Errorf("answer: %w", err)
	}
	if to, ok := ctx.Value(answeringKey{}).(*answering); ok {
		a.Update, a.Number = to.update, int(to.number.Add(1))
	} else {
		a.Number = rand.Int() // it answers nobody, so it can have no twin
	}
	a.Created = time.Now()
	if a, err = r.store.Ask(ctx, a); err != nil {
		return 0, err
	}
	if a, err = r.done(ctx, a); err != nil {
		return 0, fmt.Errorf("answer %d is stored, and not sent yet: %w", a.ID, err)
	}
	return a.Message, telegram.DecodeError(a.Fault)
}

// done waits for the answer's end.
func (r *Relay) done(ctx context.Context, a news.Answer) (news.Answer, error) {
	word := make(chan struct{}, 1)
	r.mu.Lock()
	r.waiting[a.ID] = word
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(r.waiting, a.ID)
		r.mu.Unlock()
	}()
	ticker := time.NewTicker(r.look)
	defer ticker.Stop()
	for first := true; !a.Done; first = false {
		if !first { // at first it may have been done before we listened
			select {
			case <-ctx.Done():
				return a, ctx.Err()
			case <-word:
			case <-ticker.C:
			}
		}
		now, err := r.store.Answer(ctx, a.ID)
		if err != nil {
			return a, err
		}
		a = now
	}
	return a, nil
}
