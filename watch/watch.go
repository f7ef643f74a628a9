package watch

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"herald/news"
)

const (
	// DefaultInterval is between two looks at a feed.
	DefaultInterval = 10 * time.Minute

	// looks and pages are how many feeds, and how many pages of articles over
	// all feeds, are read at the same time. Most of it is waiting; a page of
	// five megabytes, the largest that is read, takes some fifty of memory.
	looks = 16
	pages = 8

	// lease is how long a feed is ours once it was claimed, unless the claim is
	// renewed, which it is every renewal: so long a feed waits whose copy of
	// herald has died.
	lease   = 20 * time.Second
	renewal = 5 * time.Second

	// lookTime is how long a look may take. It begins no page after
	// harvestTime, and a page takes at most pageTime; what is left is for
	// reading the feed and for storing.
	lookTime    = 5 * time.Minute
	harvestTime = 2 * time.Minute
	pageTime    = 45 * time.Second

	// idle is the most that a feed waits which somebody has just subscribed to.
	idle = 2 * time.Second
)

// Store is what the watch needs of the database; storage.Store has it.
type Store interface {
	// ClaimFeeds hands out up to n feeds that are due.
	ClaimFeeds(ctx context.Context, now time.Time, lease time.Duration, n int) ([]news.Feed, error)
	// LeaseFeeds renews the claim of feeds that are being looked at.
	LeaseFeeds(ctx context.Context, feeds []news.FeedID, until time.Time) error
	// NextFeed is when the next one is due; zero where there is none.
	NextFeed(ctx context.Context) (time.Time, error)
	// Unknown are the entries that the feed has not shown before, in their order.
	Unknown(ctx context.Context, feed news.FeedID, entries []news.Entry) ([]news.Entry, error)
	// Sightings are how the entries of a feed looked whose articles it brought since then.
	Sightings(ctx context.Context, feed news.FeedID, since time.Time) ([]news.Sighting, error)
	// Article is a stored article.
	Article(ctx context.Context, id news.ArticleID) (news.Article, error)
	// Subscribers are up to n live subscriptions of the feed after the given one.
	Subscribers(ctx context.Context, feed news.FeedID, after news.SubscriptionID, n int) ([]news.Subscription, error)
	// Record stores what a look brought, in one transaction.
	Record(ctx context.Context, h news.Harvest) error
	// ForgetSeen forgets entries that left their feed before that time.
	ForgetSeen(ctx context.Context, before time.Time) (int, error)
	// Clean removes up to n rows older than that which nothing needs.
	Clean(ctx context.Context, before time.Time, n int) (int, error)
}

// Reader is what the watch needs of the web; reader.Reader has it.
type Reader interface {
	Feed(ctx context.Context, f news.Feed) (news.Look, error)
	Entry(ctx context.Context, f news.Feed, e news.Entry) (news.Article, error)
	// Reread says besides whether the page was read, or the feed's own words stand in.
	Reread(ctx context.Context, f news.Feed, e news.Entry) (a news.Article, paged bool, err error)
}

// Config is what a Watch works with.
type Config struct {
	Store    Store
	Reader   Reader
	Interval time.Duration // between two looks at a feed; 0: DefaultInterval
	Keep     time.Duration // how long what is not needed any more is kept; 0: DefaultKeep
	Log      *slog.Logger  // nil: nothing is logged
	Queued   func()        // called when deliveries were queued; nil: nobody is told
}

// Watch looks at feeds; see Run.
type Watch struct {
	Config
	pages  chan struct{}
	uplink uplink
}

// New makes a watch; Run sets it to work.
func New(c Config) *Watch {
	c.Interval = cmp.Or(c.Interval, DefaultInterval)
	c.Keep = cmp.Or(c.Keep, DefaultKeep)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Queued == nil {
		c.Queued = func() {}
	}
	return &Watch{Config: c, pages: make(chan struct{}, pages)}
}

// Run looks at feeds as they become due, and cleans up, until ctx ends; then
// it gives up the looks that it is at (they will be repeated) and returns nil.
// Failures are logged and kept with their feed. Several copies of herald may
// each run one on a database that they share: a feed is claimed by one.
func (w *Watch) Run(ctx context.Context) error {
	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { w.clean(ctx) })
	ended := make(chan news.FeedID, looks)
	busy := map[news.FeedID]bool{}
	renewed := time.Now()
	for ctx.Err() == nil {
		if now := time.Now(); now.Sub(renewed) >= renewal {
			renewed = now
			if err := w.renew(ctx, busy); err != nil {
				w.failed(ctx, err)
			}
		}
		feeds, next := w.due(ctx, looks-len(busy))
		for _, f := range feeds {
			if busy[f.ID] {
				continue // its lease ended while we are at it
			}
			busy[f.ID] = true
			running.Go(func() {
				defer func() { ended <- f.ID }()
				w.look(ctx, f)
			})
		}
		timer := time.NewTimer(max(time.Until(next), 0))
		select {
		case <-ctx.Done():
		case <-timer.C:
		case id := <-ended:
			delete(busy, id)
		}
		timer.Stop()
	}
	return nil
}

// renew keeps the feeds that are being looked at.
func (w *Watch) renew(ctx context.Context, busy map[news.FeedID]bool) error {
	if len(busy) == 0 {
		return nil
	}
	return w.Store.LeaseFeeds(ctx, slices.Collect(maps.Keys(busy)), time.Now().Add(lease))
}

// due claims up to n feeds and says when to ask again.
func (w *Watch) due(ctx context.Context, n int) ([]news.Feed, time.Time) {
	now := time.Now()
	later := now.Add(idle)
	if n == 0 {
		return nil, later
	}
	next, err := w.Store.NextFeed(ctx)
	if err == nil && !next.IsZero() && !next.After(now) {
		feeds, err := w.Store.ClaimFeeds(ctx, now, lease, n)
		if err == nil {
			return feeds, later
		}
		w.failed(ctx, err)
		return nil, now.Add(5 * idle)
	}
	if err != nil {
		w.failed(ctx, err)
		return nil, now.Add(5 * idle)
	}
	if !next.IsZero() && next.Before(later) {
		return nil, next
	}
	return nil, later
}

// failed logs a failure of the database.
func (w *Watch) failed(ctx context.Context, err error) {
	if ctx.Err() == nil {
		w.Log.Error("the database failed the watch", "error", err)
	}
}
