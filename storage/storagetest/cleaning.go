package storagetest

import (
	"time"

	"herald/news"
)

const day = 24 * time.Hour

func cleaningPromises() []promise {
	return []promise{
		{"what stands in a feed is remembered however old it is", func(w *world) {
			sub := w.subscribe(1, 0, "a", entry("a", 1))
			old := entry("a", 1)
			for range 12 {
				w.pass(30 * day)
				w.publish(sub.Feed) // "not modified": a look without entries
				_, err := w.ForgetSeen(w.Context(), w.now.Add(-60*day))
				w.must(err)
			}
			fresh, err := w.Unknown(w.Context(), sub.Feed.ID, []news.Entry{old})
			w.must(err)
			if len(fresh) != 0 {
				w.Error("it was forgotten, and would be pushed again")
			}
		}},
		{"what left its feed is forgotten by age", func(w *world) {
			sub := w.subscribe(1, 0, "a", entry("a", 1), entry("a", 2))
			for range 70 {
				w.pass(day)
				w.must(w.Record(w.Context(), news.Harvest{Feed: sub.Feed, Seen: []news.Entry{entry("a", 2)}, At: w.now}))
			}
			n, err := w.ForgetSeen(w.Context(), w.now.Add(-60*day))
			w.must(err)
			if n != 3 {
				w.Errorf("forgot %d keys, want the 3 of the entry that left", n)
			}
			fresh, err := w.Unknown(w.Context(), sub.Feed.ID, []news.Entry{entry("a", 1), entry("a", 2)})
			w.must(err)
			if len(fresh) != 1 || fresh[0].GUID != entry("a", 1).GUID {
				w.Errorf("unknown %+v", fresh)
			}
		}},
		{"old rows go in small portions, and what is needed stays", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.subscribe(2, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2))
			for _, j := range w.claim(10) {
				if j.Delivery.Chat == 1 {
					w.confirm(j, 5)
				}
			}
			w.pass(100 * day)
			asked, err := w.SaveArticle(w.Context(), news.Article{Title: "Asked", RecordedAt: w.now})
			w.must(err)
			w.must(w.VoidLeases(w.Context()))
			if n, err := w.Clean(w.Context(), w.now.Add(-90*day), 1); err != nil || n != 1 {
				w.Errorf("removed %d %v, want 1", n, err)
			}
			_, err = w.Clean(w.Context(), w.now.Add(-90*day), 1000)
			w.must(err)
			_, err = w.Article(w.Context(), asked.ID)
			w.must(err)
			for c, want := range map[news.ChatID]int{1: 1, 2: 2} {
				if got := len(w.drainChat(c)); got != want {
					w.Errorf("chat %d got %d messages after the cleaning, want %d", c, got, want)
				}
			}
			w.pass(100 * day)
			total := 0
			for range 10 {
				n, err := w.Clean(w.Context(), w.now.Add(-90*day), 3)
				w.must(err)
				total += n
			}
			_, err = w.ArticleByURL(w.Context(), entry("a", 1).URL)
			w.lost(err)
			if n, err := w.Clean(w.Context(), w.now.Add(-90*day), 3); err != nil || n != 0 {
				w.Errorf("then %d %v, want nothing left", n, err)
			}
			if total < 5 {
				w.Errorf("removed %d rows", total)
			}
			if s, err := w.Subscription(w.Context(), sub.ID); err != nil || !s.EndedAt.IsZero() {
				w.Errorf("the subscription %+v %v", s, err)
			}
		}},
		{"a subscription that ended long ago is forgotten", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.must(w.Unsubscribe(w.Context(), sub.ID, w.now))
			w.pass(10 * day)
			_, err := w.Clean(w.Context(), w.now.Add(-30*day), 100)
			w.must(err)
			_, err = w.Subscription(w.Context(), sub.ID)
			w.must(err)
			w.pass(30 * day)
			_, err = w.Clean(w.Context(), w.now.Add(-30*day), 100)
			w.must(err)
			_, err = w.Subscription(w.Context(), sub.ID)
			w.lost(err)
		}},
	}
}

// drainChat sends what is due and gives what one chat got of it.
func (w *world) drainChat(chat news.ChatID) []string {
	w.Helper()
	if w.sent == nil {
		w.sent = map[news.ChatID][]string{}
	}
	for c, list := range w.drain() {
		w.sent[c] = append(w.sent[c], list...)
	}
	return w.sent[chat]
}
