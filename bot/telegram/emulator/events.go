package emulator

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"herald/news"
)

// Event is something that people could see happen.
type Event struct {
	Kind    string          `json:"kind"` // message, edit, delete, answer (to a press), action (typing), draft
	Chat    news.ChatID     `json:"chat"`
	Thread  news.ThreadID   `json:"thread,omitempty"`
	Message *Message        `json:"message,omitempty"` // a copy, as it was then
	User    news.UserID     `json:"user,omitempty"`    // answer: who pressed
	Of      news.MessageID  `json:"of,omitempty"`      // answer: the message with the button
	Answer  *CallbackAnswer `json:"answer,omitempty"`
	Text    string          `json:"text,omitempty"`   // action: which; draft: its text
	Missed  int             `json:"missed,omitempty"` // events before this one that a slow reader lost

	Entities []Entity `json:"entities,omitempty"` // draft: how its text is formatted
}

// maxUnread is how far a subscription may lag behind before its oldest events
// are given up.
const maxUnread = 10_000

// Subscription is a reader's place in what happens.
type Subscription struct {
	s      *Server
	mu     sync.Mutex
	unread []Event
	missed int
	wake   chan struct{}
}

// Events follows what happens from now on. Close must be called at the end.
func (s *Server) Events() *Subscription {
	sub := &Subscription{s: s, wake: make(chan struct{}, 1)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watchers[sub] = true
	return sub
}

// ErrClosed is given by what waits on a server that was closed.
var ErrClosed = errors.New("the emulator was closed")

// Next waits for the next event. Errors: the context's, ErrClosed.
func (sub *Subscription) Next(ctx context.Context) (Event, error) {
	for {
		sub.mu.Lock()
		if len(sub.unread) > 0 {
			e := sub.unread[0]
			sub.unread = sub.unread[1:]
			e.Missed, sub.missed = sub.missed, 0
			sub.mu.Unlock()
			return e, nil
		}
		sub.mu.Unlock()
		select {
		case <-sub.wake:
		case <-ctx.Done():
			return Event{}, ctx.Err()
		case <-sub.s.closed:
			return Event{}, ErrClosed
		}
	}
}

// Close ends the subscription.
func (sub *Subscription) Close() {
	sub.s.mu.Lock()
	defer sub.s.mu.Unlock()
	delete(sub.s.watchers, sub)
}

// happened tells everybody; the lock is held.
func (s *Server) happened(e Event) {
	if len(s.watchers) > 0 && e.Message != nil {
		m := *e.Message
		e.Message = &m
	}
	for sub := range s.watchers {
		sub.mu.Lock()
		if len(sub.unread) >= maxUnread {
			sub.unread = sub.unread[1:]
			sub.missed++
		}
		sub.unread = append(sub.unread, e)
		sub.mu.Unlock()
		select {
		case sub.wake <- struct{}{}:
		default:
		}
	}
	s.changedNow()
}

// changedNow wakes those who await something; the lock is held.
func (s *Server) changedNow() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// Await waits until the condition holds; it is asked at once and after every
// change: a request, a message, an update. It may use the server's methods. An
// error names the context's end.
func (s *Server) Await(ctx context.Context, condition func() bool) error {
	for {
		s.mu.Lock()
		if s.changed == nil {
			s.changed = make(chan struct{})
		}
		changed := s.changed
		s.mu.Unlock()
		if condition() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("await: %w", ctx.Err())
		case <-s.closed:
			return ErrClosed
		}
	}
}

// AwaitMessage waits for a message of the chat that is as wanted, and gives
// the first such one.
func (s *Server) AwaitMessage(ctx context.Context, chat news.ChatID, wanted func(Message) bool) (Message, error) {
	var found Message
	err := s.Await(ctx, func() bool {
		for _, m := range s.Messages(chat) {
			if wanted(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found, err
}

// AwaitReplies waits until the bot has said at least n things in the chat, and
// gives all that it said.
func (s *Server) AwaitReplies(ctx context.Context, chat news.ChatID, n int) ([]Message, error) {
	var said []Message
	err := s.Await(ctx, func() bool {
		said = s.Replies(chat)
		return len(said) >= n
	})
	return said, err
}

// AwaitIdle waits until every update was confirmed: the bot has finished all
// that people said so far.
func (s *Server) AwaitIdle(ctx context.Context) error {
	return s.Await(ctx, func() bool { return s.Pending() == 0 })
}
