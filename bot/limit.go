package bot

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"herald/news"
)

// What one chat may ask of the bot, so that none exhausts it: two things at a
// time, a burst of heavyBurst, and then one each heavyEvery. All chats together
// have heavyAtOnce. A whole answer has patience to come about.
const (
	heavyPerChat = 2
	heavyBurst   = 60
	heavyEvery   = time.Second
	heavyAtOnce  = 24
	patience     = 75 * time.Second

	// remembered bounds the chats whose pace is kept; the oldest go first when
	// they have been idle long enough to have all their burst again.
	remembered = 10_000
)

// limits bounds heavy work per chat and in all.
type limits struct {
	all   chan struct{}
	mu    sync.Mutex
	chats map[news.ChatID]*pace
}

type pace struct {
	rate *rate.Limiter
	busy int
}

func newLimits() *limits {
	return &limits{all: make(chan struct{}, heavyAtOnce), chats: map[news.ChatID]*pace{}}
}

// enter waits for a place and gives back how to leave it; ok is false where the
// chat has had enough for now, or ctx ends.
func (l *limits) enter(ctx context.Context, chat news.ChatID) (leave func(), ok bool) {
	if !l.admit(chat) {
		return nil, false
	}
	select {
	case l.all <- struct{}{}:
		return func() { <-l.all; l.release(chat) }, true
	case <-ctx.Done():
		l.release(chat)
		return nil, false
	}
}

func (l *limits) admit(chat news.ChatID) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.chats[chat]
	if p == nil {
		l.forget()
		p = &pace{rate: rate.NewLimiter(rate.Every(heavyEvery), heavyBurst)}
		l.chats[chat] = p
	}
	if p.busy >= heavyPerChat || !p.rate.Allow() {
		return false
	}
	p.busy++
	return true
}

func (l *limits) release(chat news.ChatID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.chats[chat].busy--
}

// forget drops the chats that have all their burst again, once there are many.
func (l *limits) forget() {
	if len(l.chats) < remembered {
		return
	}
	for id, p := range l.chats {
		if p.busy == 0 && p.rate.Tokens() >= heavyBurst {
			delete(l.chats, id)
		}
	}
}

// recent remembers for a while what was answered, so that a group in which
// many press the same button gets one answer. It is a courtesy, so it is lost
// with the process.
type recent struct {
	mu   sync.Mutex
	when map[answer]time.Time
}

type answer struct {
	chat    news.ChatID
	message int
	data    string
}

const recentFor = 10 * time.Minute

func newRecent() *recent { return &recent{when: map[answer]time.Time{}} }

// first says that nobody has asked for it lately, and notes it.
func (r *recent) first(a answer, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at, ok := r.when[a]; ok && now.Sub(at) < recentFor {
		return false
	}
	if len(r.when) >= remembered {
		for k, at := range r.when {
			if now.Sub(at) >= recentFor {
				delete(r.when, k)
			}
		}
		if len(r.when) >= remembered {
			clear(r.when)
		}
	}
	r.when[a] = now
	return true
}

// undo takes the note back where the answer could not be given.
func (r *recent) undo(a answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.when, a)
}
