package storagetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"herald/news"
)

// epoch is when the tests begin; no test looks at the clock.
var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// lease is how long the tests' claims hold.
const lease = time.Minute

// world is a store with a clock, and the few moves of which the tests are
// made. Moves fail the test themselves.
type world struct {
	*testing.T
	Store
	now  time.Time
	seq  int                      // of entries that a property has made
	sent map[news.ChatID][]string // by drainChat
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) pass(d time.Duration) { w.now = w.now.Add(d) }

func (w *world) chat(id news.ChatID) news.Chat {
	w.Helper()
	c, err := w.EnsureChat(w.Context(), news.Chat{ID: id, Kind: news.Private, Title: fmt.Sprint("chat ", id)})
	w.must(err)
	return c
}

func feedURL(name string) string { return "https://" + name + ".example/feed" }

// entry is the n-th entry of a feed.
func entry(feed string, n int) news.Entry {
	return news.Entry{
		GUID:    fmt.Sprintf("%s-%d", feed, n),
		URL:     fmt.Sprintf("https://%s.example/%d", feed, n),
		Title:   fmt.Sprintf("Story %d of %s", n, feed),
		Summary: fmt.Sprintf("What happened on day %d, as %s tells it", n, feed),
	}
}

func article(e news.Entry) news.Article {
	return news.Article{GUID: e.GUID, URL: e.URL, Title: e.Title, Lead: e.Summary, Body: e.Summary + ".\n\nAnd more.", Lang: "en"}
}

func look(feed string, entries ...news.Entry) news.Look {
	return news.Look{Feed: news.Feed{URL: feedURL(feed), Title: "The " + feed, Kind: news.RSS, CheckedAt: epoch, NextCheck: epoch}, Entries: entries}
}

// subscribe makes the chat if need be.
func (w *world) subscribe(chat news.ChatID, thread news.ThreadID, feed string, entries ...news.Entry) news.Subscription {
	w.Helper()
	w.chat(chat)
	l := look(feed, entries...)
	l.Feed.CheckedAt = w.now
	sub, _, err := w.Subscribe(w.Context(), chat, thread, l)
	w.must(err)
	return sub
}

// harvest is what a look at a feed brings to all its subscribers.
func (w *world) harvest(feed news.Feed, entries ...news.Entry) news.Harvest {
	w.Helper()
	subs, err := w.Subscribers(w.Context(), feed.ID, 0, 10_000)
	w.must(err)
	to := make([]news.Recipient, 0, len(subs))
	for _, s := range subs {
		to = append(to, news.Recipient{Subscription: s.ID, Chat: s.Chat, Thread: s.Thread})
	}
	feed.CheckedAt, feed.NextCheck = w.now, w.now.Add(10*time.Minute)
	h := news.Harvest{Feed: feed, Seen: entries, At: w.now}
	for _, e := range entries {
		h.Arrivals = append(h.Arrivals, news.Arrival{Article: article(e), Entry: e, To: to})
	}
	return h
}

// publish records the entries as new ones for all subscribers.
func (w *world) publish(feed news.Feed, entries ...news.Entry) {
	w.Helper()
	w.must(w.Record(w.Context(), w.harvest(feed, entries...)))
}

func (w *world) claim(n int) []news.Job {
	w.Helper()
	jobs, err := w.Claim(w.Context(), w.now, lease, n)
	w.must(err)
	return jobs
}

// one claims and wants exactly one job.
func (w *world) one() news.Job {
	w.Helper()
	jobs := w.claim(10)
	if len(jobs) != 1 {
		w.Fatalf("claimed %d jobs, want 1: %v", len(jobs), titles(jobs))
	}
	return jobs[0]
}

func (w *world) none(why string) {
	w.Helper()
	if jobs := w.claim(10); len(jobs) != 0 {
		w.Fatalf("claimed %v: %s", titles(jobs), why)
	}
}

func (w *world) confirm(j news.Job, message news.MessageID) {
	w.Helper()
	w.must(w.Confirm(w.Context(), j.Delivery.ID, message, w.now))
}

// drain sends all that is due, lane by lane, and gives what each chat got.
func (w *world) drain() map[news.ChatID][]string {
	w.Helper()
	got := map[news.ChatID][]string{}
	for message := news.MessageID(1000); ; {
		jobs := w.claim(100)
		if len(jobs) == 0 {
			return got
		}
		for _, j := range jobs {
			message++
			w.confirm(j, message)
			got[j.Delivery.Chat] = append(got[j.Delivery.Chat], j.Article.Title)
		}
	}
}

func (w *world) lost(err error) {
	w.Helper()
	if !errors.Is(err, news.ErrNotFound) {
		w.Errorf("error %v, want not found", err)
	}
}

func titles(jobs []news.Job) []string {
	var list []string
	for _, j := range jobs {
		list = append(list, fmt.Sprintf("%d/%d: %s", j.Delivery.Chat, j.Delivery.Thread, j.Article.Title))
	}
	return list
}

func stories(feed string, ns ...int) []string {
	var list []string
	for _, n := range ns {
		list = append(list, entry(feed, n).Title)
	}
	return list
}
