package watch_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"herald/news"
	"herald/watch"
)

// slow takes minutes for a feed and counts how often it was asked.
type slow struct {
	watch.Reader
	asked atomic.Int32
}

func (s *slow) Feed(ctx context.Context, f news.Feed) (news.Look, error) {
	s.asked.Add(1)
	select {
	case <-time.After(2 * time.Minute):
	case <-ctx.Done():
		return news.Look{}, ctx.Err()
	}
	return s.Reader.Feed(ctx, f)
}

func TestASlowLookIsNobodyElses(t *testing.T) {
	bubble(t, func(w *world) {
		w.publish(feedPath, 1, 1)
		w.subscribe(1, feedPath)
		s := &slow{Reader: w.reader}
		w.runOn(w.store, s)
		stopFirst := w.stop
		w.runOn(w.store, s) // another copy on the same database
		pass(90 * time.Second)
		if n := s.asked.Load(); n != 1 {
			t.Errorf("%d looks at once", n)
		}
		w.halt()
		stopFirst()
	})
}
