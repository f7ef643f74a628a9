package storage

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"herald/news"
)

// planner is an engine that asks SQLite how it would run each statement, just
// before it runs it.
type planner struct {
	engine
	plans map[string][]string
}

func (p *planner) read(ctx context.Context, f func(context.Context, conn) error) error {
	return p.engine.read(ctx, func(ctx context.Context, c conn) error { return f(ctx, planned{c, p}) })
}

func (p *planner) write(ctx context.Context, d durability, f func(context.Context, conn) error) error {
	return p.engine.write(ctx, d, func(ctx context.Context, c conn) error { return f(ctx, planned{c, p}) })
}

type planned struct {
	conn
	p *planner
}

func (c planned) plan(ctx context.Context, query string, args []any) {
	scan := func(r scanner) (detail string, err error) {
		var a, b, d int
		return detail, r.Scan(&a, &b, &d, &detail)
	}
	steps, err := all(ctx, c.conn, scan, `EXPLAIN QUERY PLAN `+query, args...)
	if err != nil {
		steps = []string{err.Error()}
	}
	c.p.plans[query] = steps
}

func (c planned) exec(ctx context.Context, query string, args ...any) (int64, error) {
	c.plan(ctx, query, args)
	return c.conn.exec(ctx, query, args...)
}

func (c planned) execMany(ctx context.Context, query string, rows [][]any) error {
	if len(rows) > 0 {
		c.plan(ctx, query, rows[0])
	}
	return c.conn.execMany(ctx, query, rows)
}

func (c planned) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	c.plan(ctx, query, args)
	return c.conn.query(ctx, query, args...)
}

func (c planned) row(ctx context.Context, query string, args ...any) scanner {
	c.plan(ctx, query, args)
	return c.conn.row(ctx, query, args...)
}

// What is read whole, and why that is right: a fan-out's batches are few, and
// are gone in a moment; NextDue and the like stop at the first row of an index.
var scanned = []string{
	"SCAN fanouts", "SCAN deliveries USING COVERING INDEX deliveries_head",
	"SCAN revisions USING COVERING INDEX revisions_queueing", "SCAN revisions USING INDEX revisions_queueing", // holds those alone whose edits are being queued
	"SCAN baselines", // has a few rows of each new subscription, for a while
	// SQLite plans to look for references to a new feed and skips it at run
	// time, since no reference was ever broken.
	"SCAN subscriptions USING COVERING INDEX sqlite_autoindex_subscriptions_1",
}

func TestNothingOnTheWayOfAMessageReadsAWholeTable(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "herald.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p := &planner{s.db, map[string][]string{}}
	s.db = p
	s.batch = 1

	ctx, now := t.Context(), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var to []news.Recipient
	var sub news.Subscription
	for c := news.ChatID(1); c <= 3; c++ {
		_, err := s.EnsureChat(ctx, news.Chat{ID: c, Kind: news.Private})
		must(err)
		sub, _, err = s.Subscribe(ctx, c, 0, news.Look{Feed: news.Feed{URL: "https://a.example/feed"}, Entries: []news.Entry{{GUID: "0"}}})
		must(err)
		to = append(to, news.Recipient{Subscription: sub.ID})
	}
	_, err = s.Unknown(ctx, sub.Feed.ID, []news.Entry{{GUID: "1"}})
	must(err)
	_, err = s.ClaimFeeds(ctx, now, time.Minute, 10)
	must(err)
	_, err = s.NextFeed(ctx)
	must(err)
	_, err = s.Subscribers(ctx, sub.Feed.ID, 0, 10_000)
	must(err)
	for n := range 4 {
		e := news.Entry{GUID: fmt.Sprint(n + 1)}
		must(s.Record(ctx, news.Harvest{Feed: sub.Feed, Seen: []news.Entry{e}, At: now,
			Arrivals: []news.Arrival{{Entry: e, To: to, Article: news.Article{URL: "https://a.example/" + e.GUID, Title: e.GUID}}}}))
	}
	jobs, err := s.Claim(ctx, now, time.Minute, 10)
	must(err)
	if len(jobs) != 3 {
		t.Fatalf("claimed %d", len(jobs))
	}
	must(s.Confirm(ctx, jobs[0].Delivery.ID, 1, now))
	must(s.Postpone(ctx, jobs[1].Delivery.ID, now, ""))
	must(s.Drop(ctx, jobs[2].Delivery.ID, ""))
	_, err = s.NextDue(ctx, now)
	must(err)
	must(s.Unsubscribe(ctx, sub.ID, now))
	must(s.Restore(ctx, sub.ID, now))
	must(s.Block(ctx, 2, now))
	must(s.Resume(ctx, 2, now))
	_, err = s.Latest(ctx, 1, 0)
	must(err)
	_, err = s.Shown(ctx, 1, 1)
	must(err)
	_, err = s.Arriving(ctx, 1, 0)
	must(err)
	a, err := s.ArticleByURL(ctx, "https://a.example/1")
	must(err)
	_, err = s.ArticleByKey(ctx, a.Key)
	must(err)
	_, err = s.SaveArticle(ctx, a)
	must(err)
	a.Title = "corrected"
	_, err = s.Revise(ctx, a, now)
	must(err)
	must(s.Viewed(ctx, 1, 1, news.Quoted, 1, now))
	_, err = s.Claim(ctx, now, time.Minute, 10)
	must(err)
	must(s.Block(ctx, 1, now))
	must(s.Resume(ctx, 1, now))
	_, err = s.Original(ctx, a.ID)
	must(err)
	_, err = s.Sightings(ctx, sub.Feed.ID, now)
	must(err)
	_, err = s.Subscriptions(ctx, 1, 0)
	must(err)
	_, err = s.Clean(ctx, now, 10)
	must(err)

	if len(p.plans) < 30 {
		t.Fatalf("only %d statements were seen", len(p.plans))
	}
	for _, query := range slices.Sorted(maps.Keys(p.plans)) {
		for _, step := range p.plans[query] {
			whole := strings.HasPrefix(step, "SCAN") && !slices.ContainsFunc(scanned, func(ok string) bool { return strings.HasPrefix(step, ok) })
			sorts := strings.Contains(step, "TEMP B-TREE FOR ORDER BY") && strings.Contains(query, "deliveries d")
			if whole || sorts {
				t.Errorf("%s\n\t%s", query, strings.Join(p.plans[query], "\n\t"))
				break
			}
		}
	}
	claim := p.plans[findQuery(t, p.plans, "d.head = 1 AND d.next_at <=")]
	if want := "SEARCH d USING INDEX deliveries_head (next_at<?)"; claim[0] != want {
		t.Errorf("a claim begins with %q, want %q", claim[0], want)
	}
}

func findQuery(t *testing.T, plans map[string][]string, part string) string {
	t.Helper()
	for q := range plans {
		if strings.Contains(q, part) {
			return q
		}
	}
	t.Fatalf("no statement with %q", part)
	return ""
}
