package storage_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"herald/news"
	"herald/storage"
	"herald/storage/storagetest"
)

func TestPostgres(t *testing.T) {
	server := storagetest.Postgres(t)
	var n atomic.Int64
	storagetest.Run(t, func(t *testing.T) storagetest.Store {
		s := openPostgres(t, server, fmt.Sprint("suite", n.Add(1)))
		s.SetBatch(storagetest.Batch)
		return s
	})
}

// TestTwoCopies lets two copies of herald share one database: they record,
// claim, confirm, block and resume at the same time, and no chat loses an
// article, gets one twice, or gets them out of order.
func TestTwoCopies(t *testing.T) {
	server := storagetest.Postgres(t)
	const chats, articles = 20, 60
	copies := []*storage.Store{openPostgres(t, server, "copies"), openPostgres(t, server, "copies")}
	var to []news.Recipient
	for c := news.ChatID(1); c <= chats; c++ {
		if _, err := copies[0].EnsureChat(t.Context(), news.Chat{ID: c, Kind: news.Private}); err != nil {
			t.Fatal(err)
		}
		for _, feed := range []string{"a", "b"} {
			sub, _, err := copies[0].Subscribe(t.Context(), c, 0, news.Look{Feed: news.Feed{URL: "https://" + feed + ".example/feed"}})
			if err != nil {
				t.Fatal(err)
			}
			to = append(to, news.Recipient{Subscription: sub.ID, Chat: c})
		}
	}
	var group sync.WaitGroup
	run := func(what string, f func() error) {
		group.Go(func() {
			if err := f(); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		})
	}
	for i, s := range copies { // each looks at a feed of its own
		run("record", func() error {
			for n := range articles {
				e := news.Entry{GUID: fmt.Sprint(i, "/", n)}
				h := news.Harvest{Feed: news.Feed{ID: news.FeedID(i + 1)}, Seen: []news.Entry{e}, At: start, Arrivals: []news.Arrival{{Entry: e, Article: news.Article{GUID: e.GUID, Title: e.GUID}}}}
				for j, r := range to {
					if j%2 == i {
						h.Arrivals[0].To = append(h.Arrivals[0].To, r)
					}
				}
				if err := s.Record(t.Context(), h); err != nil {
					return err
				}
			}
			return nil
		})
	}
	var mu sync.Mutex
	got, total := map[string][]string{}, 0
	for _, s := range copies {
		for range 2 {
			run("send", func() error {
				for {
					jobs, err := s.Claim(t.Context(), start.Add(time.Hour), time.Hour, 5)
					if err != nil {
						return err
					}
					mu.Lock()
					for _, j := range jobs {
						feed, _, _ := strings.Cut(j.Article.Title, "/")
						lane := fmt.Sprint(j.Delivery.Chat, " feed ", feed)
						got[lane] = append(got[lane], j.Article.Title)
						total++
					}
					end := total >= 2*articles*chats
					mu.Unlock()
					var done []news.Outcome
					for n, j := range jobs {
						if n%2 == 0 {
							done = append(done, news.Outcome{Delivery: j.Delivery.ID, State: news.Sent, Message: news.MessageID(j.Delivery.ID)})
						} else if err := s.Confirm(t.Context(), j.Delivery.ID, news.MessageID(j.Delivery.ID), start); err != nil {
							return err
						}
					}
					if err := s.Settle(t.Context(), done, start); err != nil || end {
						return err
					}
				}
			})
		}
	}
	group.Wait()
	if err := copies[0].Check(t.Context()); err != nil {
		t.Error(err)
	}
	for lane, titles := range got {
		for n, title := range titles {
			if _, number, _ := strings.Cut(title, "/"); len(titles) != articles || number != fmt.Sprint(n) {
				t.Fatalf("chat %s got %d articles: %v", lane, len(titles), titles)
			}
		}
	}
}

// BenchmarkPostgresDeliver is BenchmarkDeliver with outcomes settled together.
func BenchmarkPostgresDeliver(b *testing.B) {
	s := openPostgres(b, storagetest.Postgres(b), "bench")
	const chats = 2000
	var to []news.Recipient
	for c := news.ChatID(1); c <= chats; c++ {
		if _, err := s.EnsureChat(b.Context(), news.Chat{ID: c, Kind: news.Private}); err != nil {
			b.Fatal(err)
		}
		sub, _, err := s.Subscribe(b.Context(), c, 0, news.Look{Feed: news.Feed{URL: "https://a.example/feed"}})
		if err != nil {
			b.Fatal(err)
		}
		to = append(to, news.Recipient{Subscription: sub.ID})
	}
	sent, article := 0, 0
	var recording time.Duration
	b.ResetTimer()
	for b.Loop() {
		jobs, err := s.Claim(b.Context(), start, time.Minute, 50)
		if err != nil {
			b.Fatal(err)
		}
		if len(jobs) == 0 {
			article++
			began := time.Now()
			h := harvest(article, to)
			h.Arrivals[0].Article.Body = "x"
			if err := s.Record(b.Context(), h); err != nil {
				b.Fatal(err)
			}
			recording += time.Since(began)
		}
		var done []news.Outcome
		for _, j := range jobs {
			sent++
			done = append(done, news.Outcome{Delivery: j.Delivery.ID, State: news.Sent, Message: news.MessageID(sent)})
		}
		if err := s.Settle(b.Context(), done, start); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(sent)/(b.Elapsed()-recording).Seconds(), "messages/s")
	b.ReportMetric(float64(article*chats)/recording.Seconds(), "recipients/s")
}

// openPostgres opens a store in a schema of its own.
func openPostgres(t testing.TB, server, schema string) *storage.Store {
	t.Helper()
	return open(t, storagetest.Schema(t, server, schema))
}
