package storagetest

import (
	"time"

	"github.com/google/go-cmp/cmp"

	"herald/news"
)

func chatPromises() []promise {
	return []promise{
		{"a known chat keeps its settings and its state", func(w *world) {
			set := news.Settings{Length: news.Short, Media: news.NoMedia, NoModel: true, Silent: true, Zone: "Europe/Kyiv", Lang: "ru"}
			w.chat(5)
			w.must(w.SaveSettings(w.Context(), 5, set))
			w.must(w.Block(w.Context(), 5, w.now))
			got, err := w.EnsureChat(w.Context(), news.Chat{ID: 5, Kind: news.Group, Title: "New", Lang: "uk"})
			w.must(err)
			want := news.Chat{ID: 5, Kind: news.Group, Title: "New", Lang: "uk", Settings: set, State: news.Blocked, BlockedAt: w.now}
			if diff := cmp.Diff(want, got); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
			got, err = w.EnsureChat(w.Context(), news.Chat{ID: 5, Kind: news.Group})
			w.must(err)
			if diff := cmp.Diff(want, got); diff != "" {
				w.Errorf("what is not said stays (-want +got):\n%s", diff)
			}
		}},
		{"a chat that is not there is not found", func(w *world) {
			_, err := w.Chat(w.Context(), 1)
			w.lost(err)
			w.lost(w.SaveSettings(w.Context(), 1, news.Settings{}))
			w.lost(w.Block(w.Context(), 1, w.now))
			w.lost(w.Resume(w.Context(), 1, w.now))
			w.lost(w.Move(w.Context(), 1, 2))
			_, _, err = w.Subscribe(w.Context(), 1, 0, look("a"))
			w.lost(err)
		}},
		{"a blocked chat gets nothing and nothing is queued for it", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			late := w.harvest(sub.Feed, entry("a", 2)) // its recipients were read before the block
			w.publish(sub.Feed, entry("a", 1))
			w.must(w.Block(w.Context(), 1, w.now))
			w.must(w.Record(w.Context(), late))
			if subs, err := w.Subscribers(w.Context(), sub.Feed.ID, 0, 10_000); err != nil || len(subs) != 0 {
				w.Errorf("subscribers %v %v", subs, err)
			}
			w.none("the chat is blocked")
			if next, err := w.NextDue(w.Context(), w.now); err != nil || !next.IsZero() {
				w.Errorf("next due %v %v", next, err)
			}
		}},
		{"a chat that returns gets all of a short pause, oldest first", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.subscribe(2, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2))
			w.must(w.Block(w.Context(), 1, w.now))
			w.pass(time.Hour)
			w.publish(sub.Feed, entry("a", 3))
			w.pass(time.Hour)
			w.must(w.Resume(w.Context(), 1, w.now))
			w.pass(time.Minute)
			w.publish(sub.Feed, entry("a", 4))
			got := w.drain()
			if diff := cmp.Diff(stories("a", 1, 2, 3, 4), got[1]); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(stories("a", 1, 2, 3, 4), got[2]); diff != "" {
				w.Errorf("the other chat (-want +got):\n%s", diff)
			}
		}},
		{"a chat that returns gets the newest few and the number left out", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.subscribe(2, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2))
			w.must(w.Block(w.Context(), 1, w.now))
			for n := 3; n <= 9; n++ {
				w.pass(time.Hour)
				w.publish(sub.Feed, entry("a", n))
			}
			w.must(w.Resume(w.Context(), 1, w.now))
			for message, want := range stories("a", 5, 6, 7, 8, 9) {
				jobs := w.claim(10)
				var j news.Job
				for _, candidate := range jobs {
					if candidate.Delivery.Chat == 1 {
						j = candidate
					}
					w.confirm(candidate, news.MessageID(100+message))
				}
				omitted := 0
				if message == 0 {
					omitted = 4
				}
				if j.Article.Title != want || j.Delivery.Omitted != omitted {
					w.Errorf("got %q with %d left out, want %q with %d", j.Article.Title, j.Delivery.Omitted, want, omitted)
				}
			}
			// What was left out stays left out after the next block.
			w.drain()
			w.pass(time.Hour)
			w.must(w.Block(w.Context(), 1, w.now))
			w.must(w.Resume(w.Context(), 1, w.now))
			w.none("nothing was missed this time")
		}},
		{"a message in flight when the chat is blocked comes back, unless it arrived", func(w *world) {
			a := w.subscribe(1, 0, "a")
			w.subscribe(2, 0, "a")
			w.publish(a.Feed, entry("a", 1))
			for _, j := range w.claim(10) {
				w.must(w.Block(w.Context(), j.Delivery.Chat, w.now))
				if j.Delivery.Chat == 1 {
					w.confirm(j, 5)
				} else {
					w.must(w.Postpone(w.Context(), j.Delivery.ID, w.now, "403"))
				}
			}
			w.must(w.Resume(w.Context(), 1, w.now))
			w.must(w.Resume(w.Context(), 2, w.now))
			if j := w.one(); j.Delivery.Chat != 2 {
				w.Errorf("claimed %v", titles([]news.Job{j}))
			}
		}},
		{"resuming an active chat and blocking twice change nothing", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1))
			w.must(w.Resume(w.Context(), 1, w.now))
			w.must(w.Block(w.Context(), 1, w.now))
			blocked := w.now
			w.pass(time.Hour)
			w.must(w.Block(w.Context(), 1, w.now))
			if c, err := w.Chat(w.Context(), 1); err != nil || !c.BlockedAt.Equal(blocked) {
				w.Errorf("blocked at %v %v, want %v", c.BlockedAt, err, blocked)
			}
			w.must(w.Resume(w.Context(), 1, w.now))
			w.must(w.Resume(w.Context(), 1, w.now))
			if diff := cmp.Diff(stories("a", 1), w.drain()[1]); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"a group that becomes a supergroup takes everything along", func(w *world) {
			const from, to = -10, -10010
			sub := w.subscribe(from, 0, "a")
			ended := w.subscribe(from, 0, "b")
			w.must(w.Unsubscribe(w.Context(), ended.ID, w.now))
			w.must(w.SaveSettings(w.Context(), from, news.Settings{Length: news.Long}))
			w.publish(sub.Feed, entry("a", 1), entry("a", 2), entry("a", 3))
			w.confirm(w.one(), 8)
			inFlight := w.one()
			w.must(w.Move(w.Context(), from, to))
			w.must(w.Move(w.Context(), from, to))
			w.must(w.Postpone(w.Context(), inFlight.Delivery.ID, w.now, "moved"))

			old, err := w.Chat(w.Context(), from)
			w.must(err)
			if old.State != news.Moved || old.MovedTo != to {
				w.Errorf("old chat %+v", old)
			}
			c, err := w.Chat(w.Context(), to)
			w.must(err)
			if c.Kind != news.Supergroup || c.Settings.Length != news.Long || c.State != news.Active || c.Title == "" {
				w.Errorf("new chat %+v", c)
			}
			if a, err := w.Shown(w.Context(), to, 8); err != nil || a.Title != entry("a", 1).Title {
				w.Errorf("message 8 shows %q %v", a.Title, err)
			}
			got := w.drain()
			if diff := cmp.Diff(map[news.ChatID][]string{to: stories("a", 2, 3)}, got); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
			// Its past came along too.
			w.must(w.Restore(w.Context(), ended.ID, w.now))
			if subs, err := w.Subscriptions(w.Context(), to, 0); err != nil || len(subs) != 2 {
				w.Errorf("subscriptions %v %v", subs, err)
			}
		}},
		{"a supergroup that has something already is joined, and nothing comes twice", func(w *world) {
			const from, to = -10, -10010
			sub := w.subscribe(from, 0, "a")
			w.subscribe(to, 0, "a")
			w.must(w.SaveSettings(w.Context(), to, news.Settings{Length: news.Short}))
			w.must(w.SaveSettings(w.Context(), from, news.Settings{Length: news.Long}))
			w.publish(sub.Feed, entry("a", 1), entry("a", 2))
			w.must(w.Move(w.Context(), from, to))
			if diff := cmp.Diff(map[news.ChatID][]string{to: stories("a", 1, 2)}, w.drain()); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
			if c, err := w.Chat(w.Context(), to); err != nil || c.Settings.Length != news.Short {
				w.Errorf("settings %+v %v", c.Settings, err)
			}
		}},
	}
}

// rightsPromises are those of chats in which herald may not write.
func rightsPromises() []promise {
	return []promise{
		{"a paused chat is tried when its time has come, and told of once", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1))
			w.one()
			again := w.now.Add(time.Hour)
			first, err := w.Pause(w.Context(), 1, w.now, again)
			w.must(err)
			if c, err := w.Chat(w.Context(), 1); err != nil || !first || c.State != news.Blocked || !c.RightsLost.Equal(w.now) {
				w.Errorf("the chat is %+v, first %v, %v", c, first, err)
			}
			if first, err = w.Pause(w.Context(), 1, w.now, again); err != nil || first {
				w.Errorf("a second result is the first: %v", err)
			}
			trial := func(want int) {
				w.Helper()
				if n, err := w.Trials(w.Context(), w.now, 10); err != nil || n != want {
					w.Errorf("%d trials, want %d, %v", n, want, err)
				}
			}
			trial(0)
			w.none("it is paused")
			lost := w.now
			w.pass(time.Hour)
			trial(1)
			trial(0)
			w.one()
			if first, err = w.Pause(w.Context(), 1, w.now, w.now.Add(time.Hour)); err != nil || first {
				w.Errorf("a failed trial is the first: %v", err)
			}
			if c, err := w.Chat(w.Context(), 1); err != nil || !c.RightsLost.Equal(lost) {
				w.Errorf("the chat is %+v, %v", c, err)
			}
			w.pass(time.Hour)
			trial(1)
			j := w.one()
			if j.Chat.RightsLost.IsZero() {
				w.Error("the job does not say that it is a trial")
			}
			w.confirm(j, 7)
			w.must(w.Resume(w.Context(), 1, w.now))
			if c, err := w.Chat(w.Context(), 1); err != nil || c.State != news.Active || !c.RightsLost.IsZero() {
				w.Errorf("the chat is %+v, %v", c, err)
			}
			if first, err = w.Pause(w.Context(), 1, w.now, w.now.Add(time.Hour)); err != nil || !first {
				w.Errorf("the next loss is not the first: %v", err)
			}
		}},
		{"a chat that throws herald out is not tried", func(w *world) {
			w.chat(1)
			_, err := w.Pause(w.Context(), 1, w.now, w.now.Add(time.Hour))
			w.must(err)
			w.must(w.Block(w.Context(), 1, w.now))
			w.pass(2 * time.Hour)
			if n, err := w.Trials(w.Context(), w.now, 10); err != nil || n != 0 {
				w.Errorf("%d trials, %v", n, err)
			}
			_, err = w.Pause(w.Context(), 4711, w.now, w.now)
			w.lost(err)
		}},
	}
}
