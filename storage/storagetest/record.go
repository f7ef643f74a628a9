package storagetest

import (
	"fmt"
	"sync"
	"time"

	"github.com/google/go-cmp/cmp"

	"herald/news"
)

func recordPromises() []promise {
	return []promise{
		{"an article that is stored is queued, for all its recipients", func(w *world) {
			var feed news.Feed
			for c := news.ChatID(1); c <= 3; c++ {
				feed = w.subscribe(c, 0, "a").Feed
			}
			w.publish(feed, entry("a", 1), entry("a", 2))
			want := map[news.ChatID][]string{1: stories("a", 1, 2), 2: stories("a", 1, 2), 3: stories("a", 1, 2)}
			if diff := cmp.Diff(want, w.drain()); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
			a, err := w.ArticleByURL(w.Context(), entry("a", 1).URL)
			w.must(err)
			if a.Feed != feed.ID || a.Key == "" || !a.RecordedAt.Equal(w.now) {
				w.Errorf("stored %+v", a)
			}
		}},
		{"all of a harvest is stored or nothing", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			h := w.harvest(sub.Feed, entry("a", 1), entry("a", 2))
			h.Arrivals[1].To = []news.Recipient{{Chat: 1}} // belongs to no subscription
			if err := w.Record(w.Context(), h); err == nil {
				w.Fatal("recorded")
			}
			w.none("nothing is queued")
			_, err := w.ArticleByURL(w.Context(), entry("a", 1).URL)
			w.lost(err)
			if fresh, err := w.Unknown(w.Context(), sub.Feed.ID, h.Seen); err != nil || len(fresh) != 2 {
				w.Errorf("unknown %d %v, want both still", len(fresh), err)
			}
		}},
		{"a harvest recorded twice changes nothing the second time", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			h := w.harvest(sub.Feed, entry("a", 1), entry("a", 2))
			h.Arrivals[1].Article.URL = "" // an entry without a link
			h.Arrivals[1].Entry.URL = ""
			h.Seen[1].URL = ""
			w.must(w.Record(w.Context(), h))
			w.must(w.Record(w.Context(), h))
			if diff := cmp.Diff(stories("a", 1, 2), w.drain()[1]); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
			w.must(w.Record(w.Context(), h))
			w.none("it was sent")
		}},
		{"the same article from two feeds reaches a chat once", func(w *world) {
			a := w.subscribe(1, 0, "a")
			b := w.subscribe(1, 0, "b")
			w.subscribe(2, 0, "b")
			w.publish(a.Feed, entry("x", 1))
			twin := entry("x", 1)
			twin.GUID, twin.URL = "other", twin.URL+"/?utm_campaign=b"
			h := w.harvest(b.Feed, twin)
			h.Arrivals[0].Article.Title = "As b has it"
			w.must(w.Record(w.Context(), h))
			want := map[news.ChatID][]string{1: stories("x", 1), 2: stories("x", 1)}
			if diff := cmp.Diff(want, w.drain()); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"an article that somebody had asked for is pushed as well", func(w *world) {
			asked, err := w.SaveArticle(w.Context(), article(entry("a", 1)))
			w.must(err)
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1))
			if j := w.one(); j.Article.ID != asked.ID || j.Article.Feed != sub.Feed.ID {
				w.Errorf("pushed %+v, asked %+v", j.Article, asked)
			}
		}},
		{"the number left out is told with the first", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			h := w.harvest(sub.Feed, entry("a", 1))
			h.Arrivals[0].To[0].Omitted = 17
			w.must(w.Record(w.Context(), h))
			if j := w.one(); j.Delivery.Omitted != 17 {
				w.Errorf("left out %d", j.Delivery.Omitted)
			}
		}},
		{"a subscription that ended meanwhile gets nothing", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			h := w.harvest(sub.Feed, entry("a", 1))
			w.must(w.Unsubscribe(w.Context(), sub.ID, w.now))
			w.must(w.Record(w.Context(), h))
			w.none("it ended")
		}},
		{"an unknown feed is not found", func(w *world) {
			w.lost(w.Record(w.Context(), news.Harvest{Feed: news.Feed{ID: 99}, At: w.now}))
		}},
		{"a large fan-out reaches everybody once, and each feed's order holds", func(w *world) {
			const chats = 3*Batch - 50
			var subs []news.Subscription
			for c := news.ChatID(1); c <= chats; c++ {
				subs = append(subs, w.subscribe(c, 0, "a"))
			}
			feed := subs[0].Feed
			// A block and an end while the fan-out runs.
			h := w.harvest(feed, entry("a", 1))
			w.must(w.Block(w.Context(), 7, w.now))
			w.must(w.Unsubscribe(w.Context(), subs[7].ID, w.now)) // chat 8
			var wg sync.WaitGroup
			for _, h := range []news.Harvest{h, h} {
				wg.Go(func() {
					if err := w.Record(w.Context(), h); err != nil {
						w.Error(err)
					}
				})
			}
			wg.Wait()
			w.publish(feed, entry("a", 2))
			got := w.drain()
			for c := news.ChatID(1); c <= chats; c++ {
				want := stories("a", 1, 2)
				if c == 7 || c == 8 {
					want = nil
				}
				if diff := cmp.Diff(want, got[c]); diff != "" {
					w.Fatalf("chat %d (-want +got):\n%s", c, diff)
				}
			}
			w.must(w.Restore(w.Context(), subs[7].ID, w.now))
			w.must(w.Resume(w.Context(), 7, w.now))
			want := map[news.ChatID][]string{7: stories("a", 1, 2), 8: stories("a", 1, 2)}
			if diff := cmp.Diff(want, w.drain()); diff != "" {
				w.Errorf("after the change of mind (-want +got):\n%s", diff)
			}
		}},
		{"many looks at many feeds at once lose nothing", func(w *world) {
			const feeds, each = 8, 12
			var list []news.Feed
			for f := range feeds {
				list = append(list, w.subscribe(1, news.ThreadID(f), fmt.Sprint("f", f)).Feed)
			}
			var wg sync.WaitGroup
			for i, feed := range list {
				wg.Go(func() {
					for n := range each {
						h := news.Harvest{Feed: feed, At: w.now, Seen: []news.Entry{entry(fmt.Sprint("f", i), n)}}
						subs, err := w.Subscribers(w.Context(), feed.ID, 0, 10_000)
						if err != nil {
							w.Error(err)
							return
						}
						for _, s := range subs {
							h.Arrivals = append(h.Arrivals, news.Arrival{Article: article(h.Seen[0]), Entry: h.Seen[0], To: []news.Recipient{{Subscription: s.ID}}})
						}
						if err := w.Record(w.Context(), h); err != nil {
							w.Error(err)
						}
					}
				})
			}
			wg.Wait()
			w.pass(time.Second)
			if n := len(w.drain()[1]); n != feeds*each {
				w.Errorf("%d messages, want %d", n, feeds*each)
			}
		}},
	}
}
