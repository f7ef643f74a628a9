package bot

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"herald/news"
)

// What one chat may ask of the bot, so that none exhausts it: heavyPerChat
// things at a time, and a burst of fetchBurst visits to the web, then one each
// fetchEvery; what is stored already costs nothing. All chats together have
// heavyAtOnce.
//
// A group or channel gets talkBurst answers, then one each talkEvery, which is
// what Telegram lets it have: more would wait for their turn one by one, and
// with them everybody else's, since Telegram shows no more than 100 updates
// behind one that is not done. For the same reason a whole answer has patience
// to come about, and with all that goes before and after it an update is left
// after handling.
const (
	heavyPerChat = 2
	heavyAtOnce  = 24
	fetchBurst   = 60
	fetchEvery   = time.Second
	talkBurst    = 60
	talkEvery    = 3 * time.Second
	patience     = 75 * time.Second
	answering    = 15 * time.Second // of it, for the answer itself
	handling     = 2 * time.Minute

	// remembered bounds the chats whose pace is kept; the oldest go first when
	// they have been idle long enough to have all their burst again.
	remembered = 10_000
)

// limits bounds heavy work and visits to the web, per chat and in all.
type limits struct {
	all   chan struct{}
	mu    sync.Mutex
	chats map[news.ChatID]*pace
}

type pace struct {
	rate *rate.Limiter
	talk *rate.Limiter
	busy int
}

func newLimits() *limits {
	return &limits{all: make(chan struct{}, heavyAtOnce), chats: map[news.ChatID]*pace{}}
}

// enter waits for a place and gives back how to leave it; ok is false where the
// chat has enough in work already, or ctx ends.
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
	p := l.of(chat)
	if p.busy >= heavyPerChat {
		return false
	}
	p.busy++
	return true
}

// visit says whether the chat may have the web visited once more: nil, or
// errBusy.
func (l *limits) visit(chat news.ChatID) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.of(chat).rate.Allow() {
		return errBusy
	}
	return nil
}

// heard says whether the chat may have one more answer.
func (l *limits) heard(chat news.ChatID) bool {
	if chat > 0 { // Telegram paces people as it paces their chat
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of(chat).talk.Allow()
}

// of is the chat's pace; the lock is held.
func (l *limits) of(chat news.ChatID) *pace {
	p := l.chats[chat]
	if p == nil {
		l.forget()
		p = &pace{rate: rate.NewLimiter(rate.Every(fetchEvery), fetchBurst), talk: rate.NewLimiter(rate.Every(talkEvery), talkBurst)}
		l.chats[chat] = p
	}
	return p
}

func (l *limits) release(chat news.ChatID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of(chat).busy--
}

// forget drops the chats that have all their burst again, once there are many.
func (l *limits) forget() {
	if len(l.chats) < remembered {
		return
	}
	for id, p := range l.chats {
		if p.busy == 0 && p.rate.Tokens() >= fetchBurst && p.talk.Tokens() >= talkBurst {
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
