package watch

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"herald/news"
	"herald/text/changes"
)

// A page is read again only when its feed shows the article otherwise than
// before, rereads of them at a look. After each reading it is left alone for
// the interval, then for twice as long each time, longestRest at most: a feed
// that dates everything anew at every look costs a page some ten readings in
// the two days that it is watched, and a live report is not edited all day.
const (
	rereads     = 5
	longestRest = 12 * time.Hour
)

// What a new reading must be to be believed. One that was made of the feed's
// own words holds enough tenths of the text that was there, or it is a teaser
// and not a shortened article; a page that shows a shorter text keeps a share
// kept of the words, or it is another page: a consent form, a login.
const (
	enough = 7
	kept   = 0.3
)

// reread adds to a harvest what has become of articles that the feed brought
// lately: those that say something else now, and how their entries look. What
// has left the feed, or the web, stays as it was read. left says that some must
// be looked at again later, though the feed may not change till then.
func (w *Watch) reread(ctx context.Context, h *news.Harvest, entries []news.Entry) (left bool, err error) {
	seen, err := w.Store.Sightings(ctx, h.Feed.ID, h.At.Add(-news.EditAge))
	if err != nil || len(seen) == 0 {
		return false, err
	}
	byKey := make(map[string]news.Sighting, len(seen))
	for _, s := range seen {
		byKey[s.Key] = s
	}
	var reading sync.WaitGroup
	var mu sync.Mutex // of h and of unread, while pages are read
	unread, begun := false, 0
	for _, e := range entries {
		keys := e.Keys()
		if len(keys) == 0 {
			continue
		}
		s, ok := byKey[keys[0]]
		if !ok || !s.Changed(e) {
			continue
		}
		if s.Again.After(h.At) || begun == rereads {
			left = true
			continue
		}
		delete(byKey, keys[0]) // a feed that has an entry twice
		begun++
		select {
		case w.pages <- struct{}{}:
		case <-ctx.Done():
			reading.Wait()
			return false, fmt.Errorf("read articles of feed %d again: %w", h.Feed.ID, ctx.Err())
		}
		reading.Go(func() {
			defer func() { <-w.pages }()
			a, changed, read := w.again(ctx, h.Feed, s.Article, e)
			next := news.Sight(s.Article, e)
			if !read {
				next.Words, next.Updated = s.Words, s.Updated // it has still to be seen
			}
			next.Reads = s.Reads + 1
			next.Again = h.At.Add(quiet(w.Interval, s.Reads))
			mu.Lock()
			defer mu.Unlock()
			unread = unread || !read
			h.Sighted = append(h.Sighted, next)
			if changed {
				h.Revised = append(h.Revised, a)
			}
		})
	}
	reading.Wait()
	return left || unread, ctx.Err()
}

// quiet is how long an article is left alone after it was read again for the
// n-th time, from 0. It is a little shorter than so many intervals, which are
// not of one length.
func quiet(interval time.Duration, n int) time.Duration {
	d := interval - interval/10
	for range n {
		if d >= longestRest {
			return longestRest
		}
		d *= 2
	}
	return min(d, longestRest)
}

// again reads an article once more. changed is false where it says what it
// said; read, where its page failed and the feed alone shows no change.
func (w *Watch) again(ctx context.Context, f news.Feed, id news.ArticleID, e news.Entry) (a news.Article, changed, read bool) {
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			w.Log.Error("reading an article again panicked", "feed", f.ID, "article", id, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			changed, read = false, true
		}
	}()
	old, err := w.Store.Article(ctx, id)
	if err != nil {
		if !errors.Is(err, news.ErrNotFound) {
			w.failed(ctx, err)
		}
		return a, false, false
	}
	now, paged, err := w.Reader.Reread(ctx, f, e)
	if err != nil {
		return a, false, false
	}
	a, changed = revised(old, now, paged)
	return a, changed, paged && !foreign(old, now) || changed || e.URL == ""
}

// revised is the old article with what a new reading changes of it: title and
// text. Other spaces, marks or letter case are no change. A reading without
// its page, made of what the feed carries, changes the title alone unless it
// holds about as much text as was there.
func revised(old, now news.Article, paged bool) (a news.Article, changed bool) {
	a = old
	if now.Title != "" && !changes.Same(old.Title, now.Title) {
		a.Title, changed = now.Title, true
	}
	whole := paged || len(now.Body)*10 >= len(old.Body)*enough
	if now.Body != "" && whole && !foreign(old, now) && !changes.Same(old.Body, now.Body) {
		a.Body, a.Lead, changed = now.Body, now.Lead, true
	}
	return a, changed
}

// foreign says that a reading is of some other page.
func foreign(old, now news.Article) bool {
	return len(now.Body) < len(old.Body) && changes.Kept(old.Body, now.Body) < kept
}
