package main

import (
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"herald/bot/telegram/emulator"
	"herald/news"
	"herald/storage"
)

// How far one process on one SQLite file goes, measured from outside: the
// program as a process of its own, the emulator for Telegram.

const upTo = `WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?1) `

// seed fills the river's database around the storage, which would sync each
// chat to the disk: chats 1 to so many, all of them subscribed to a feed, so
// many articles that were sent to all of them as far as there are rows.
func (r *river) seed(feed string, chats, articles, rows int) {
	r.Helper()
	s, err := storage.Open(r.Context(), r.database())
	if err != nil {
		r.Fatal(err)
	}
	if s.Shared() {
		r.Skip("measured on SQLite")
	}
	if err := s.Close(); err != nil {
		r.Fatal(err)
	}
	db, err := sql.Open("sqlite3", r.database()+"?_foreign_keys=on&_busy_timeout=5000")
	if err != nil {
		r.Fatal(err)
	}
	defer db.Close()
	now := time.Now().UnixMilli()
	for _, q := range []struct {
		query string
		n     int
		args  []any
	}{
		{upTo + `INSERT INTO chats (id, kind, title, lang) SELECT i, 'private', 'chat ' || i, 'en' FROM n`, chats, nil},
		{`INSERT INTO feeds (id, url, title, checked_at, next_check, due_at) VALUES (?1, ?2, 'The bulletin', ?3, ?3, ?3)`, 1, []any{feed, now}},
		{upTo + `INSERT INTO subscriptions (id, chat_id, feed_id, created_at) SELECT i, i, 1, 1 FROM n`, chats, nil},
		{upTo + `INSERT INTO articles (id, feed_id, key, recorded_at, url, title, lang, lead, body) SELECT i, 1, 'key' || i, ?2, 'https://old.example/' || i, 'Old story ' || i, 'en', 'It was so.', ?3 FROM n`, articles, []any{now, ferry}},
		{upTo + `INSERT INTO deliveries (article_id, chat_id, feed_id, state, message_id, created_at, changed_at) SELECT 1 + (i - 1) / ` + fmt.Sprint(max(1, chats)) + `, 1 + (i - 1) % ` + fmt.Sprint(max(1, chats)) + `, 1, 'sent', i, ?2, ?2 FROM n`, rows, []any{now}},
	} {
		if q.n == 0 {
			continue
		}
		if _, err := db.Exec(q.query, append([]any{q.n}, q.args...)...); err != nil {
			r.Fatalf("%.60s: %v", q.query, err)
		}
	}
}

// ferry is an article of some length.
var ferry = strings.Repeat("The ferry to the islands sails again from Monday, the harbour company said on Friday, after a winter in which the pier was rebuilt.\n\n“We have waited five months for this morning,” said Maria Lund, the mayor of the island town. She had opposed the closure from the first day.\n\nThe new pier cost nine million euros, two million more than planned, and a storm in January tore away half of the scaffolding.\n\n", 5)

// BenchmarkStart is from the start of the process until it has answered a
// person who wrote before, with 100,000 articles stored.
func BenchmarkStart(b *testing.B) {
	for _, articles := range []int{0, 100_000} {
		b.Run(fmt.Sprint(articles), func(b *testing.B) {
			r := newRiverFor(b, 10*time.Minute, emulator.Options{}, "HERALD_LOG=warn")
			r.seed("https://nowhere.example/feed", 0, articles, 0)
			ann := r.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
			n := 0
			for b.Loop() {
				n++
				r.tg.Write(news.ChatID(ann), ann, "/help")
				herald := r.herald()
				r.await("it answers", func() bool { return len(r.tg.Replies(news.ChatID(ann))) == n })
				b.StopTimer()
				_ = herald.Process.Signal(os.Interrupt)
				_ = herald.Wait()
				b.StartTimer()
			}
		})
	}
}

// at is how many milliseconds so many in a hundred took at most.
func at(took []time.Duration, percent int) float64 {
	slices.Sort(took)
	return float64(took[len(took)*percent/100].Microseconds()) / 1000
}

// BenchmarkSummaryMeanwhile is what a person waits for /summary of a stored
// article, from their message to the bot's, while an article goes out to
// 100,000 chats with 1,000,000 delivery rows in the file; and the memory that
// the process took.
func BenchmarkSummaryMeanwhile(b *testing.B) {
	const chats, rows, asks = 100_000, 1_000_000, 300
	for _, rate := range []string{"30", "0"} {
		b.Run("rate "+rate, func(b *testing.B) {
			r := newRiverFor(b, 10*time.Minute, emulator.Options{Keep: 3, Requests: 1}, "HERALD_LOG=info", "HERALD_SEND_RATE="+rate)
			site := newBulletin(b)
			r.seed(site.URL+"/feed", chats, 20, rows)
			for i := range chats {
				r.tg.Reader(emulator.User{ID: news.UserID(i + 1), LanguageCode: "en"})
			}
			people := make([]news.UserID, asks)
			for i := range people {
				people[i] = news.UserID(r.tg.Reader(emulator.User{ID: news.UserID(10_000_000 + i), LanguageCode: "en"}))
			}
			herald := r.herald()
			ask := func(what string, u news.UserID) time.Duration {
				before := len(r.tg.Replies(news.ChatID(u)))
				begun := time.Now()
				r.tg.Write(news.ChatID(u), u, what)
				r.await("an answer", func() bool { return len(r.tg.Replies(news.ChatID(u))) > before })
				return time.Since(begun)
			}
			all := func() (took []time.Duration) {
				pause := time.NewTicker(50 * time.Millisecond) // more than twenty a second would wait for one another
				defer pause.Stop()
				for i, u := range people[1:] {
					<-pause.C
					took = append(took, ask(fmt.Sprintf("/summary https://old.example/%d", 1+i%20), u))
				}
				return took
			}
			ask("/help", people[0])
			calm := all()
			site.with(func() { site.stories = []story{{"Crew of five saved", saved("five")}} })
			r.await("the broadcast is under way", func() bool { return len(r.tg.Replies(1)) > 0 })
			took := calm[:0:0]
			for b.Loop() {
				took = append(took, all()...)
			}
			sent := r.tg.Stats().Messages
			b.ReportMetric(at(calm, 50), "ms-p50-before")
			b.ReportMetric(at(calm, 99), "ms-p99-before")
			b.ReportMetric(at(took, 50), "ms-p50")
			b.ReportMetric(at(took, 99), "ms-p99")
			b.Logf("%d answers while %d of %d messages went out; 429: %d; memory now %s, at most %s", len(took), sent, chats, r.tg.Stats().TooMany, memory(herald.Process.Pid, "VmRSS:"), peak(herald.Process.Pid))
		})
	}
}
