package storagetest

import (
	"time"

	"github.com/google/go-cmp/cmp"

	"herald/news"
)

func feedPromises() []promise {
	return []promise{
		{"a due feed is handed out once, and again when its lease ends", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			feeds, err := w.ClaimFeeds(w.Context(), w.now, lease, 10)
			w.must(err)
			if len(feeds) != 1 || feeds[0].ID != sub.Feed.ID || feeds[0].URL != feedURL("a") {
				w.Fatalf("claimed %+v", feeds)
			}
			if again, err := w.ClaimFeeds(w.Context(), w.now, lease, 10); err != nil || len(again) != 0 {
				w.Errorf("claimed twice: %+v %v", again, err)
			}
			next, err := w.NextFeed(w.Context())
			w.must(err)
			if !next.Equal(w.now.Add(lease)) {
				w.Errorf("next feed %v, want the end of the lease", next)
			}
			if again, err := w.ClaimFeeds(w.Context(), w.now.Add(lease), lease, 10); err != nil || len(again) != 1 {
				w.Errorf("after the lease: %+v %v", again, err)
			}
		}},
		{"a lease is renewed while the look goes on, and not afterwards", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			ids := []news.FeedID{sub.Feed.ID}
			_, err := w.ClaimFeeds(w.Context(), w.now, lease, 10)
			w.must(err)
			w.must(w.LeaseFeeds(w.Context(), ids, w.now.Add(2*lease)))
			if early, err := w.ClaimFeeds(w.Context(), w.now.Add(lease), lease, 10); err != nil || len(early) != 0 {
				w.Errorf("claimed twice: %+v %v", early, err)
			}
			w.publish(sub.Feed)
			w.must(w.LeaseFeeds(w.Context(), ids, w.now.Add(time.Second)))
			if next, err := w.NextFeed(w.Context()); err != nil || !next.Equal(w.now.Add(10*time.Minute)) {
				w.Errorf("next feed %v, %v", next, err)
			}
		}},
		{"a recorded feed is due at its next check", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			_, err := w.ClaimFeeds(w.Context(), w.now, lease, 10)
			w.must(err)
			w.publish(sub.Feed)
			next, err := w.NextFeed(w.Context())
			w.must(err)
			if want := w.now.Add(10 * time.Minute); !next.Equal(want) {
				w.Errorf("next feed %v, want %v", next, want)
			}
		}},
		{"a look's state comes back as it was stored", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			f := sub.Feed
			f.Kind, f.Title, f.Site, f.ETag, f.LastModified = news.Atom, "New title", "https://a.example", `W/"1"`, "Mon, 02 Mar 2026 10:00:00 GMT"
			f.CheckedAt, f.NextCheck, f.Failures, f.LastError = w.now, w.now.Add(time.Hour), 3, "503"
			w.must(w.Record(w.Context(), news.Harvest{Feed: f, At: w.now}))
			got, err := w.Feed(w.Context(), f.ID)
			w.must(err)
			if diff := cmp.Diff(f, got); diff != "" {
				w.Errorf("(-recorded +stored):\n%s", diff)
			}
		}},
		{"feeds are handed out by how long they are due, a few at a time", func(w *world) {
			for i, name := range []string{"a", "b", "c"} {
				sub := w.subscribe(1, 0, name)
				f := sub.Feed
				f.NextCheck = w.now.Add(time.Duration(3-i) * time.Minute)
				w.must(w.Record(w.Context(), news.Harvest{Feed: f, At: w.now}))
			}
			w.pass(time.Hour)
			feeds, err := w.ClaimFeeds(w.Context(), w.now, lease, 2)
			w.must(err)
			if len(feeds) != 2 || feeds[0].URL != feedURL("c") || feeds[1].URL != feedURL("b") {
				w.Errorf("claimed %+v", feeds)
			}
		}},
		{"a feed that nobody takes is left alone until somebody does", func(w *world) {
			claimed := func() int {
				w.Helper()
				w.must(w.VoidLeases(w.Context()))
				feeds, err := w.ClaimFeeds(w.Context(), w.now, lease, 10)
				w.must(err)
				return len(feeds)
			}
			sub := w.subscribe(1, 0, "a")
			w.must(w.Unsubscribe(w.Context(), sub.ID, w.now))
			if n := claimed(); n != 0 {
				w.Errorf("unsubscribed: claimed %d", n)
			}
			if next, err := w.NextFeed(w.Context()); err != nil || !next.IsZero() {
				w.Errorf("next feed %v %v, want never", next, err)
			}
			w.must(w.Restore(w.Context(), sub.ID, w.now))
			if n := claimed(); n != 1 {
				w.Errorf("restored: claimed %d", n)
			}
			w.must(w.Block(w.Context(), 1, w.now))
			if n := claimed(); n != 0 {
				w.Errorf("blocked: claimed %d", n)
			}
			w.must(w.Resume(w.Context(), 1, w.now))
			if n := claimed(); n != 1 {
				w.Errorf("resumed: claimed %d", n)
			}
		}},
		{"feed leases are void after a restart", func(w *world) {
			w.subscribe(1, 0, "a")
			for range 2 {
				feeds, err := w.ClaimFeeds(w.Context(), w.now, lease, 10)
				w.must(err)
				if len(feeds) != 1 {
					w.Fatalf("claimed %d", len(feeds))
				}
				w.must(w.VoidLeases(w.Context()))
			}
		}},
		{"a feed that moved keeps its subscribers under the new address", func(w *world) {
			sub := w.subscribe(1, 0, "a", entry("a", 1))
			moved := sub.Feed
			moved.URL = feedURL("z")
			w.publish(moved, entry("a", 2))
			got, err := w.Subscription(w.Context(), sub.ID)
			w.must(err)
			if got.Feed.URL != feedURL("z") || got.Feed.ID != sub.Feed.ID {
				w.Errorf("feed %+v", got.Feed)
			}
			if diff := cmp.Diff(stories("a", 2), w.drain()[1]); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"two feeds that become one keep the subscribers of both", func(w *world) {
			a := w.subscribe(1, 0, "a", entry("a", 1))
			w.subscribe(2, 0, "a", entry("a", 1))
			w.subscribe(2, 0, "b")
			b := w.subscribe(3, 0, "b")
			moved := a.Feed
			moved.URL = b.Feed.URL
			h := w.harvest(a.Feed, entry("a", 1), entry("a", 2))
			h.Feed = moved
			w.must(w.Record(w.Context(), h))
			subs, err := w.Subscribers(w.Context(), b.Feed.ID, 0, 10_000)
			w.must(err)
			var chats []news.ChatID
			for _, s := range subs {
				chats = append(chats, s.Chat)
			}
			if len(chats) != 3 {
				w.Errorf("subscribers of the one: %v", chats)
			}
			_, err = w.Feed(w.Context(), a.Feed.ID)
			w.lost(err)
			got := w.drain()
			if diff := cmp.Diff(stories("a", 2), got[1]); diff != "" {
				w.Errorf("chat 1 (-want +got):\n%s", diff)
			}
		}},
		{"an entry is known by its GUID, by its link and by its content", func(w *world) {
			sub := w.subscribe(1, 0, "a", entry("a", 1))
			e := entry("a", 1)
			other := entry("b", 9)
			for _, c := range []struct {
				name  string
				entry news.Entry
				known bool
			}{
				{"the same", e, true},
				{"its GUID", news.Entry{GUID: e.GUID, URL: other.URL, Title: other.Title, Summary: other.Summary}, true},
				{"its link", news.Entry{GUID: other.GUID, URL: e.URL + "?utm_source=x", Title: other.Title, Summary: other.Summary}, true},
				{"its content", news.Entry{GUID: other.GUID, URL: other.URL, Title: e.Title, Summary: e.Summary}, true},
				{"another", other, false},
				{"a title and nothing else", news.Entry{Title: "Hm"}, false},
				{"nothing to know it by", news.Entry{Byline: "Ann"}, true},
			} {
				fresh, err := w.Unknown(w.Context(), sub.Feed.ID, []news.Entry{c.entry})
				w.must(err)
				if known := len(fresh) == 0; known != c.known {
					w.Errorf("%s: known %v, want %v", c.name, known, c.known)
				}
			}
		}},
		{"unknown entries keep their order, and twins are one", func(w *world) {
			sub := w.subscribe(1, 0, "a", entry("a", 2))
			twin := entry("a", 3)
			twin.GUID = "twin"
			fresh, err := w.Unknown(w.Context(), sub.Feed.ID, []news.Entry{entry("a", 5), entry("a", 3), twin, entry("a", 2), entry("a", 4)})
			w.must(err)
			if diff := cmp.Diff([]news.Entry{entry("a", 5), entry("a", 3), entry("a", 4)}, fresh); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"a feed of a thousand entries is remembered whole", func(w *world) {
			var list []news.Entry
			for n := range 1000 {
				list = append(list, entry("a", n))
			}
			sub := w.subscribe(1, 0, "a", list...)
			fresh, err := w.Unknown(w.Context(), sub.Feed.ID, append(list, entry("a", 1000)))
			w.must(err)
			if len(fresh) != 1 {
				w.Errorf("%d unknown entries, want 1", len(fresh))
			}
		}},
	}
}
