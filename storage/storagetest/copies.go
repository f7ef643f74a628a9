package storagetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"herald/news"
)

// What several copies of herald pass to one another.
func copiesPromises() []promise {
	return []promise{
		{"an update is taken once, and handled in its lane's order", func(w *world) {
			w.take(1, 10, 11, 12)
			w.take(2, 20)
			w.take(1, 10)
			w.updates(10, 20)
			w.updates()
			w.must(w.FinishUpdate(w.Context(), 10, w.now))
			w.updates(11)
			w.take(1, 10, 11)
			w.updates()
			w.must(w.FinishUpdate(w.Context(), 11, w.now))
			w.must(w.FinishUpdate(w.Context(), 20, w.now))
			w.updates(12)
		}},
		{"an update whose copy died is handed out when its lease ends, unless it was lengthened", func(w *world) {
			w.take(1, 10)
			w.take(2, 20)
			w.updates(10, 20)
			w.must(w.LeaseUpdates(w.Context(), []news.Update{{ID: 20}}, w.now.Add(2*lease)))
			w.pass(lease)
			w.updates(10)
			w.must(w.LeaseUpdates(w.Context(), []news.Update{{ID: 10}}, w.now)) // given back
			w.updates(10)
		}},
		{"done updates are forgotten by age, with what was answered", func(w *world) {
			w.take(1, 10, 11)
			w.must(w.FinishUpdate(w.Context(), 10, w.now))
			a := w.ask(10, 1, 7)
			w.must(w.SettleAnswer(w.Context(), a.ID, 5, "", w.now))
			w.pass(time.Hour)
			if n, err := w.ForgetUpdates(w.Context(), w.now.Add(-time.Hour)); err != nil || n != 0 {
				w.Errorf("forgot %d, %v", n, err)
			}
			if n, err := w.ForgetUpdates(w.Context(), w.now); err != nil || n != 2 {
				w.Errorf("forgot %d, %v", n, err)
			}
			_, err := w.Answer(w.Context(), a.ID)
			w.lost(err)
			w.take(1, 10)
			w.updates(10) // long forgotten, so a new one
		}},
		{"an update that is handled twice is answered once", func(w *world) {
			first := w.ask(10, 1, 7)
			again := w.ask(10, 1, 7)
			second := w.ask(10, 2, 8)
			if again.ID != first.ID || second.ID == first.ID {
				w.Errorf("answers %d, %d, %d", first.ID, again.ID, second.ID)
			}
			w.answers(first.ID, second.ID)
			w.must(w.SettleAnswer(w.Context(), first.ID, 55, "", w.now))
			if a := w.ask(10, 1, 7); !a.Done || a.Message != 55 || a.Fault != "" {
				w.Errorf("%+v", a)
			}
			w.must(w.SettleAnswer(w.Context(), first.ID, 0, "too late", w.now))
			w.must(w.SettleAnswer(w.Context(), second.ID, 0, "refused", w.now))
			if a, err := w.Answer(w.Context(), first.ID); err != nil || a.Message != 55 || a.Fault != "" {
				w.Errorf("what was settled changed: %+v, %v", a, err)
			}
			if a, err := w.Answer(w.Context(), second.ID); err != nil || !a.Done || a.Fault != "refused" {
				w.Errorf("%+v, %v", a, err)
			}
		}},
		{"a chat has one answer in flight, in order, with its attempts counted", func(w *world) {
			one, two, other := w.ask(10, 1, 7).ID, w.ask(11, 1, 7).ID, w.ask(12, 1, 8).ID
			w.answers(one, other)
			w.answers()
			w.must(w.PostponeAnswer(w.Context(), one, w.now.Add(time.Second)))
			w.answers()
			w.pass(time.Second)
			if list := w.answers(one); list[0].Attempts != 2 || string(list[0].Body) != "7: 10/1" || list[0].Edits != 3 || list[0].Thread != 4 {
				w.Errorf("%+v", list[0])
			}
			w.must(w.SettleAnswer(w.Context(), one, 1, "", w.now))
			w.answers(two)
			w.pass(lease)
			w.answers(two, other)
		}},
		{"what the sender before had in its hands is handed out again", func(w *world) {
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1), entry("a", 2))
			w.one()
			a := w.ask(10, 1, 7)
			w.answers(a.ID)
			w.take(1, 10)
			w.updates(10)
			w.must(w.VoidSending(w.Context()))
			if j := w.one(); j.Article.Title != entry("a", 1).Title || j.Delivery.Attempts != 2 {
				w.Errorf("%q, attempts %d", j.Article.Title, j.Delivery.Attempts)
			}
			w.answers(a.ID)
			w.updates() // in the hands of who handles
			w.must(w.VoidLeases(w.Context()))
			w.updates(10)
		}},
		{"copies hear at once of what is to do, once it is stored", func(w *world) {
			ctx, cancel := context.WithCancel(w.Context())
			heard := make(chan news.Signal, 100)
			var listening sync.WaitGroup
			listening.Go(func() {
				if err := w.Listen(ctx, func(s news.Signal) { heard <- s }); err != nil {
					w.Error(err)
				}
			})
			defer listening.Wait()
			defer cancel()
			want := func(kind news.SignalKind, id int64) {
				w.Helper()
				for {
					select {
					case s := <-heard:
						if s == (news.Signal{Kind: kind, ID: id}) {
							return
						}
					case <-time.After(20 * time.Second):
						w.Fatalf("no word of %q %d", kind, id)
					}
				}
			}
			want(news.Missed, 0)
			w.take(1, 10)
			want(news.Updated, 0)
			a := w.ask(10, 1, 7)
			want(news.Asked, 0)
			w.must(w.SettleAnswer(w.Context(), a.ID, 5, "", w.now))
			want(news.Answered, int64(a.ID))
			sub := w.subscribe(1, 0, "a")
			w.publish(sub.Feed, entry("a", 1))
			want(news.Queued, 0)
		}},
		{"a role is served, and its error handed on", func(w *world) {
			failed := fmt.Errorf("no more")
			served := 0
			for range 2 {
				err := w.Elect(w.Context(), "send", func(ctx context.Context) error {
					served++
					return failed
				})
				if err == nil {
					w.Error("the error is lost")
				}
			}
			if served != 2 {
				w.Errorf("served %d times", served)
			}
		}},
	}
}

func (w *world) take(lane int64, ids ...int64) {
	w.Helper()
	var list []news.Update
	for _, id := range ids {
		list = append(list, news.Update{ID: id, Lane: lane, Body: fmt.Appendf(nil, "update %d", id)})
	}
	w.must(w.TakeUpdates(w.Context(), list))
}

// updates claims all that there are and wants these.
func (w *world) updates(ids ...int64) {
	w.Helper()
	list, err := w.ClaimUpdates(w.Context(), w.now, lease, 10)
	w.must(err)
	var got []int64
	for _, u := range list {
		got = append(got, u.ID)
		if string(u.Body) != fmt.Sprintf("update %d", u.ID) {
			w.Errorf("update %d holds %q", u.ID, u.Body)
		}
	}
	if !slices.Equal(got, ids) {
		w.Fatalf("claimed the updates %v, want %v", got, ids)
	}
}

func (w *world) ask(update int64, number int, chat news.ChatID) news.Answer {
	w.Helper()
	a, err := w.Ask(w.Context(), news.Answer{Update: update, Number: number, Chat: chat, Thread: 4, Edits: 3, Body: fmt.Appendf(nil, "%d: %d/%d", chat, update, number), Created: w.now})
	w.must(err)
	return a
}

// answers claims all that are due and wants these.
func (w *world) answers(ids ...news.AnswerID) []news.Answer {
	w.Helper()
	list, err := w.ClaimAnswers(w.Context(), w.now, lease, 10)
	w.must(err)
	var got []news.AnswerID
	for _, a := range list {
		got = append(got, a.ID)
	}
	if !slices.Equal(got, ids) {
		w.Fatalf("claimed the answers %v, want %v", got, ids)
	}
	return list
}
