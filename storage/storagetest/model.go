package storagetest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"herald/news"
)

// waiting is a delivery as the model knows it.
type waiting struct {
	title    string
	next     time.Time // of a head: not before
	attempts int
}

// model is the outbox as simple as it can be said: a queue per lane, of which
// the first may be handed out from its time on.
type model struct {
	w     *world
	feeds []news.Feed
	subs  [][]news.Subscription // by feed
	lanes map[lane][]waiting
	open  []news.Job // claimed and not settled
	seq   int
}

type lane struct {
	chat   news.ChatID
	thread news.ThreadID
}

func laneOf(j news.Job) lane { return lane{j.Delivery.Chat, j.Delivery.Thread} }

func modelPromises() []promise {
	return []promise{{"whatever happens, each lane gets each article in order, once", func(w *world) {
		m := newModel(w)
		rapid.Check(w.T, func(t *rapid.T) {
			m.clear(t)
			actions := map[string]func(*rapid.T){
				"publish": m.publish, "publish to all": m.publishAll, "claim": m.claim, "settle": m.settle, "pass": m.pass, "restart": m.restart,
			}
			t.Repeat(actions)
			m.drain(t)
		})
	}}}
}

// newModel makes three chats, one of them with two topics, and two feeds that
// some of them take.
func newModel(w *world) *model {
	m := &model{w: w}
	for f := range 2 {
		var subs []news.Subscription
		for _, l := range []lane{{1, 0}, {2, 0}, {2, 5}, {3, 0}}[:4-f] {
			subs = append(subs, w.subscribe(l.chat, l.thread, fmt.Sprint("f", f)))
		}
		m.subs = append(m.subs, subs)
		m.feeds = append(m.feeds, subs[0].Feed)
	}
	return m
}

// clear sends what a failed run has left, and begins anew.
func (m *model) clear(t *rapid.T) {
	m.ok(t, m.w.VoidLeases(m.w.Context()))
	m.w.pass(time.Hour)
	m.w.drain()
	m.lanes, m.open = map[lane][]waiting{}, nil
}

func (m *model) record(t *rapid.T, feed int, subs []news.Subscription) {
	m.seq++
	e := entry(fmt.Sprint("m", m.feeds[feed].ID), m.seq)
	h := news.Harvest{Feed: m.feeds[feed], Seen: []news.Entry{e}, At: m.w.now}
	arrival := news.Arrival{Article: article(e), Entry: e}
	for _, s := range subs {
		arrival.To = append(arrival.To, news.Recipient{Subscription: s.ID})
		l := lane{s.Chat, s.Thread}
		m.lanes[l] = append(m.lanes[l], waiting{title: e.Title, next: m.w.now})
	}
	h.Arrivals = append(h.Arrivals, arrival)
	for range rapid.IntRange(1, 2).Draw(t, "times") { // the same look twice changes nothing
		m.ok(t, m.w.Record(m.w.Context(), h))
	}
}

func (m *model) publish(t *rapid.T) {
	feed := rapid.IntRange(0, 1).Draw(t, "feed")
	m.record(t, feed, m.subs[feed][:rapid.IntRange(1, len(m.subs[feed])).Draw(t, "to")])
}

func (m *model) publishAll(t *rapid.T) { m.record(t, 0, m.subs[0]) }

func (m *model) ready() map[lane]waiting {
	ready := map[lane]waiting{}
	for l, q := range m.lanes {
		if len(q) > 0 && !q[0].next.After(m.w.now) {
			ready[l] = q[0]
		}
	}
	return ready
}

func (m *model) claim(t *rapid.T) {
	n := rapid.IntRange(1, 6).Draw(t, "n")
	ready := m.ready()
	jobs, err := m.w.Claim(m.w.Context(), m.w.now, lease, n)
	m.ok(t, err)
	if want := min(n, len(ready)); len(jobs) != want {
		t.Fatalf("claimed %v, want %d of %v", titles(jobs), want, ready)
	}
	for _, j := range jobs {
		l := laneOf(j)
		head, ok := ready[l]
		delete(ready, l) // one of a lane
		if !ok || head.title != j.Article.Title || j.Delivery.Attempts != head.attempts+1 {
			t.Fatalf("lane %v gave %q at attempt %d, want %+v", l, j.Article.Title, j.Delivery.Attempts, head)
		}
		m.lanes[l][0].attempts++
		m.lanes[l][0].next = m.w.now.Add(lease)
		m.open = append(m.open, j)
	}
}

// settle ends one claim, which may be one whose lease was lost long ago.
func (m *model) settle(t *rapid.T) {
	if len(m.open) == 0 {
		t.Skip("nothing is claimed")
	}
	i := rapid.IntRange(0, len(m.open)-1).Draw(t, "which")
	j := m.open[i]
	m.open = append(m.open[:i:i], m.open[i+1:]...)
	l := laneOf(j)
	q := m.lanes[l]
	if len(q) == 0 || q[0].title != j.Article.Title || q[0].attempts != j.Delivery.Attempts {
		return // somebody else has it now, and settles it
	}
	switch rapid.SampledFrom([]string{"confirm", "confirm", "confirm", "postpone", "drop"}).Draw(t, "how") {
	case "confirm":
		m.w.confirm(j, news.MessageID(j.Delivery.ID))
		m.shift(l)
	case "drop":
		m.ok(t, m.w.Drop(m.w.Context(), j.Delivery.ID, "poison"))
		m.shift(l)
	case "postpone":
		until := m.w.now.Add(time.Duration(rapid.IntRange(0, 120).Draw(t, "seconds")) * time.Second)
		// After a restart it is not being sent any more, and stays as it is.
		if q[0].next.After(m.w.now) || !q[0].next.Equal(restarted) {
			q[0].next = until
		}
		m.ok(t, m.w.Postpone(m.w.Context(), j.Delivery.ID, until, "429"))
	}
}

// restarted marks a head whose lease was made void.
var restarted = time.Unix(1, 0)

func (m *model) shift(l lane) {
	m.lanes[l] = m.lanes[l][1:]
	if len(m.lanes[l]) > 0 && m.lanes[l][0].next.Before(m.w.now) {
		m.lanes[l][0].next = m.w.now
	}
}

func (m *model) pass(t *rapid.T) {
	m.w.pass(time.Duration(rapid.IntRange(1, 90).Draw(t, "seconds")) * time.Second)
}

// restart voids the leases of what is being sent.
func (m *model) restart(t *rapid.T) {
	m.ok(t, m.w.VoidLeases(m.w.Context()))
	for _, j := range m.open {
		l := laneOf(j)
		if q := m.lanes[l]; len(q) > 0 && q[0].title == j.Article.Title && q[0].attempts == j.Delivery.Attempts {
			q[0].next = restarted
		}
	}
	if rapid.Bool().Draw(t, "the claims die with the process") {
		m.open = nil
	}
}

// drain sends what waits, and finds each lane's articles in their order.
func (m *model) drain(t *rapid.T) {
	m.w.pass(time.Hour)
	for {
		jobs := m.w.claim(10)
		if len(jobs) == 0 {
			break
		}
		for _, j := range jobs {
			l := laneOf(j)
			if len(m.lanes[l]) == 0 || m.lanes[l][0].title != j.Article.Title {
				t.Fatalf("lane %v gave %q, want the first of %v", l, j.Article.Title, m.lanes[l])
			}
			m.w.confirm(j, news.MessageID(j.Delivery.ID))
			m.shift(l)
		}
	}
	for l, q := range m.lanes {
		if len(q) != 0 {
			t.Fatalf("lane %v still waits for %v", l, q)
		}
	}
	m.ok(t, m.w.Check(m.w.Context()))
}

func (m *model) ok(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}
