package telegram

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"herald/news"
)

// Telegram's pace, https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this:
// about 30 messages a second in all, about one a second within a chat with
// short bursts, 20 a minute within a group or channel. Edits count.
const (
	chatBurst   = 3                // messages that one chat may get at once
	groupWindow = 60 * time.Second //
	groupLimit  = 20               // in any groupWindow

	// reserve is what broadcasts leave of a chat's and a group's allowance, so
	// that an answer to a person need not wait for them.
	chatReserve  = 1
	groupReserve = 2

	// breadth is the second in which no more than the rate's number of messages
	// may arrive, a little widened for clocks that differ.
	breadth   = 1005 * time.Millisecond
	maxWindow = 10_000 // higher rates are paced by the limiter alone

	patience = time.Minute     // how long an answer waits, for its chat and for its turn
	haste    = 2 * time.Second // how long a broadcast waits for its chat

	// turnHaste is how long a broadcast waits for its turn over all chats: longer
	// than many of them need at any usual pace, and so short that an attempt of
	// several requests, which has an end, does not meet it while it waits.
	turnHaste = 20 * time.Second

	slowFor = time.Minute      // how long the pace is halved after a flood
	sweep   = 10 * time.Second // between two looks for chats that can be forgotten
)

// pacer decides when a message may leave. It has no goroutine: those who wait
// watch the clock themselves.
//
// A message needs three things at one moment: its chat is not within a
// retry_after, its chat's allowance has room, and it is its turn at the pace
// over all chats. There answers queue before broadcasts, each in order.
type pacer struct {
	mu     sync.Mutex
	pace   rate.Limit    // 0: no pacing
	all    *rate.Limiter // nil: no pacing
	turn   turnstile
	second window
	chats  map[news.ChatID]*chatPace
	swept  time.Time

	flooded      news.ChatID // the chat of the latest 429
	floodedUntil time.Time
	holdUntil    time.Time // broadcasts rest until then
	slowUntil    time.Time // the pace is halved until then
}

func newPacer(perSecond float64) *pacer {
	p := &pacer{chats: map[news.ChatID]*chatPace{}, turn: turnstile{called: make(chan struct{}, 1)}}
	if perSecond > 0 {
		p.pace = rate.Limit(perSecond)
		// Timers are late, more so on a busy machine: a fifth of a second's
		// messages may catch up. The window keeps them within the rate.
		p.all = rate.NewLimiter(p.pace, max(1, int(perSecond/5)))
		if perSecond >= 1 && perSecond <= maxWindow {
			p.second.limit = int(perSecond)
		}
	}
	return p
}

// wait returns when a request of n messages to the chat may be made, and takes
// its place; done must be called when the answer is there. n is 0 for requests
// that do not count as messages: these heed a retry_after only.
func (p *pacer) wait(ctx context.Context, chat news.ChatID, n int) (done func(), err error) {
	broadcast := isBroadcast(ctx)
	limit, turnLimit := patience, patience
	if broadcast {
		limit, turnLimit = haste, turnHaste
	}
	began := time.Now()
	deadline := began.Add(limit)
	if p.all == nil || n == 0 {
		return func() {}, p.waitChat(ctx, chat, n, broadcast, deadline)
	}
	turn, cancel := context.WithDeadline(ctx, began.Add(turnLimit))
	defer cancel()
	for {
		if err := p.waitChat(ctx, chat, n, broadcast, deadline); err != nil {
			return nil, err
		}
		done, ok, err := p.takeTurn(turn, chat, n, broadcast)
		if err != nil && ctx.Err() == nil {
			return nil, &RetryError{After: time.Second, Paced: true} // the pace is slower than the queue is long
		}
		if err != nil || ok {
			return done, err
		}
	}
}

// takeTurn is take when the turn has come.
func (p *pacer) takeTurn(ctx context.Context, chat news.ChatID, n int, broadcast bool) (done func(), ok bool, err error) {
	if err := p.enter(ctx, !broadcast); err != nil {
		return nil, false, err
	}
	defer p.leave()
	return p.take(ctx, chat, n, broadcast)
}

// waitChat returns when the chat's own allowance has room, without taking it.
func (p *pacer) waitChat(ctx context.Context, chat news.ChatID, n int, broadcast bool, deadline time.Time) error {
	for {
		now := time.Now()
		p.mu.Lock()
		delay := p.delay(chat, n, broadcast, now)
		all := broadcast && p.holdUntil.Sub(now) >= delay
		p.mu.Unlock()
		if delay <= 0 {
			return ctx.Err()
		}
		if now.Add(delay).After(deadline) {
			return &RetryError{After: max(delay, time.Millisecond), Paced: true, All: all}
		}
		if err := sleep(ctx, delay); err != nil {
			return err
		}
	}
}

// delay is how long a message to the chat has to wait as things stand now.
func (p *pacer) delay(chat news.ChatID, n int, broadcast bool, now time.Time) time.Duration {
	var d time.Duration
	if broadcast {
		d = p.holdUntil.Sub(now)
	}
	c := p.chats[chat]
	if c == nil {
		return d
	}
	d = max(d, c.hold.Sub(now))
	if p.all == nil || n == 0 {
		return d
	}
	return max(d, c.delay(n, broadcast, now))
}

// take waits for the pace over all chats and takes a place there and in the
// chat; not ok where somebody else was faster in the chat meanwhile. The place
// is reserved before the wait, so that a late timer delays one message and not
// all those behind it.
func (p *pacer) take(ctx context.Context, chat news.ChatID, n int, broadcast bool) (done func(), ok bool, err error) {
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hasten(now)
	if p.delay(chat, n, broadcast, now) > 0 {
		return nil, false, nil
	}
	place := p.all.ReserveN(now, 1)
	// An answer takes its place before it is there, and the broadcasts behind it
	// wait the longer: the window alone keeps it within the rate.
	atOnce := !broadcast && p.second.limit > 0 && p.all.Limit() == p.pace
	for {
		d := p.second.delay(now)
		if !atOnce {
			d = max(d, place.DelayFrom(now))
		}
		if d <= 0 {
			break
		}
		p.mu.Unlock()
		called, err := p.rest(ctx, d, broadcast)
		p.mu.Lock()
		now = time.Now()
		if err != nil || called {
			place.CancelAt(now)
			return nil, false, err
		}
	}
	if p.delay(chat, n, broadcast, now) > 0 {
		return nil, false, nil
	}
	p.debt(p.all, n-1, now)
	p.second.leave(n)
	c := p.chat(chat, now)
	p.debt(c.own, n, now)
	c.leave(n)
	return func() { p.arrived(c, n, now) }, true, nil
}

// rest sleeps; a broadcast's sleep ends when an answer calls for the turn.
func (p *pacer) rest(ctx context.Context, d time.Duration, broadcast bool) (called bool, err error) {
	if !broadcast {
		return false, sleep(ctx, d)
	}
	t := time.NewTimer(max(d, time.Millisecond))
	defer t.Stop()
	select {
	case <-t.C:
		return false, nil
	case <-p.turn.called:
		return true, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// debt takes n more places, also those that are not there yet: an album is one
// request of several messages, and those behind it wait the longer.
func (p *pacer) debt(l *rate.Limiter, n int, now time.Time) {
	for range n {
		l.ReserveN(now, 1)
	}
}

func (p *pacer) arrived(c *chatPace, n int, departed time.Time) {
	now := time.Now()
	p.mu.Lock()
	c.arrive(n, now)
	p.second.arrive(n, departed, now)
	p.mu.Unlock()
}

// note learns from the outcome of a request: a 429 holds its chat; a second
// chat's within that time is Telegram's word that the bot as a whole is too
// fast, so all broadcasts rest and go on at half the pace for a while.
func (p *pacer) note(chat news.ChatID, err error) {
	var retry *RetryError
	if !errors.As(err, &retry) || retry.Paced {
		return
	}
	now := time.Now()
	until := now.Add(retry.After)
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.chat(chat, now)
	if until.After(c.hold) {
		c.hold = until
	}
	if p.all != nil && p.flooded != chat && now.Before(p.floodedUntil) {
		if until.After(p.holdUntil) {
			p.holdUntil = until
		}
		p.slowUntil = p.holdUntil.Add(slowFor)
		p.all.SetLimitAt(now, p.pace/2)
	}
	p.flooded = chat
	if until.After(p.floodedUntil) {
		p.floodedUntil = until
	}
}

// hasten takes up the full pace again when the slow time is over.
func (p *pacer) hasten(now time.Time) {
	if p.all.Limit() != p.pace && now.After(p.slowUntil) {
		p.all.SetLimitAt(now, p.pace)
	}
}

// held says whether the chat is within a retry_after.
func (p *pacer) held(chat news.ChatID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.chats[chat]
	return c != nil && time.Now().Before(c.hold)
}

// chat gives the chat's pace and now and then forgets chats that have all
// their allowance again: a bot of a million chats remembers the last minute's.
func (p *pacer) chat(id news.ChatID, now time.Time) *chatPace {
	if now.Sub(p.swept) > sweep {
		p.swept = now
		for id, c := range p.chats {
			if c.idle(now) {
				delete(p.chats, id)
			}
		}
	}
	c := p.chats[id]
	if c == nil {
		c = &chatPace{own: rate.NewLimiter(1, chatBurst), group: id < 0}
		p.chats[id] = c
	}
	return c
}

// sleep waits, at least a millisecond so that rounding cannot spin.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(max(d, time.Millisecond))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
