package storagetest

import (
	"fmt"
	"time"

	"herald/news"
)

// pushed is a chat that got a story, as message 10.
func (w *world) pushed(chat news.ChatID) (news.Subscription, news.Job) {
	w.Helper()
	sub := w.subscribe(chat, 0, "a")
	w.publish(sub.Feed, entry("a", 1))
	j := w.one()
	w.confirm(j, 10)
	return sub, j
}

// revise gives an article another title.
func (w *world) revise(id news.ArticleID, title string) news.Article {
	w.Helper()
	a, err := w.Article(w.Context(), id)
	w.must(err)
	a.Title = title
	a, err = w.Revise(w.Context(), a, w.now)
	w.must(err)
	return a
}

func revisionPromises() []promise {
	return []promise{
		{"a story that changed is edited where it was sent", func(w *world) {
			_, sent := w.pushed(1)
			a := w.revise(sent.Article.ID, "corrected")
			if a.Version != 2 || !a.Revised.Equal(w.now) {
				w.Errorf("revised %+v", a)
			}
			j := w.one()
			if d := j.Delivery; d.ID != sent.Delivery.ID || d.Kind != news.Edit || d.Message != 10 || d.Attempts != 1 || d.Version != 2 || j.Article.Title != "corrected" {
				w.Errorf("the edit is %+v", j)
			}
			w.confirm(j, 0)
			w.none("it is edited")
			if d, err := w.Delivery(w.Context(), sent.Delivery.ID); err != nil || d.State != news.Sent || d.Message != 10 {
				w.Errorf("afterwards %+v, %v", d, err)
			}
			old, err := w.Original(w.Context(), a.ID)
			w.must(err)
			if old.Title != entry("a", 1).Title || old.Body != sent.Article.Body {
				w.Errorf("the original is %+v", old)
			}
		}},
		{"what a new reading left open stays, and the same reading is no revision", func(w *world) {
			_, sent := w.pushed(1)
			a, err := w.Revise(w.Context(), news.Article{ID: sent.Article.ID, URL: "https://elsewhere.example", Body: sent.Article.Body}, w.now)
			w.must(err)
			if a.Version != 1 || a.Title != sent.Article.Title || a.URL != sent.Article.URL {
				w.Errorf("got %+v", a)
			}
			w.none("nothing changed")
			_, err = w.Revise(w.Context(), news.Article{ID: 4711, Title: "x"}, w.now)
			w.lost(err)
		}},
		{"several changes before an edit goes out are one edit", func(w *world) {
			_, sent := w.pushed(1)
			w.revise(sent.Article.ID, "second")
			w.revise(sent.Article.ID, "third")
			j := w.one()
			if j.Article.Title != "third" || j.Delivery.Version != 3 {
				w.Errorf("got %+v", j)
			}
			w.confirm(j, 0)
			w.none("all changes are in it")
			if old, err := w.Original(w.Context(), sent.Article.ID); err != nil || old.Title != entry("a", 1).Title {
				w.Errorf("the original is %q, %v", old.Title, err)
			}
		}},
		{"a change while a message is on its way makes an edit", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2))
			first := w.one()
			w.revise(first.Article.ID, "corrected")
			w.none("the message is on its way")
			w.must(w.Settle(w.Context(), []news.Outcome{{Delivery: first.Delivery.ID, State: news.Sent, Message: 10}}, w.now))
			second := w.one()
			if second.Article.Title != entry("a", 2).Title {
				w.Errorf("got %+v", second)
			}
			w.confirm(second, 11)
			next := w.one()
			if next.Delivery.Kind != news.Edit || next.Article.Title != "corrected" {
				w.Errorf("got %+v", next)
			}
			w.revise(first.Article.ID, "corrected again")
			w.confirm(next, 0)
			again := w.one()
			if again.Delivery.Kind != news.Edit || again.Article.Title != "corrected again" {
				w.Errorf("got %+v", again)
			}
			w.confirm(again, 0)
			w.none("all is shown")
		}},
		{"a message that still waits shows the new version, without an edit", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1))
			a, err := w.ArticleByURL(w.Context(), entry("a", 1).URL)
			w.must(err)
			w.revise(a.ID, "corrected")
			j := w.one()
			if j.Delivery.Kind != news.Send || j.Article.Title != "corrected" {
				w.Errorf("got %+v", j)
			}
			w.confirm(j, 10)
			w.none("it shows the newest version")
		}},
		{"a dropped message is not edited", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1))
			j := w.one()
			w.must(w.Drop(w.Context(), j.Delivery.ID, "poison"))
			w.revise(j.Article.ID, "corrected")
			w.none("there is no message")
		}},
		{"an edit that was given up leaves a message that the next change edits", func(w *world) {
			_, sent := w.pushed(1)
			w.revise(sent.Article.ID, "corrected")
			w.must(w.Drop(w.Context(), w.one().Delivery.ID, "refused"))
			if d, err := w.Delivery(w.Context(), sent.Delivery.ID); err != nil || d.State != news.Sent || d.Reason != "refused" {
				w.Errorf("the delivery is %+v, %v", d, err)
			}
			w.none("that change was given up")
			w.revise(sent.Article.ID, "corrected again")
			again := w.one()
			w.revise(sent.Article.ID, "corrected a third time")
			w.must(w.Settle(w.Context(), []news.Outcome{{Delivery: again.Delivery.ID, State: news.Dropped, Reason: "refused"}}, w.now))
			last := w.one()
			if last.Delivery.Kind != news.Edit || last.Article.Title != "corrected a third time" {
				w.Errorf("got %+v", last)
			}
			w.confirm(last, 0)
			w.none("all is shown")
		}},
		{"a revision reaches more chats than a batch holds", func(w *world) {
			const chats = 2*Batch + 7
			var feed news.Feed
			for c := range chats {
				feed = w.subscribe(news.ChatID(c+1), 0, "a").Feed
			}
			w.publish(feed, entry("a", 1))
			w.drain()
			a, err := w.ArticleByURL(w.Context(), entry("a", 1).URL)
			w.must(err)
			w.revise(a.ID, "corrected")
			got := w.drain()
			for c := range chats {
				if list := got[news.ChatID(c+1)]; len(list) != 1 || list[0] != "corrected" {
					w.Fatalf("chat %d got %q", c+1, list)
				}
			}
		}},
		{"an edit waits for a chat that is blocked, and goes out when it is back", func(w *world) {
			_, sent := w.pushed(1)
			w.revise(sent.Article.ID, "corrected")
			w.one()
			w.must(w.Block(w.Context(), 1, w.now))
			w.revise(sent.Article.ID, "corrected again")
			w.none("the chat is blocked")
			w.pass(time.Hour)
			w.must(w.Resume(w.Context(), 1, w.now))
			j := w.one()
			if j.Delivery.Kind != news.Edit || j.Article.Title != "corrected again" || j.Delivery.Omitted != 0 {
				w.Errorf("got %+v", j)
			}
			w.confirm(j, 0)
			w.none("one edit")
		}},
		{"an edit is no missed article", func(w *world) {
			sub, sent := w.pushed(1)
			w.revise(sent.Article.ID, "corrected")
			w.must(w.Block(w.Context(), 1, w.now))
			w.pass(3 * day) // too old to be edited
			w.publish(sub.Feed, entry("a", 2))
			w.must(w.Resume(w.Context(), 1, w.now))
			if j := w.one(); j.Article.Title != entry("a", 2).Title || j.Delivery.Omitted != 0 {
				w.Errorf("got %+v", j)
			}
		}},
		{"a chat that unsubscribed still gets the correction of what stands there", func(w *world) {
			sub, sent := w.pushed(1)
			w.revise(sent.Article.ID, "corrected")
			w.must(w.Unsubscribe(w.Context(), sub.ID, w.now))
			if j := w.one(); j.Delivery.Kind != news.Edit {
				w.Errorf("got %+v", j)
			}
		}},
		{"a group that moved leaves its messages behind", func(w *world) {
			_, sent := w.pushed(-5)
			w.chat(-1005)
			w.revise(sent.Article.ID, "corrected")
			w.must(w.Move(w.Context(), -5, -1005))
			w.revise(sent.Article.ID, "corrected again")
			w.none("the supergroup counts its messages anew")
		}},
		{"an edit is lost to no restart", func(w *world) {
			_, sent := w.pushed(1)
			w.revise(sent.Article.ID, "corrected")
			w.one()
			w.must(w.VoidLeases(w.Context()))
			if j := w.one(); j.Delivery.Kind != news.Edit || j.Delivery.Attempts != 2 {
				w.Errorf("got %+v", j.Delivery)
			}
		}},
		{"an edit keeps what a person has unfolded", func(w *world) {
			_, sent := w.pushed(1)
			w.must(w.Viewed(w.Context(), 1, 10, news.Sized(news.Long), 1, w.now))
			w.none("looking changes nothing")
			w.revise(sent.Article.ID, "corrected")
			j := w.one()
			if j.View != news.Sized(news.Long) {
				w.Errorf("the view is %q", j.View)
			}
			// The person presses while the edit is on its way: it may come last.
			w.must(w.Viewed(w.Context(), 1, 10, news.Quoted, 2, w.now))
			w.confirm(j, 0)
			if j = w.one(); j.View != news.Quoted {
				w.Errorf("the view is %q", j.View)
			}
			w.confirm(j, 0)
			w.none("the message shows all")
			// And here with what was read before the change.
			w.must(w.Viewed(w.Context(), 1, 10, news.Lead, 1, w.now))
			if j = w.one(); j.View != news.Lead || j.Delivery.Kind != news.Edit {
				w.Errorf("got %+v", j)
			}
			w.must(w.Viewed(w.Context(), 1, 4711, news.Lead, 1, w.now)) // no message of ours
		}},
		{"a harvest brings revisions and what its entries look like", func(w *world) {
			sub, sent := w.pushed(1)
			list, err := w.Sightings(w.Context(), sub.Feed.ID, w.now.Add(-day))
			w.must(err)
			e := entry("a", 1)
			if len(list) != 1 || list[0] != news.Sight(sent.Article.ID, e) || list[0].Changed(e) {
				w.Fatalf("the sightings are %+v", list)
			}
			e.Summary = "Something else."
			if !list[0].Changed(e) {
				w.Error("other words are no change")
			}
			next := news.Sight(sent.Article.ID, e)
			next.Updated, next.Again, next.Reads = w.now, w.now.Add(time.Hour), 3
			a := sent.Article
			a.Body = "Other words."
			h := w.harvest(sub.Feed)
			h.Revised, h.Sighted = []news.Article{a, {ID: 4711}}, []news.Sighting{next}
			w.must(w.Record(w.Context(), h))
			if list, err = w.Sightings(w.Context(), sub.Feed.ID, w.now.Add(-day)); err != nil || len(list) != 1 || list[0] != next {
				w.Errorf("the sightings are %+v, %v", list, err)
			}
			if j := w.one(); j.Article.Body != a.Body || j.Article.Version != 2 {
				w.Errorf("got %+v", j)
			}
			if list, err = w.Sightings(w.Context(), sub.Feed.ID, w.now); err != nil || len(list) != 0 {
				w.Errorf("old ones: %+v, %v", list, err)
			}
		}},
		{"revisions are cleaned with their articles", func(w *world) {
			_, sent := w.pushed(1)
			w.revise(sent.Article.ID, "corrected")
			w.drain()
			w.pass(100 * day)
			for n := 1; n > 0; {
				var err error
				n, err = w.Clean(w.Context(), w.now.Add(-90*day), 1000)
				w.must(err)
			}
			_, err := w.Original(w.Context(), sent.Article.ID)
			w.lost(err)
		}},
		{"order holds whatever is edited", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			var want []string
			for n := 1; n <= 20; n++ {
				w.publish(sub.Feed, entry("a", n))
				want = append(want, entry("a", n).Title)
			}
			var got []string
			for message := news.MessageID(10); len(got) < 20; message++ {
				j := w.one()
				if j.Delivery.Kind == news.Send {
					got = append(got, j.Article.Title)
				}
				w.confirm(j, message)
				if len(got)%3 == 0 && j.Delivery.Kind == news.Send {
					w.revise(j.Article.ID, fmt.Sprint("corrected ", len(got)))
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				w.Errorf("got %q", got)
			}
		}},
	}
}
