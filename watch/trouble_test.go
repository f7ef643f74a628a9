package watch_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"herald/news"
	"herald/watch"
)

// shaky is a database that cannot store anything for a while.
type shaky struct {
	watch.Store
	broken atomic.Bool
}

func (s *shaky) Record(ctx context.Context, h news.Harvest) error {
	if s.broken.Load() {
		return errors.New("the disk is full")
	}
	return s.Store.Record(ctx, h)
}

func TestALookThatCouldNotBeStoredIsRepeated(t *testing.T) {
	bubble(t, func(w *world) {
		w.subscribe(ann, feedPath)
		store := &shaky{Store: w.store}
		store.broken.Store(true)
		w.publish(feedPath, 1, 3)
		w.runOn(store, w.reader)
		pass(20 * time.Minute)
		w.want(ann, 1, 0)
		store.broken.Store(false)
		pass(6 * time.Minute)
		w.want(ann, 1, 3)
	})
}

// odd is a reader that panics over one story, and cannot make anything of
// another.
type odd struct{ watch.Reader }

func (r odd) Entry(ctx context.Context, f news.Feed, e news.Entry) (news.Article, error) {
	switch e.Title {
	case "Story 2":
		panic("a page that nobody thought of")
	case "Story 3":
		<-ctx.Done() // a page without end
		return news.Article{}, ctx.Err()
	case "Story 4":
		return news.Article{}, news.ErrNoArticle
	}
	return r.Reader.Entry(ctx, f, e)
}

func TestABadEntryStopsNeitherItsFeedNorItself(t *testing.T) {
	bubble(t, func(w *world) {
		w.subscribe(ann, feedPath)
		w.publish(feedPath, 1, 5)
		w.runOn(w.store, odd{w.reader})
		pass(5 * time.Minute)
		for i, j := range w.want(ann, 1, 5) {
			if j.Article.URL == "" || i > 0 && i < 4 && j.Article.Lead == "" {
				t.Errorf("the article is %+v", j.Article)
			}
		}
	})
}

// endless is a feed that panics, then hangs, then answers.
type endless struct {
	watch.Reader
	looks atomic.Int32
}

func (r *endless) Feed(ctx context.Context, f news.Feed) (news.Look, error) {
	switch r.looks.Add(1) {
	case 1:
		panic("a feed that nobody thought of")
	case 2:
		<-ctx.Done()
		return news.Look{Feed: f}, ctx.Err()
	}
	return r.Reader.Feed(ctx, f)
}

func TestAFeedThatPanicsOrHangsCountsAsFailed(t *testing.T) {
	bubble(t, func(w *world) {
		sub := w.subscribe(ann, feedPath)
		w.publish(feedPath, 1, 2)
		w.runOn(w.store, &endless{Reader: w.reader})
		pass(5 * time.Minute)
		if f := w.feed(sub); f.Failures != 1 || f.LastError == "" {
			t.Errorf("after a panic failures are %d, the error %q", f.Failures, f.LastError)
		}
		pass(12 * time.Minute)
		if f := w.feed(sub); f.Failures != 2 {
			t.Errorf("after a hang failures are %d, the error %q", f.Failures, f.LastError)
		}
		pass(30 * time.Minute)
		w.want(ann, 1, 2)
	})
}

func TestAStopGivesUpTheLookAndTheNextStartRepeatsIt(t *testing.T) {
	bubble(t, func(w *world) {
		w.subscribe(ann, feedPath)
		w.publish(feedPath, 1, 3)
		w.runOn(w.store, odd{w.reader}) // hangs at the third
		pass(10 * time.Second)
		begun := time.Now()
		w.halt()
		if took := time.Since(begun); took > time.Second {
			t.Errorf("the stop took %s", took)
		}
		w.want(ann, 1, 0)
		w.must(w.store.VoidLeases(context.Background())) // as at each start
		w.run()
		pass(time.Minute)
		w.want(ann, 1, 3)
	})
}
