package storage_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"herald/news"
	"herald/storage"
	"herald/storage/storagetest"
)

// The sizes that herald is measured at.
const (
	manyChats = 100_000
	manyRows  = 1_000_000
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// seeded is a store with so many chats, all subscribed to feed 1, and so many
// sent deliveries of the past; rows are written around the Store, which would
// sync each chat to the disk.
func seeded(t testing.TB, chats, sent int) (*storage.Store, []news.Recipient) {
	t.Helper()
	return seededOn(t, filepath.Join(t.TempDir(), "herald.db"), chats, sent)
}

// seededOn is seeded in a database of either engine.
func seededOn(t testing.TB, path string, chats, sent int) (*storage.Store, []news.Recipient) {
	t.Helper()
	seed(t, path, chats, sent)
	to := make([]news.Recipient, chats)
	for i := range to {
		to[i] = news.Recipient{Subscription: news.SubscriptionID(i + 1), Chat: news.ChatID(i + 1)}
	}
	return open(t, path), to
}

// seed fills a new database.
func seed(t testing.TB, path string, chats, sent int) {
	t.Helper()
	s, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	driver, name, dialect := "sqlite3", path+"?_foreign_keys=on&_busy_timeout=5000", strings.NewReplacer()
	if strings.Contains(path, "://") {
		driver, name, dialect = "pgx", path, strings.NewReplacer("?1", "$1::int", "printf('%.*c', 2000, 'x')", "repeat('x', 2000)")
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const upTo = `WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?1) `
	for _, q := range []struct {
		query string
		n     int
	}{
		{upTo + `INSERT INTO chats (id, kind, title) SELECT i, 'private', 'chat ' || i FROM n`, chats},
		{`INSERT INTO feeds (id, url, title) VALUES (?1, 'https://a.example/feed', 'The a')`, 1},
		{upTo + `INSERT INTO subscriptions (id, chat_id, feed_id, created_at) SELECT i, i, 1, 1 FROM n`, chats},
		{upTo + `INSERT INTO articles (id, feed_id, key, recorded_at, url, title, body) SELECT i, 1, 'key' || i, 1, 'https://a.example/' || i, 'Old ' || i, printf('%.*c', 2000, 'x') FROM n`, max(1, sent/chats)},
		{upTo + `INSERT INTO deliveries (article_id, chat_id, feed_id, state, message_id, created_at, changed_at) SELECT 1 + (i - 1) / ` + fmt.Sprint(chats) + `, 1 + (i - 1) % ` + fmt.Sprint(chats) + `, 1, 'sent', i, 1, 1 FROM n`, sent},
	} {
		if q.n == 0 {
			continue
		}
		if _, err := db.Exec(dialect.Replace(q.query), q.n); err != nil {
			t.Fatalf("%s: %v", q.query, err)
		}
	}
}

func harvest(n int, to []news.Recipient) news.Harvest {
	e := news.Entry{GUID: fmt.Sprint("guid ", n), URL: fmt.Sprint("https://a.example/new/", n), Title: fmt.Sprint("New ", n), Summary: "What happened."}
	return news.Harvest{
		Feed: news.Feed{ID: 1, URL: "https://a.example/feed"}, At: start, Seen: []news.Entry{e},
		Arrivals: []news.Arrival{{Entry: e, To: to, Article: news.Article{URL: e.URL, Title: e.Title, Body: string(make([]byte, 5000))}}},
	}
}

// BenchmarkFanOut is Record with 100,000 recipients, until all are expanded.
func BenchmarkFanOut(b *testing.B) {
	s, to := seeded(b, manyChats, 0)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		if err := s.Record(b.Context(), harvest(n, to)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(manyChats*b.N)/b.Elapsed().Seconds(), "recipients/s")
}

// BenchmarkPostgresFanOut is BenchmarkFanOut on PostgreSQL.
func BenchmarkPostgresFanOut(b *testing.B) {
	s, to := seededOn(b, storagetest.Schema(b, storagetest.Postgres(b), "fanout"), manyChats, 0)
	n := 0
	for b.Loop() {
		n++
		if err := s.Record(b.Context(), harvest(n, to)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(manyChats*b.N)/b.Elapsed().Seconds(), "recipients/s")
}

// BenchmarkClaim50 is a claim of 50 among a million rows, a hundred thousand of
// them waiting; each op confirms what it claimed, which is counted apart.
func BenchmarkClaim50(b *testing.B) {
	for name, lanes := range map[string]int{"100000 chats with one": manyChats, "one chat with 100000": 1} {
		b.Run(name, func(b *testing.B) {
			s, to := seeded(b, manyChats, manyRows-manyChats)
			fill(b, s, to, lanes)
			now := start
			b.ReportAllocs()
			for b.Loop() {
				now = now.Add(time.Hour) // leases lapse, so there is always something
				if _, err := s.Claim(b.Context(), now, time.Minute, 50); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// fill queues 100,000 deliveries over so many lanes.
func fill(b *testing.B, s *storage.Store, to []news.Recipient, lanes int) {
	b.Helper()
	if lanes > 1 {
		if err := s.Record(b.Context(), harvest(1, to)); err != nil {
			b.Fatal(err)
		}
		return
	}
	for n := 0; n < manyChats; n += 1000 {
		h := harvest(n, to[:1])
		for i := 1; i < 1000; i++ {
			h.Arrivals = append(h.Arrivals, harvest(n+i, to[:1]).Arrivals...)
		}
		h.Seen = nil
		if err := s.Record(b.Context(), h); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDeliver is what the outbox does for one message: its share of a
// claim of 50, and its confirmation.
func BenchmarkDeliver(b *testing.B) {
	for name, lanes := range map[string]int{"100000 chats": manyChats, "one chat": 1} {
		b.Run(name, func(b *testing.B) {
			s, to := seeded(b, manyChats, manyRows-manyChats)
			fill(b, s, to, lanes)
			now := start
			sent, article := 0, 1_000_000
			b.ReportAllocs()
			for b.Loop() {
				jobs, err := s.Claim(b.Context(), now, time.Minute, 50)
				if err != nil {
					b.Fatal(err)
				}
				if len(jobs) == 0 {
					b.StopTimer()
					article++
					fill(b, s, to, lanes)
					if err := s.Record(b.Context(), harvest(article, to)); err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
				}
				for _, j := range jobs {
					sent++
					if err := s.Confirm(b.Context(), j.Delivery.ID, news.MessageID(manyRows+sent), now); err != nil {
						b.Fatal(err)
					}
				}
				now = now.Add(time.Millisecond)
			}
			b.ReportMetric(float64(sent)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}

// BenchmarkUnknown asks for the 50 entries of a feed, all known, among 100,000.
func BenchmarkUnknown(b *testing.B) {
	s, _ := seeded(b, 1, 0)
	var entries []news.Entry
	for n := range 100_000 / 3 {
		entries = append(entries, harvest(n, nil).Seen...)
	}
	if err := s.Record(b.Context(), news.Harvest{Feed: news.Feed{ID: 1}, Seen: entries, At: start}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		fresh, err := s.Unknown(b.Context(), 1, entries[1000:1050])
		if err != nil || len(fresh) != 0 {
			b.Fatal(fresh, err)
		}
	}
}

// BenchmarkLook records a look of 50 known entries, the commonest of all.
func BenchmarkLook(b *testing.B) {
	s, _ := seeded(b, 1, 0)
	h := news.Harvest{Feed: news.Feed{ID: 1}, At: start}
	for n := range 50 {
		h.Seen = append(h.Seen, harvest(n, nil).Seen...)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Record(b.Context(), h); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAnswerMeanwhile is what a person waits for the storage during a
// fan-out to 100,000: an article is read, the chat refreshed, the message
// remembered.
func BenchmarkAnswerMeanwhile(b *testing.B) {
	s, to := seeded(b, manyChats, 0)
	answerMeanwhile(b, s, to)
}

// BenchmarkPostgresAnswerMeanwhile is BenchmarkAnswerMeanwhile on PostgreSQL.
func BenchmarkPostgresAnswerMeanwhile(b *testing.B) {
	s, to := seededOn(b, storagetest.Schema(b, storagetest.Postgres(b), "answer"), manyChats, 0)
	answerMeanwhile(b, s, to)
}

func answerMeanwhile(b *testing.B, s *storage.Store, to []news.Recipient) {
	b.Helper()
	if err := s.Record(b.Context(), harvest(0, nil)); err != nil {
		b.Fatal(err)
	}
	stop, done := make(chan struct{}), make(chan error, 1)
	go func() {
		for n := 1; ; n++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
				if err := s.Record(b.Context(), harvest(n, to)); err != nil {
					done <- err
					return
				}
			}
		}
	}()
	var took []time.Duration
	for n := 1; b.Loop(); n++ {
		began := time.Now()
		a, err := s.ArticleByURL(b.Context(), "https://a.example/new/0")
		if err != nil {
			b.Fatal(err)
		}
		if err := s.SaveSettings(b.Context(), news.ChatID(n%manyChats+1), news.Settings{Length: news.Long}); err != nil {
			b.Fatal(err)
		}
		if err := s.Remember(b.Context(), 5, 0, news.MessageID(n), a.ID); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	close(stop)
	if err := <-done; err != nil {
		b.Error(err)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
}

// BenchmarkArticle is a stored article, as /summary reads it.
func BenchmarkArticle(b *testing.B) {
	s, _ := seeded(b, 10, 1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Article(b.Context(), 50); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCarry carries 100,000 chats with a million deliveries from a file
// to PostgreSQL.
func BenchmarkCarry(b *testing.B) {
	file := filepath.Join(b.TempDir(), "herald.db")
	seed(b, file, manyChats, manyRows)
	server := storagetest.Postgres(b)
	rows, n := int64(0), 0
	for b.Loop() {
		n++
		if err := storage.Carry(b.Context(), file, storagetest.Schema(b, server, fmt.Sprint("carry", n)), func(c storage.Carried) { rows += c.Rows }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
