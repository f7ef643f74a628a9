package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"herald/news"
)

// most is how many articles one look brings. A feed of thousands of new
// entries gives them in portions, so that it neither fills the memory nor
// keeps everybody else from being read.
const most = 50

// subscribers are read at a time.
const subscribers = 2000

// portionPause is between two portions of one feed.
const portionPause = 2 * time.Second

// look reads a feed, stores what is new in it, and when to look again.
func (w *Watch) look(ctx context.Context, f news.Feed) {
	defer func() {
		if p := recover(); p != nil {
			w.Log.Error("a look at a feed panicked", "feed", f.ID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			w.record(ctx, w.failure(f, errors.New("herald failed to read the feed; it is a fault of herald"), 0))
		}
	}()
	limited, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	l, err := w.Reader.Feed(limited, f)
	if ctx.Err() != nil {
		return
	}
	w.uplink.note(news.Host(f.URL), err)
	if err != nil {
		h := w.failure(f, err, l.Wait)
		w.Log.Info("a feed cannot be read", "feed", f.ID, "name", f.Name(), "failures", h.Feed.Failures, "again", h.Feed.NextCheck, "error", err)
		w.record(ctx, h)
		return
	}
	h, err := w.harvest(limited, f, l)
	if err != nil {
		if ctx.Err() == nil {
			w.Log.Error("a look was given up; it will be repeated when its lease ends", "feed", f.ID, "error", err)
		}
		return
	}
	if !w.record(ctx, h) {
		return
	}
	if len(h.Revised) > 0 {
		w.Log.Info("articles have changed", "feed", f.ID, "name", h.Feed.Name(), "articles", len(h.Revised))
		w.Queued()
	}
	if n := deliveries(h); len(h.Arrivals) > 0 {
		w.Log.Info("new articles", "feed", f.ID, "name", h.Feed.Name(), "articles", len(h.Arrivals), "deliveries", n)
		if n > 0 {
			w.Queued()
		}
	}
}

func deliveries(h news.Harvest) (n int) {
	for _, a := range h.Arrivals {
		n += len(a.To)
	}
	return n
}

func (w *Watch) record(ctx context.Context, h news.Harvest) bool {
	err := w.Store.Record(ctx, h)
	if err != nil {
		w.failed(ctx, err)
	}
	return err == nil
}

// failure is the harvest of a look that failed: the feed as it was, with its
// reason and a later date.
func (w *Watch) failure(f news.Feed, err error, wait time.Duration) news.Harvest {
	now := time.Now().UTC()
	f.LastError = reason(err)
	if w.uplink.down() {
		// All fail alike: it is our own line. No feed is to pay for that.
		f.NextCheck = now.Add(spread(w.Interval))
		return news.Harvest{Feed: f, At: now}
	}
	f.Failures++
	f.NextCheck = now.Add(afterFailure(w.Interval, f.Failures, wait))
	return news.Harvest{Feed: f, At: now}
}

// reason is a failure in one sentence, without the address.
func reason(err error) string {
	var source *news.SourceError
	if errors.As(err, &source) {
		return source.Reason.Error()
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return news.ErrTimeout.Error()
	}
	s := err.Error()
	if len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "") + "…"
	}
	return s
}

// harvest makes of a look what is to be stored.
func (w *Watch) harvest(ctx context.Context, before news.Feed, l news.Look) (news.Harvest, error) {
	now := time.Now().UTC()
	f := l.Feed
	f.ID, f.URL = before.ID, before.URL
	if l.MovedTo != "" {
		f.URL = l.MovedTo
		w.Log.Info("a feed has moved", "feed", f.ID, "name", f.Name())
	}
	f.CheckedAt, f.Failures, f.LastError = now, 0, ""
	f.NextCheck = now.Add(afterSuccess(w.Interval, l.Wait))
	h := news.Harvest{Feed: f, At: now}
	if l.NotModified {
		return h, nil
	}
	h.Seen = l.Entries
	if before.CheckedAt.IsZero() {
		return h, nil // what stands there at the first look is not news
	}
	fresh, err := w.Store.Unknown(ctx, f.ID, l.Entries)
	if err != nil {
		return h, err
	}
	left, err := w.reread(ctx, &h, l.Entries)
	if left {
		h.Feed.ETag, h.Feed.LastModified = before.ETag, before.LastModified // else the server says that nothing has changed since
	}
	if err != nil || len(fresh) == 0 {
		return h, err
	}
	fresh = inOrder(fresh)
	omitted := 0
	if now.Sub(before.CheckedAt) > max(news.LongPause, 2*w.Interval) && len(fresh) > news.Newest {
		omitted = len(fresh) - news.Newest
		fresh = fresh[omitted:]
	}
	articles, err := w.articles(ctx, f, fresh[:min(len(fresh), most)])
	if err != nil {
		return h, err
	}
	if rest := fresh[len(articles):]; len(rest) > 0 {
		// The rest stays unseen. Without the old validators the server would
		// say that nothing has changed since.
		h.Seen = without(h.Seen, rest)
		h.Feed.ETag, h.Feed.LastModified = before.ETag, before.LastModified
		h.Feed.NextCheck = now.Add(portionPause)
	}
	for i, a := range articles {
		if a.Title == "" && a.Body == "" {
			continue // nothing to show, and nowhere to go
		}
		h.Arrivals = append(h.Arrivals, news.Arrival{Article: a, Entry: fresh[i]})
	}
	return h, w.address(ctx, &h, before, omitted)
}

// address says who gets what has arrived. Who subscribed within a long pause
// knows of nothing before, so only the others are told how many articles of it
// were left out.
func (w *Watch) address(ctx context.Context, h *news.Harvest, before news.Feed, omitted int) error {
	last := news.SubscriptionID(0)
	for len(h.Arrivals) > 0 {
		subs, err := w.Store.Subscribers(ctx, before.ID, last, subscribers)
		if err != nil {
			return err
		}
		for _, s := range subs {
			last = s.ID
			told := omitted == 0 || s.CreatedAt.After(before.CheckedAt)
			for i := range h.Arrivals {
				arrival := &h.Arrivals[i]
				if !s.Wants(arrival.Article) {
					continue
				}
				r := news.Recipient{Subscription: s.ID, Chat: s.Chat, Thread: s.Thread}
				if !told {
					r.Omitted, told = omitted, true
				}
				arrival.To = append(arrival.To, r)
			}
		}
		if len(subs) < subscribers {
			break
		}
	}
	return nil
}

// articles reads the articles of entries, several at a time. It gives them in
// order, and fewer than there are entries where the time does not suffice.
func (w *Watch) articles(ctx context.Context, f news.Feed, entries []news.Entry) ([]news.Article, error) {
	articles := make([]news.Article, len(entries))
	var reading sync.WaitGroup
	deadline := time.NewTimer(harvestTime)
	defer deadline.Stop()
	begun := 0
begin:
	for i, e := range entries {
		select {
		case w.pages <- struct{}{}:
		case <-deadline.C:
			break begin
		case <-ctx.Done():
			break begin
		}
		begun++
		reading.Go(func() {
			defer func() { <-w.pages }()
			articles[i] = w.article(ctx, f, e)
		})
	}
	reading.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read the articles of feed %d: %w", f.ID, err)
	}
	return articles[:begun], nil
}

// article reads the article of an entry. Whatever becomes of it, there is one:
// at the least what the entry itself says.
func (w *Watch) article(ctx context.Context, f news.Feed, e news.Entry) (a news.Article) {
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			w.Log.Error("reading an article panicked", "feed", f.ID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			a = bare(f, e)
		}
	}()
	a, err := w.Reader.Entry(ctx, f, e)
	if err != nil {
		return bare(f, e)
	}
	a.Feed = f.ID
	return a
}

// bare is an article made of nothing but its entry.
func bare(f news.Feed, e news.Entry) news.Article {
	if e.Title == "" && e.Content == "" {
		e.Title = cmp.Or(e.Summary, e.URL)
	}
	return news.Article{
		Feed: f.ID, GUID: e.GUID, URL: news.Canonical(e.URL), Title: e.Title, Byline: e.Byline,
		Lang: e.Lang, Published: e.Published, Lead: e.Summary, Body: cmp.Or(e.Content, e.Summary), Image: e.Image,
	}
}

// without is the entries but for those in rest, or that share a key with one.
func without(entries, rest []news.Entry) []news.Entry {
	left := map[string]bool{}
	for _, e := range rest {
		for _, k := range e.Keys() {
			left[k] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(entries), func(e news.Entry) bool {
		return slices.ContainsFunc(e.Keys(), func(k string) bool { return left[k] })
	})
}
