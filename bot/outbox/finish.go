package outbox

import (
	"context"
	"errors"
	"time"

	"herald/news"
)

const (
	// grace is how long messages on their way may take once Run is told to
	// stop; the rest of ten seconds is for storing how they ended.
	grace     = 8 * time.Second
	lastWords = 2 * time.Second

	// hurry takes the place of grace where the role of the sender is lost: at
	// most a second later another copy sends what was on its way here.
	hurry = 2 * time.Second
)

// finish waits for what is on its way, cuts short what takes too long, and
// stores how it all ended.
func (r *run) finish(cut func(), within time.Duration) {
	timer := time.AfterFunc(within, cut)
	defer timer.Stop()
	for len(r.hands) > len(r.ended) {
		r.ended = append(r.ended, <-r.results)
	}
	// The caller's context has ended; what was sent must be stored all the same.
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	for {
		err := r.settle(ctx)
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			r.Log.Error("what was sent last could not be stored and may be sent again", "deliveries", len(r.ended), "error", err)
			return
		}
		r.wait(ctx, r.stumble(ctx, err))
	}
}

// allowance is how long what is on its way may take when ctx has ended.
func allowance(ctx context.Context) time.Duration {
	if errors.Is(context.Cause(ctx), news.ErrDeposed) {
		return hurry
	}
	return grace
}
