package storagetest

import (
	"slices"
	"sync"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"herald/news"
)

func deliveryPromises() []promise {
	return []promise{
		{"a claim brings all that is needed to send, with the attempt counted", func(w *world) {
			sub := w.subscribe(7, 3, "a")
			w.must(w.SaveSettings(w.Context(), 7, news.Settings{Length: news.Long, Silent: true}))
			w.publish(sub.Feed, entry("a", 1))
			j := w.one()
			d := j.Delivery
			if d.Attempts != 1 || d.State != news.Sending || !d.Next.Equal(w.now.Add(lease)) || d.Kind != news.Send || d.Thread != 3 {
				w.Errorf("delivery %+v", d)
			}
			if j.Article.Title != entry("a", 1).Title || j.Article.Key == "" || j.Article.Body == "" {
				w.Errorf("article %+v", j.Article)
			}
			if j.Chat.ID != 7 || j.Chat.Settings.Length != news.Long || !j.Chat.Settings.Silent || j.Feed.Title != "The a" {
				w.Errorf("chat %+v, feed %+v", j.Chat, j.Feed)
			}
			stored, err := w.Delivery(w.Context(), d.ID)
			w.must(err)
			if stored.Attempts != 1 || stored.State != news.Sending {
				w.Errorf("stored %+v", stored)
			}
		}},
		{"a button pressed before its message is confirmed finds its article", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2))
			w.confirm(w.one(), 10)
			if _, err := w.Shown(w.Context(), 1, 11); err == nil {
				w.Error("nothing is in flight")
			}
			arriving := func(thread news.ThreadID, want bool) {
				w.Helper()
				if on, err := w.Arriving(w.Context(), 1, thread); err != nil || on != want {
					w.Errorf("arriving in topic %d: %v, %v", thread, on, err)
				}
			}
			arriving(0, false)
			j := w.one()
			arriving(0, true)
			arriving(5, false)
			if a, err := w.Shown(w.Context(), 1, 11); err != nil || a.ID != j.Article.ID {
				w.Errorf("got %q, %v", a.Title, err)
			}
			_, err := w.Shown(w.Context(), 1, 9)
			w.lost(err) // older than what is known: not the one in flight
			_, err = w.Shown(w.Context(), 2, 11)
			w.lost(err)
			w.subscribe(1, 5, "a")
			w.publish(sub.Feed, entry("a", 3))
			w.one()
			_, err = w.Shown(w.Context(), 1, 11)
			w.lost(err) // one of two topics: nobody knows which
		}},
		{"outcomes of one lane that are settled together leave it a head", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2), entry("a", 3))
			first := w.one().Delivery.ID
			w.must(w.Settle(w.Context(), []news.Outcome{
				{Delivery: first, State: news.Sent, Message: 1},
				{Delivery: first + 1, State: news.Sent, Message: 2}, // by a process whose lease had ended
			}, w.now))
			if j := w.one(); j.Article.Title != entry("a", 3).Title {
				w.Errorf("the lane goes on with %q", j.Article.Title)
			}
		}},
		{"a lane has one message in flight, in order", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2), entry("a", 3))
			for n := 1; n <= 3; n++ {
				j := w.one()
				if j.Article.Title != entry("a", n).Title {
					w.Fatalf("got %q, want story %d", j.Article.Title, n)
				}
				w.none("the lane's head is leased")
				w.confirm(j, news.MessageID(n))
			}
			w.none("all is sent")
		}},
		{"however much waits for others, a lane's turn comes after one of each", func(w *world) {
			var subs []news.Subscription
			for c := range 7 {
				subs = append(subs, w.subscribe(news.ChatID(c+1), 0, "a"))
			}
			rapid.Check(w.T, func(t *rapid.T) {
				w.pass(time.Hour)
				w.drain()
				backlog := rapid.SliceOfN(rapid.IntRange(0, 12), 1, 6).Draw(t, "backlogs")
				n := rapid.IntRange(1, 5).Draw(t, "claimed at a time")
				late := news.ChatID(len(backlog) + 1)
				put := func(waiting ...int) { // articles for chat 1, 2, …
					h := news.Harvest{Feed: subs[0].Feed, At: w.now}
					for c, articles := range waiting {
						for range articles {
							w.seq++
							e := entry("a", w.seq)
							h.Arrivals = append(h.Arrivals, news.Arrival{Article: article(e), Entry: e, To: []news.Recipient{{Subscription: subs[c].ID}}})
						}
					}
					w.must(w.Record(w.Context(), h))
				}
				send := func() (chats []news.ChatID) {
					w.pass(time.Millisecond)
					var ended []news.Outcome
					for _, j := range w.claim(n) {
						chats = append(chats, j.Delivery.Chat)
						ended = append(ended, news.Outcome{Delivery: j.Delivery.ID, State: news.Sent, Message: news.MessageID(j.Delivery.ID)})
					}
					w.must(w.Settle(w.Context(), ended, w.now))
					return chats
				}
				put(backlog...)
				for range rapid.IntRange(0, 5).Draw(t, "turns before") {
					send()
				}
				w.pass(time.Millisecond)
				put(append(make([]int, len(backlog)), 1)...)
				before := 0
				for {
					chats := send()
					if slices.Contains(chats, late) {
						return
					}
					if before += len(chats); before > len(backlog) {
						t.Fatalf("%d messages to %d other chats went before it", before, len(backlog))
					}
				}
			})
		}},
		{"each picture of an album shows its article", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1))
			j := w.one()
			w.must(w.Settle(w.Context(), []news.Outcome{{Delivery: j.Delivery.ID, State: news.Sent, Message: 10, Also: 2}}, w.now))
			for id := news.MessageID(10); id < 13; id++ {
				if a, err := w.Shown(w.Context(), 1, id); err != nil || a.ID != j.Article.ID {
					w.Errorf("message %d shows %+v, %v", id, a, err)
				}
			}
			_, err := w.Shown(w.Context(), 1, 13)
			w.lost(err)
		}},
		{"topics of a chat are lanes of their own", func(w *world) {
			a := w.subscribe(1, 0, "a")
			w.subscribe(1, 5, "a")
			w.publish(a.Feed, entry("a", 1), entry("a", 2))
			if jobs := w.claim(10); len(jobs) != 2 || jobs[0].Delivery.Thread == jobs[1].Delivery.Thread {
				w.Errorf("claimed %v", titles(jobs))
			}
		}},
		{"a postponed head holds its lane and no other", func(w *world) {
			a := w.subscribe(1, 0, "a")
			b := w.subscribe(2, 0, "b")
			w.publish(a.Feed, entry("a", 1), entry("a", 2))
			first := w.one()
			w.must(w.Postpone(w.Context(), first.Delivery.ID, w.now.Add(time.Hour), "429"))
			w.publish(b.Feed, entry("b", 1))
			if j := w.one(); j.Delivery.Chat != 2 {
				w.Errorf("claimed %v", titles([]news.Job{j}))
			}
			next, err := w.NextDue(w.Context(), w.now)
			w.must(err)
			if want := w.now.Add(lease); !next.Equal(want) {
				w.Errorf("next due %v, want the end of the lease %v", next, want)
			}
			w.pass(time.Hour)
			jobs := w.claim(10)
			if len(jobs) != 2 {
				w.Fatalf("claimed %v", titles(jobs))
			}
			again := jobs[slices.IndexFunc(jobs, func(j news.Job) bool { return j.Delivery.Chat == 1 })]
			if again.Delivery.ID != first.Delivery.ID || again.Delivery.Attempts != 2 {
				w.Errorf("the lane goes on with %+v", again.Delivery)
			}
		}},
		{"a lapsed lease is handed out again, once", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1))
			first := w.one()
			w.pass(lease - time.Second)
			w.none("the lease holds")
			w.pass(time.Second)
			if j := w.one(); j.Delivery.ID != first.Delivery.ID || j.Delivery.Attempts != 2 {
				w.Errorf("claimed %+v", j.Delivery)
			}
			w.none("the new lease holds")
		}},
		{"leases are void after a restart", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2))
			first := w.one()
			w.must(w.VoidLeases(w.Context()))
			if j := w.one(); j.Delivery.ID != first.Delivery.ID || j.Delivery.Attempts != 2 {
				w.Errorf("claimed %+v", j.Delivery)
			}
		}},
		{"a dropped delivery lets its lane go on, and keeps its reason", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2))
			poison := w.one()
			w.must(w.Drop(w.Context(), poison.Delivery.ID, "400: refused"))
			d, err := w.Delivery(w.Context(), poison.Delivery.ID)
			w.must(err)
			if d.State != news.Dropped || d.Reason != "400: refused" {
				w.Errorf("dropped %+v", d)
			}
			if j := w.one(); j.Article.Title != entry("a", 2).Title {
				w.Errorf("then %q", j.Article.Title)
			}
		}},
		{"what was sent was sent, whatever became of the lease", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2))
			j := w.one()
			w.pass(2 * lease)
			w.must(w.VoidLeases(w.Context()))
			w.confirm(j, 50)
			w.must(w.Postpone(w.Context(), j.Delivery.ID, w.now, "late"))
			w.must(w.Drop(w.Context(), j.Delivery.ID, "late"))
			w.confirm(j, 50)
			d, err := w.Delivery(w.Context(), j.Delivery.ID)
			w.must(err)
			if d.State != news.Sent || d.Message != 50 {
				w.Errorf("stored %+v", d)
			}
			if next := w.one(); next.Article.Title != entry("a", 2).Title {
				w.Errorf("then %q", next.Article.Title)
			}
		}},
		{"settling what is not there is not found", func(w *world) {
			w.lost(w.Confirm(w.Context(), 99, 1, w.now))
			w.lost(w.Postpone(w.Context(), 99, w.now, ""))
			w.lost(w.Drop(w.Context(), 99, ""))
		}},
		{"a chat with much to read does not delay the others", func(w *world) {
			a := w.subscribe(1, 0, "a")
			var many []news.Entry
			for n := range 500 {
				many = append(many, entry("a", n))
			}
			w.publish(a.Feed, many...)
			b := w.subscribe(2, 0, "b")
			w.pass(time.Second)
			w.publish(b.Feed, entry("b", 1))
			var chats []news.ChatID
			for n := range 4 {
				w.pass(time.Second)
				j := w.claim(1)[0]
				w.confirm(j, news.MessageID(n+1))
				chats = append(chats, j.Delivery.Chat)
			}
			if chats[0] != 1 || chats[1] != 2 {
				w.Errorf("served %v: chat 2 waits behind more than one message of chat 1", chats)
			}
		}},
		{"lanes take turns", func(w *world) {
			for c := news.ChatID(1); c <= 5; c++ {
				sub := w.subscribe(c, 0, "a")
				if c == 5 {
					w.publish(sub.Feed, entry("a", 1), entry("a", 2), entry("a", 3))
				}
			}
			served := map[news.ChatID]int{}
			for n := range 15 {
				w.pass(time.Millisecond)
				j := w.claim(1)[0]
				w.confirm(j, news.MessageID(n+1))
				served[j.Delivery.Chat]++
				for _, k := range served {
					if len(served) == 5 && served[j.Delivery.Chat] > k+1 {
						w.Fatalf("after %d messages: %v", n+1, served)
					}
				}
			}
		}},
		{"no job is handed out twice, however many claim", func(w *world) {
			const chats, each = 40, 5
			var feed news.Feed
			for c := news.ChatID(1); c <= chats; c++ {
				feed = w.subscribe(c, 0, "a").Feed
			}
			var list []news.Entry
			for n := range each {
				list = append(list, entry("a", n))
			}
			w.publish(feed, list...)
			var mu sync.Mutex
			got := map[news.ChatID][]string{}
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					for {
						jobs, err := w.Claim(w.Context(), w.now, lease, 3)
						if err != nil {
							w.Error(err)
							return
						}
						for _, j := range jobs {
							mu.Lock()
							got[j.Delivery.Chat] = append(got[j.Delivery.Chat], j.Article.Title)
							mu.Unlock()
							if err := w.Confirm(w.Context(), j.Delivery.ID, news.MessageID(j.Delivery.ID), w.now); err != nil {
								w.Error(err)
								return
							}
						}
						if waits, err := w.NextDue(w.Context(), w.now); err != nil || waits.IsZero() {
							return
						}
					}
				})
			}
			wg.Wait()
			want := stories("a", 0, 1, 2, 3, 4)
			for c := news.ChatID(1); c <= chats; c++ {
				if diff := cmp.Diff(want, got[c]); diff != "" {
					w.Fatalf("chat %d (-want +got):\n%s", c, diff)
				}
			}
		}},
		{"outcomes are settled together, each as it would be alone", func(w *world) {
			var feed news.Feed
			for c := news.ChatID(1); c <= 4; c++ {
				feed = w.subscribe(c, 0, "a").Feed
			}
			w.publish(feed, entry("a", 1), entry("a", 2))
			by := map[news.ChatID]news.DeliveryID{}
			for _, j := range w.claim(10) {
				by[j.Delivery.Chat] = j.Delivery.ID
			}
			w.must(w.Block(w.Context(), 4, w.now))
			until := w.now.Add(time.Hour)
			w.must(w.Settle(w.Context(), []news.Outcome{
				{Delivery: by[1], State: news.Sent, Message: 11},
				{Delivery: by[2], State: news.Due, Until: until, Reason: "429", Free: true},
				{Delivery: by[3], State: news.Dropped, Reason: "400"},
				{Delivery: by[4], State: news.Due, Until: until, Reason: "403"},
				{Delivery: 9999, State: news.Sent, Message: 1},
			}, w.now))
			for chat, want := range map[news.ChatID]news.Delivery{
				1: {State: news.Sent, Message: 11, Attempts: 1},
				2: {State: news.Due, Next: until, Reason: "429"},
				3: {State: news.Dropped, Reason: "400", Attempts: 1},
				4: {State: news.Dropped, Reason: "blocked", Attempts: 1},
			} {
				d, err := w.Delivery(w.Context(), by[chat])
				w.must(err)
				if d.State != want.State || d.Message != want.Message || d.Reason != want.Reason || d.Attempts != want.Attempts || !want.Next.IsZero() && !d.Next.Equal(want.Next) {
					w.Errorf("chat %d: %+v, want %+v", chat, d, want)
				}
			}
			if a, err := w.Shown(w.Context(), 1, 11); err != nil || a.Title != entry("a", 1).Title {
				w.Errorf("message 11 shows %q %v", a.Title, err)
			}
			if jobs := w.claim(10); len(jobs) != 2 {
				w.Errorf("then %v, want the next of chats 1 and 3", titles(jobs))
			}
			if err := w.Settle(w.Context(), []news.Outcome{{Delivery: by[2], State: "odd"}}, w.now); err == nil {
				w.Error("an outcome that is none was stored")
			}
		}},
		{"nothing waits: no next time", func(w *world) {
			next, err := w.NextDue(w.Context(), w.now)
			w.must(err)
			if !next.IsZero() {
				w.Errorf("next due %v", next)
			}
		}},
		{"a confirmed message shows its article and is the chat's latest", func(w *world) {
			sub := w.subscribe(1, 4, "a")
			w.publish(sub.Feed, entry("a", 1))
			j := w.one()
			w.confirm(j, 77)
			for _, get := range []func() (news.Article, error){
				func() (news.Article, error) { return w.Shown(w.Context(), 1, 77) },
				func() (news.Article, error) { return w.Latest(w.Context(), 1, 4) },
			} {
				a, err := get()
				w.must(err)
				if diff := cmp.Diff(j.Article, a); diff != "" {
					w.Errorf("(-claimed +shown):\n%s", diff)
				}
			}
			_, err := w.Latest(w.Context(), 1, 0)
			w.lost(err)
		}},
	}
}
