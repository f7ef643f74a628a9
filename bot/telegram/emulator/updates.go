package emulator

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// queue is what happened and was not confirmed yet.
type queue struct {
	next    int64
	waiting []wireUpdate
	allowed []string      // nil: all kinds
	arrived chan struct{} // closed at the next arrival
	poller  chan struct{} // closed when another poll takes over; nil where nobody waits
}

// maxWaiting is where the oldest updates are forgotten; the real server keeps
// them for a day.
const maxWaiting = 1_000_000

// update queues what the bot wants to know; the real server filters here too,
// not when it is asked.
func (s *Server) update(kind string, u wireUpdate) {
	q := &s.updates
	if q.allowed != nil && !slices.Contains(q.allowed, kind) {
		return
	}
	u.ID = q.next
	q.next++
	q.waiting = append(q.waiting, u)
	if len(q.waiting) > maxWaiting {
		q.waiting = q.waiting[1:]
	}
	close(q.arrived)
	q.arrived = make(chan struct{})
	s.changedNow()
	s.wakeHook()
}

// confirm forgets the updates before an offset; a negative one keeps that many
// of the newest.
func (q *queue) confirm(offset int64) {
	n := 0
	if offset < 0 {
		n = max(0, len(q.waiting)+int(max(offset, -maxWaiting)))
	}
	for n < len(q.waiting) && offset > 0 && q.waiting[n].ID < offset {
		n++
	}
	q.waiting = q.waiting[n:]
	if len(q.waiting) == 0 {
		q.waiting = nil
	}
}

// getUpdates, https://core.telegram.org/bots/api#getupdates. It gives the lock
// back while it waits.
func (s *Server) getUpdates(ctx context.Context, a *args) (any, error) {
	q := &s.updates
	if s.webhook.url != "" {
		return nil, &apiError{Code: 409, Description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}
	}
	limit := 100
	if a.has("limit") {
		limit = int(a.int("limit"))
		if limit < 1 || limit > 100 {
			limit = 100
		}
	}
	if err := s.allow(a); err != nil {
		return nil, err
	}
	if q.poller != nil {
		close(q.poller)
	}
	mine := make(chan struct{})
	q.poller = mine
	defer func() {
		if q.poller == mine {
			q.poller = nil
		}
	}()
	q.confirm(a.int("offset"))
	s.changedNow()
	deadline := time.NewTimer(time.Duration(min(max(a.int("timeout"), 0), 50)) * time.Second)
	defer deadline.Stop()
	for len(q.waiting) == 0 && a.int("timeout") > 0 {
		arrived := q.arrived
		s.mu.Unlock()
		over, taken := false, false
		select {
		case <-arrived:
		case <-deadline.C:
			over = true
		case <-mine:
			taken = true
		case <-ctx.Done():
			over = true
		case <-s.closed:
			over = true
		}
		s.mu.Lock()
		if taken {
			return nil, &apiError{Code: 409, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
		}
		if over {
			break
		}
	}
	return append([]wireUpdate{}, q.waiting[:min(limit, len(q.waiting))]...), nil
}

// allow takes over which kinds the bot wants from now on, where it says so.
func (s *Server) allow(a *args) error {
	if raw := a.str("allowed_updates"); raw != "" {
		var kinds []string
		if err := json.Unmarshal([]byte(raw), &kinds); err != nil {
			return bad("can't parse allowed_updates")
		}
		s.updates.allowed = kinds
		if len(kinds) == 0 {
			s.updates.allowed = nil
		}
	}
	return nil
}
