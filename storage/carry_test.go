package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"herald/news"
	"herald/storage"
	"herald/storage/storagetest"
)

// rich is a database that has lived: something of everything, in every state.
func rich(t *testing.T, dsn string) {
	t.Helper()
	ctx := t.Context()
	s, err := storage.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	s.SetBatch(3)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var feed news.Feed
	var to []news.Recipient
	for c := news.ChatID(1); c <= 8; c++ {
		_, err := s.EnsureChat(ctx, news.Chat{ID: -c * 1_000_000_000_000, Kind: news.Supergroup, Title: "Гавань №" + fmt.Sprint(c), Lang: "uk"})
		must(err)
		sub, _, err := s.Subscribe(ctx, -c*1_000_000_000_000, news.ThreadID(c%3), news.Look{
			Feed: news.Feed{URL: "https://a.example/feed", Title: "The «a»", CheckedAt: start}, Entries: []news.Entry{{GUID: "old"}},
		})
		must(err)
		feed = sub.Feed
		to = append(to, news.Recipient{Subscription: sub.ID, Chat: sub.Chat, Thread: sub.Thread, Omitted: int(c)})
	}
	must(s.SaveSettings(ctx, to[1].Chat, news.Settings{Length: news.Long, Media: news.Picture, NoModel: true, Silent: true, Zone: "Europe/Kyiv", Lang: "ru"}))
	for n := range 4 {
		h := harvest(n, to)
		h.Feed.ID = feed.ID
		h.Arrivals[0].Article.Body = strings.Repeat("Слово. ", 2000)
		must(s.Record(ctx, h))
	}
	jobs, err := s.Claim(ctx, start.Add(time.Hour), time.Minute, 6)
	must(err)
	must(s.Settle(ctx, []news.Outcome{
		{Delivery: jobs[0].Delivery.ID, State: news.Sent, Message: 71},
		{Delivery: jobs[1].Delivery.ID, State: news.Dropped, Reason: "refused: «ні»"},
		{Delivery: jobs[2].Delivery.ID, State: news.Due, Until: start.Add(2 * time.Hour), Reason: "telegram asks to wait"},
	}, start))
	must(s.Block(ctx, to[6].Chat, start))
	must(s.Unsubscribe(ctx, to[7].Subscription, start))
	must(s.Move(ctx, to[5].Chat, -4242))
	must(s.TakeUpdates(ctx, []news.Update{{ID: 5, Lane: 1, Body: []byte("{}")}, {ID: 6, Lane: 1, Body: []byte(`{"a":1}`)}}))
	must(s.FinishUpdate(ctx, 5, start))
	a, err := s.Ask(ctx, news.Answer{Update: 5, Number: 1, Chat: 1, Body: []byte("{}"), Created: start})
	must(err)
	must(s.SettleAnswer(ctx, a.ID, 9, "", start))
	_, err = s.Ask(ctx, news.Answer{Update: 6, Number: 1, Chat: 1, Body: []byte{0, 255, 1}, Created: start})
	must(err)
	must(s.Close())
	around(t, dsn, `INSERT INTO baselines (key, subscription_id, at) VALUES ('guid:x', 3, 5)`)
	around(t, dsn, `INSERT INTO model_days (day, tokens) VALUES (20783, 4711)`)
	around(t, dsn, `INSERT INTO fanouts (feed_id, article_id, at, recipients) VALUES (1, 2, 7, x'0002fe')`)
	around(t, dsn, `INSERT INTO revisions (article_id, version, revised_at, chat_id, thread_id, title, lead, body) VALUES (2, 2, 9, 0, 0, 'Before', '', 'It was so.')`)
	around(t, dsn, `UPDATE sqlite_sequence SET seq = 1000 WHERE name = 'subscriptions'`) // the highest have been cleaned away
}

// every row of every table of a database, as text; with the numbers that its
// rows get next.
func everything(t *testing.T, dsn string) map[string][]string {
	t.Helper()
	driver, tables := "sqlite3", `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	if strings.Contains(dsn, "://") {
		driver, tables = "pgx", `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	read := func(query string) (list []string) {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			line := ""
			for i, name := range columns {
				line += fmt.Sprintf("%s=%T:%v ", name, values[i], values[i])
			}
			list = append(list, line)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(list)
		return list
	}
	all := map[string][]string{}
	for _, line := range read(tables) {
		_, name, _ := strings.Cut(line, ":")
		if name = strings.TrimSpace(name); name != "goose_db_version" {
			all[name] = read("SELECT * FROM " + name)
		}
	}
	return all
}

func TestEverythingIsCarriedOver(t *testing.T) {
	server := storagetest.Postgres(t)
	file, back := filepath.Join(t.TempDir(), "herald.db"), filepath.Join(t.TempDir(), "back.db")
	address := storagetest.Schema(t, server, "target")
	rich(t, file)
	want := everything(t, file)
	for table, rows := range want {
		if len(rows) == 0 {
			t.Errorf("the test has nothing in %s", table)
		}
	}
	carry := func(from, to string) map[string]int64 {
		t.Helper()
		said := map[string]int64{}
		if err := storage.Carry(t.Context(), from, to, func(c storage.Carried) { said[c.Table] = c.Rows }); err != nil {
			t.Fatal(err)
		}
		return said
	}
	same := func(got map[string][]string, said map[string]int64) {
		t.Helper()
		if len(got) != len(want) {
			t.Errorf("%d tables of %d", len(got), len(want))
		}
		for table, rows := range want {
			if !slices.Equal(got[table], rows) {
				t.Errorf("%s differs: %s", table, cmp.Diff(rows, got[table]))
			}
			if said != nil && said[table] != int64(len(rows)) {
				t.Errorf("%s: %d rows were reported, there are %d", table, said[table], len(rows))
			}
		}
	}
	t.Run("to PostgreSQL, row by row", func(t *testing.T) {
		said := carry(file, address)
		same(everything(t, address), said)
	})
	t.Run("and back", func(t *testing.T) {
		said := carry(address, back)
		same(everything(t, back), said)
	})
	t.Run("the source is as it was", func(t *testing.T) { same(everything(t, file), nil) })
	for name, dsn := range map[string]string{"PostgreSQL": address, "SQLite": back} {
		t.Run("herald goes on where it was, on "+name, func(t *testing.T) {
			s := open(t, dsn)
			if err := s.Check(t.Context()); err != nil {
				t.Error(err)
			}
			if _, err := s.EnsureChat(t.Context(), news.Chat{ID: 99}); err != nil {
				t.Fatal(err)
			}
			if sub, _, err := s.Subscribe(t.Context(), 99, 0, news.Look{Feed: news.Feed{URL: "https://b.example/feed"}}); err != nil || sub.ID != 1001 {
				t.Errorf("the next subscription is number %d, %v", sub.ID, err)
			}
			h := harvest(100, []news.Recipient{{Subscription: 2}})
			if err := s.Record(t.Context(), h); err != nil { // numbers go on behind the highest
				t.Fatal(err)
			}
			if jobs, err := s.Claim(t.Context(), start.Add(24*time.Hour), time.Minute, 100); err != nil || len(jobs) == 0 {
				t.Errorf("%d jobs, %v", len(jobs), err)
			}
		})
	}
}

func TestNothingIsCarriedWhereItCouldBeLost(t *testing.T) {
	server := storagetest.Postgres(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "herald.db")
	rich(t, file)
	refused := func(from, to, why string) {
		t.Helper()
		err := storage.Carry(t.Context(), from, to, func(storage.Carried) {})
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("got %v, want %q", err, why)
		}
	}
	t.Run("no source", func(t *testing.T) {
		refused(filepath.Join(dir, "none.db"), storagetest.Schema(t, server, "a"), "there is no database")
	})
	t.Run("a target that is not empty", func(t *testing.T) {
		to := storagetest.Schema(t, server, "taken")
		s := open(t, to)
		if _, err := s.EnsureChat(t.Context(), news.Chat{ID: 5}); err != nil {
			t.Fatal(err)
		}
		before := everything(t, to)
		refused(file, to, "the target is not empty (chats has rows)")
		if after := everything(t, to); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Error("the target was changed")
		}
	})
	t.Run("while the bot runs on the source", func(t *testing.T) {
		release, err := storage.Hold(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		refused(file, storagetest.Schema(t, server, "b"), "a herald runs on the database that is to be carried over")
	})
	t.Run("while copies run on the target", func(t *testing.T) {
		to := storagetest.Schema(t, server, "busy")
		ctx, stop := context.WithCancel(t.Context())
		began := make(chan *serving, 1)
		v := serve(ctx, open(t, to), began)
		<-began
		refused(file, to, "a herald runs on the database that is to be filled")
		stop()
		<-v.done
	})
	t.Run("from an older schema", func(t *testing.T) {
		old := filepath.Join(dir, "old.db")
		open(t, old)
		around(t, old, `DELETE FROM goose_db_version WHERE version_id = (SELECT MAX(version_id) FROM goose_db_version)`)
		refused(old, storagetest.Schema(t, server, "c"), "run herald migrate with HERALD_DATABASE set to it first")
	})
	t.Run("a carrying that is cut off leaves an empty target", func(t *testing.T) {
		to := storagetest.Schema(t, server, "cut")
		ctx, cut := context.WithCancel(t.Context())
		err := storage.Carry(ctx, file, to, func(c storage.Carried) {
			if c.Table == "articles" {
				cut()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		for table, rows := range everything(t, to) {
			if len(rows) > 0 {
				t.Errorf("%s has %d rows", table, len(rows))
			}
		}
		if err := storage.Carry(t.Context(), file, to, func(storage.Carried) {}); err != nil {
			t.Error("the next try:", err)
		}
	})
}
