package telegram

import (
	"container/list"
	"context"
	"time"
)

// window keeps every single second within the rate, whatever the clock, the
// scheduler and the network do to the gaps between messages; the limiter keeps
// the mean only.
//
// A message counts at the server somewhere between its leaving and its answer.
// Of that stretch the shortest round trip seen lately is plain distance, the
// same for all; the rest is how far it may have been late. So its second begins
// with the answer less the shortest round trip, and while there is no answer it
// has not begun.
type window struct {
	limit  int // 0: none
	flying int
	counts []time.Time // when their seconds began; ascending

	// The shortest round trips of this minute and of the one before.
	trip, tripBefore time.Duration
	minute           time.Time
}

// delay is how long until there is room.
func (w *window) delay(now time.Time) time.Duration {
	n := 0
	for n < len(w.counts) && now.Sub(w.counts[n]) >= breadth {
		n++
	}
	w.counts = append(w.counts[:0], w.counts[n:]...)
	switch {
	case w.limit == 0 || w.flying+len(w.counts) < w.limit:
		return 0
	case len(w.counts) > 0:
		return w.counts[0].Add(breadth).Sub(now)
	}
	return 5 * time.Millisecond // all are on their way; look again
}

func (w *window) leave(n int) { w.flying += n }

func (w *window) arrive(n int, departed, now time.Time) {
	w.flying -= n
	trip := now.Sub(departed)
	if now.Sub(w.minute) > time.Minute {
		w.minute, w.tripBefore, w.trip = now, w.trip, trip
	}
	w.trip = min(w.trip, trip)
	shortest := w.trip
	if w.tripBefore > 0 {
		shortest = min(shortest, w.tripBefore)
	}
	began := now.Add(-shortest)
	if k := len(w.counts); k > 0 && began.Before(w.counts[k-1]) {
		began = w.counts[k-1] // keeps the order, and errs on the slow side
	}
	for range min(n, w.limit) {
		w.counts = append(w.counts, began)
	}
}

// turnstile lets one at a time through: answers first, each kind in order.
// A broadcast that waits for its place gives the turn back when an answer calls.
type turnstile struct {
	busy             bool
	called           chan struct{} // holds one call
	answers, patient list.List     // of chan struct{}
}

func (p *pacer) enter(ctx context.Context, answer bool) error {
	p.mu.Lock()
	if !p.turn.busy {
		p.turn.busy = true
		p.mu.Unlock()
		return nil
	}
	queue := &p.turn.patient
	if answer {
		queue = &p.turn.answers
		select {
		case p.turn.called <- struct{}{}:
		default:
		}
	}
	mine := make(chan struct{})
	place := queue.PushBack(mine)
	p.mu.Unlock()
	select {
	case <-mine:
		return nil
	case <-ctx.Done():
	}
	p.mu.Lock()
	select {
	case <-mine: // the turn came at the same moment: hand it on
		p.mu.Unlock()
		p.leave()
	default:
		queue.Remove(place)
		p.mu.Unlock()
	}
	return ctx.Err()
}

func (p *pacer) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, queue := range []*list.List{&p.turn.answers, &p.turn.patient} {
		if next := queue.Front(); next != nil {
			close(queue.Remove(next).(chan struct{}))
			return
		}
	}
	p.turn.busy = false
}
