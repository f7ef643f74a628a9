package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"herald/news"
	"herald/storage"
)

func TestALostFileIsNoticedAndRescued(t *testing.T) {
	setUp := func(t *testing.T) (string, *storage.Store) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "herald.db")
		s := open(t, path)
		if s.Lost() != nil {
			t.Fatal("a file that is there is lost")
		}
		if _, err := s.EnsureChat(t.Context(), news.Chat{ID: 1, Kind: news.Private, Title: "before"}); err != nil {
			t.Fatal(err)
		}
		return path, s
	}
	finds := func(t *testing.T, path string, chats ...news.ChatID) {
		t.Helper()
		s := open(t, path)
		if err := s.Check(t.Context()); err != nil {
			t.Error(err)
		}
		for _, id := range chats {
			if _, err := s.Chat(t.Context(), id); err != nil {
				t.Errorf("chat %d: %v", id, err)
			}
		}
		if s.Lost() != nil {
			t.Error("the rescued file is lost")
		}
	}
	for name, remove := range map[string][]string{"removed": {""}, "removed with its log": {"", "-wal", "-shm"}} {
		t.Run(name+" it comes back under its name", func(t *testing.T) {
			path, s := setUp(t)
			for _, suffix := range remove {
				if err := os.Remove(path + suffix); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Lost(); !errors.Is(err, storage.ErrLost) {
				t.Fatalf("got %v", err)
			}
			if _, err := s.EnsureChat(t.Context(), news.Chat{ID: 2, Kind: news.Private, Title: "after"}); err != nil {
				t.Fatal(err)
			}
			file, err := s.Rescue(t.Context())
			if err != nil || file != path {
				t.Fatal(file, err)
			}
			finds(t, path, 1, 2)
		})
	}
	t.Run("replaced it comes back beside the new one", func(t *testing.T) {
		path, s := setUp(t)
		if err := os.Rename(path, path+".old"); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("somebody else's"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Lost(); !errors.Is(err, storage.ErrLost) {
			t.Fatalf("got %v", err)
		}
		file, err := s.Rescue(t.Context())
		if err != nil || file != path+".rescued" {
			t.Fatal(file, err)
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != "somebody else's" {
			t.Errorf("the other file is %q, %v", b, err)
		}
		finds(t, file, 1)
	})
}

// A clock that was a year ahead queued things, and was set right.
func TestAClockThatWasSetBackHoldsNothingUp(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "herald.db"))
	ctx, ahead := t.Context(), start.Add(365*24*time.Hour)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.EnsureChat(ctx, news.Chat{ID: 1, Kind: news.Private})
	must(err)
	sub, _, err := s.Subscribe(ctx, 1, 0, news.Look{Feed: news.Feed{URL: "https://a.example/feed", CheckedAt: ahead, NextCheck: ahead}})
	must(err)
	e := news.Entry{GUID: "1"}
	must(s.Record(ctx, news.Harvest{Feed: news.Feed{ID: sub.Feed.ID, CheckedAt: ahead, NextCheck: ahead.Add(10 * time.Minute)}, At: ahead, Seen: []news.Entry{e},
		Arrivals: []news.Arrival{{Entry: e, Article: news.Article{GUID: "1", Title: "One"}, To: []news.Recipient{{Subscription: sub.ID}}}}}))

	if by, err := s.SetBack(ctx, ahead.Add(-10*time.Second)); err != nil || by != 0 {
		t.Fatalf("set by seconds: %v, %v", by, err)
	}
	if jobs, err := s.Claim(ctx, start, time.Minute, 10); err != nil || len(jobs) != 0 {
		t.Fatalf("the test shows nothing: %v, %v", jobs, err)
	}
	by, err := s.SetBack(ctx, start)
	if err != nil || by != ahead.Sub(start) {
		t.Fatalf("set back by %v, %v", by, err)
	}
	if jobs, err := s.Claim(ctx, start, time.Minute, 10); err != nil || len(jobs) != 1 {
		t.Errorf("the delivery waits on: %v, %v", jobs, err)
	}
	if next, err := s.NextFeed(ctx); err != nil || !next.Equal(start.Add(10*time.Minute)) {
		t.Errorf("the next look is at %v, %v", next, err)
	}
	if by, err := s.SetBack(ctx, start.Add(time.Second)); err != nil || by != 0 {
		t.Errorf("a second time by %v, %v", by, err)
	}
}
