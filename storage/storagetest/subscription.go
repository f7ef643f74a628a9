package storagetest

import (
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"herald/news"
)

func subscriptionPromises() []promise {
	return []promise{
		{"subscribers come in portions, each once", func(w *world) {
			var feed news.Feed
			for c := range 7 {
				feed = w.subscribe(news.ChatID(7-c), 0, "a").Feed
			}
			var got []news.ChatID
			for last := news.SubscriptionID(0); ; {
				subs, err := w.Subscribers(w.Context(), feed.ID, last, 3)
				w.must(err)
				for _, s := range subs {
					got, last = append(got, s.Chat), s.ID
				}
				if len(subs) < 3 {
					break
				}
			}
			if !slices.Equal(got, []news.ChatID{7, 6, 5, 4, 3, 2, 1}) {
				w.Errorf("got %v", got)
			}
		}},
		{"nothing old is pushed from a feed that is new", func(w *world) {
			sub := w.subscribe(1, 0, "a", entry("a", 1), entry("a", 2))
			w.none("nothing is new yet")
			fresh, err := w.Unknown(w.Context(), sub.Feed.ID, []news.Entry{entry("a", 1), entry("a", 2), entry("a", 3)})
			w.must(err)
			if len(fresh) != 1 {
				w.Errorf("%d unknown entries, want 1", len(fresh))
			}
			w.publish(sub.Feed, entry("a", 1), entry("a", 2), entry("a", 3))
			if diff := cmp.Diff(stories("a", 3), w.drain()[1]); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"nothing old is pushed from a feed that others take, and they lose nothing", func(w *world) {
			sub := w.subscribe(1, 0, "a", entry("a", 1))
			w.subscribe(2, 0, "a", entry("a", 1), entry("a", 2)) // 2 is not read yet
			w.publish(sub.Feed, entry("a", 1), entry("a", 2), entry("a", 3))
			want := map[news.ChatID][]string{1: stories("a", 2, 3), 2: stories("a", 3)}
			if diff := cmp.Diff(want, w.drain()); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"nothing old is pushed from a feed that nobody took for a while", func(w *world) {
			sub := w.subscribe(1, 0, "a", entry("a", 1))
			w.must(w.Unsubscribe(w.Context(), sub.ID, w.now))
			w.pass(30 * 24 * time.Hour)
			w.subscribe(2, 0, "a", entry("a", 1), entry("a", 2))
			fresh, err := w.Unknown(w.Context(), sub.Feed.ID, []news.Entry{entry("a", 2), entry("a", 3)})
			w.must(err)
			if len(fresh) != 1 {
				w.Errorf("unknown %+v", fresh)
			}
			f, err := w.Feed(w.Context(), sub.Feed.ID)
			w.must(err)
			if !f.CheckedAt.Equal(w.now) {
				w.Errorf("looked at %v, want now: there was no long pause for anybody", f.CheckedAt)
			}
		}},
		{"a feed is taken once by a topic", func(w *world) {
			first := w.subscribe(1, 0, "a")
			again, created, err := w.Subscribe(w.Context(), 1, 0, look("a"))
			w.must(err)
			if created || again.ID != first.ID {
				w.Errorf("again: %+v, created %v", again, created)
			}
			_, created, err = w.Subscribe(w.Context(), 1, 7, look("a"))
			w.must(err)
			if !created {
				w.Error("another topic: not created")
			}
			subs, err := w.Subscriptions(w.Context(), 1, 0)
			w.must(err)
			if len(subs) != 1 || subs[0].Feed.Title != "The a" {
				w.Errorf("subscriptions %+v", subs)
			}
		}},
		{"the address of a feed is canonical", func(w *world) {
			w.subscribe(1, 0, "a")
			l := look("a")
			l.Feed.URL = "HTTPS://A.example:443/feed/?utm_source=x#top"
			if sub, created, err := w.Subscribe(w.Context(), 1, 0, l); err != nil || created {
				w.Errorf("%+v %v %v", sub, created, err)
			}
		}},
		{"what is queued goes with its subscription", func(w *world) {
			a := w.subscribe(1, 0, "a")
			b := w.subscribe(1, 0, "b")
			w.publish(a.Feed, entry("a", 1))
			w.publish(b.Feed, entry("b", 1))
			w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
			w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
			if diff := cmp.Diff(stories("b", 1), w.drain()[1]); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
			w.publish(a.Feed, entry("a", 2))
			w.none("the subscription has ended")
			if subs, err := w.Subscriptions(w.Context(), 1, 0); err != nil || len(subs) != 1 {
				w.Errorf("subscriptions %v %v", subs, err)
			}
			if ended, err := w.Subscription(w.Context(), a.ID); err != nil || !ended.EndedAt.Equal(w.now) {
				w.Errorf("ended %+v %v", ended, err)
			}
		}},
		{"an article that another subscription brought too stays queued", func(w *world) {
			a := w.subscribe(1, 0, "a")
			b := w.subscribe(1, 0, "b")
			w.publish(a.Feed, entry("x", 1))
			w.publish(b.Feed, entry("x", 1))
			w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
			if j := w.one(); j.Feed.ID != b.Feed.ID {
				w.Errorf("it comes from %+v", j.Feed)
			}
		}},
		{"an article that was withdrawn comes by the next feed that brings it", func(w *world) {
			a := w.subscribe(1, 0, "a")
			b := w.subscribe(1, 0, "b")
			w.publish(a.Feed, entry("x", 1))
			w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
			w.publish(b.Feed, entry("x", 1))
			if j := w.one(); j.Feed.ID != b.Feed.ID {
				w.Errorf("it comes from %+v", j.Feed)
			}
		}},
		{"undo is as though nothing had happened", func(w *world) {
			a := w.subscribe(1, 0, "a")
			b := w.subscribe(1, 0, "b")
			w.publish(a.Feed, entry("a", 1), entry("a", 2))
			w.publish(b.Feed, entry("b", 1))
			late := w.harvest(a.Feed, entry("a", 3))
			w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
			w.must(w.Record(w.Context(), late))
			w.pass(time.Minute)
			w.subscribe(2, 0, "a", entry("a", 1), entry("a", 2), entry("a", 3))
			w.publish(a.Feed, entry("a", 4))
			w.must(w.Restore(w.Context(), a.ID, w.now))
			w.must(w.Restore(w.Context(), a.ID, w.now))
			got := w.drain()[1]
			want := append(append(stories("a", 1, 2), stories("b", 1)...), stories("a", 3, 4)...)
			if diff := cmp.Diff(want, got); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"undo brings back what was dropped then, not what was dropped before", func(w *world) {
			a := w.subscribe(1, 0, "a")
			w.publish(a.Feed, entry("a", 1))
			w.must(w.Drop(w.Context(), w.one().Delivery.ID, "400"))
			w.publish(a.Feed, entry("a", 2))
			w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
			w.pass(time.Hour)
			w.subscribe(1, 0, "a", entry("a", 1), entry("a", 2))
			w.none("a new subscription brings nothing old")
			w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
			w.must(w.Restore(w.Context(), a.ID, w.now))
			w.none("nothing was queued when it ended")
		}},
		{"a message in flight is not tried again once nobody wants it", func(w *world) {
			a := w.subscribe(1, 0, "a")
			b := w.subscribe(1, 0, "b")
			w.publish(a.Feed, entry("a", 1))
			w.publish(b.Feed, entry("b", 1))
			j := w.one()
			w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
			w.none("it is still in flight")
			w.must(w.Postpone(w.Context(), j.Delivery.ID, w.now, "503"))
			if diff := cmp.Diff(stories("b", 1), w.drain()[1]); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"what was tried stays first in its lane when older ones come back", func(w *world) {
			a := w.subscribe(1, 0, "a")
			b := w.subscribe(1, 0, "b")
			w.publish(a.Feed, entry("a", 1))
			w.publish(b.Feed, entry("b", 1))
			undo := func() {
				w.Helper()
				w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
				w.must(w.Restore(w.Context(), a.ID, w.now))
			}
			w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
			j := w.one()
			w.must(w.Restore(w.Context(), a.ID, w.now))
			w.none("b's message is in flight")
			w.must(w.Postpone(w.Context(), j.Delivery.ID, w.now.Add(time.Minute), "503: it may have arrived"))
			undo()
			w.none("b's message is postponed")
			w.pass(time.Minute)
			if diff := cmp.Diff(append(stories("b", 1), stories("a", 1)...), w.drain()[1]); diff != "" {
				w.Errorf("(-want +got):\n%s", diff)
			}
		}},
		{"a message that nobody wants any more ends with its lease", func(w *world) {
			for name, lapse := range map[string]func(){
				"in time":        func() { w.pass(lease) },
				"by a restart":   func() { w.must(w.VoidLeases(w.Context())) },
				"by its arrival": func() {},
			} {
				a := w.subscribe(1, 0, "a")
				e := entry("a", len(name))
				w.publish(a.Feed, e)
				j := w.one()
				w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
				lapse()
				if name == "by its arrival" {
					w.confirm(j, 9)
				}
				w.none(name)
			}
		}},
		{"undo in time lets a message in flight be tried again", func(w *world) {
			a := w.subscribe(1, 0, "a")
			w.publish(a.Feed, entry("a", 1))
			j := w.one()
			w.must(w.Unsubscribe(w.Context(), a.ID, w.now))
			w.must(w.Restore(w.Context(), a.ID, w.now))
			w.must(w.Postpone(w.Context(), j.Delivery.ID, w.now, "503"))
			if again := w.one(); again.Delivery.ID != j.Delivery.ID {
				w.Errorf("then %+v", again)
			}
		}},
		{"a subscription that is not there is not found", func(w *world) {
			_, err := w.Subscription(w.Context(), 5)
			w.lost(err)
			w.lost(w.Unsubscribe(w.Context(), 5, w.now))
			w.lost(w.Restore(w.Context(), 5, w.now))
			_, err = w.Subscribers(w.Context(), 5, 0, 10_000)
			w.lost(err)
		}},
	}
}
