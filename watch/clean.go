package watch

import (
	"context"
	"time"
)

const (
	// DefaultKeep is how long articles and deliveries are kept once nobody
	// waits for them, and how long an entry is remembered that left its feed.
	// It is how long a pushed message's buttons go on working.
	DefaultKeep = 90 * 24 * time.Hour

	// Cleaning begins some time after the start, when there is more to do than
	// that, and is repeated every few hours, so that each time is a short one.
	firstClean = 5 * time.Minute
	cleanEvery = 3 * time.Hour

	// cleanRows are removed at a time, and others write in between.
	cleanRows  = 1000
	cleanPause = 200 * time.Millisecond
)

// clean removes what has grown old, again and again, until ctx ends.
func (w *Watch) clean(ctx context.Context) {
	for pause := firstClean; rest(ctx, pause); pause = cleanEvery {
		before := time.Now().Add(-w.Keep)
		rows, err := w.cleanOut(ctx, before)
		var keys int
		if err == nil {
			keys, err = w.Store.ForgetSeen(ctx, before)
		}
		switch {
		case err != nil:
			w.failed(ctx, err)
		case rows+keys > 0:
			w.Log.Info("cleaned up", "rows", rows, "entries_forgotten", keys, "before", before)
		}
	}
}

func (w *Watch) cleanOut(ctx context.Context, before time.Time) (rows int, err error) {
	for {
		n, err := w.Store.Clean(ctx, before, cleanRows)
		rows += n
		if err != nil || n < cleanRows || !rest(ctx, cleanPause) {
			return rows, err
		}
	}
}

// rest sleeps; false where ctx ended.
func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
