package outbox

import (
	"math/rand/v2"
	"time"

	"herald/news"
)

// A failure that nobody can blame on the message is waited out: half a second
// at first, twice as long each time, ten minutes at most, for a day in all.
const (
	firstPause   = 500 * time.Millisecond
	longestPause = 10 * time.Minute
	endurance    = 24 * time.Hour
)

// backOff is how long a delivery waits after its attempt number attempts
// (from 1) failed, give or take a fifth, so that those which failed together
// do not come back together; not ok when it has been tried for a day. Time
// that herald itself was down does not count.
func backOff(attempts int) (pause time.Duration, ok bool) {
	pause = firstPause
	var spent time.Duration
	for range attempts - 1 {
		if spent += pause; spent >= endurance {
			break
		}
		pause = min(2*pause, longestPause)
	}
	return jitter(pause), spent < endurance
}

// jitter is d give or take a fifth.
func jitter(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.8 + 0.4*rand.Float64()))
}

const (
	// stormChats are as many chats as must fail, with nothing between them that
	// Telegram answered, before Telegram and not a message is to blame.
	stormChats = 5

	firstKnock   = time.Second
	longestKnock = 30 * time.Second
)

// weather is whether Telegram is there at all. While it is not, the outbox
// claims nothing but one message at a time to knock with, so that a broadcast
// to a hundred thousand chats does not burn an attempt of each.
type weather struct {
	failed map[news.ChatID]bool // since Telegram answered last
	pause  time.Duration        // 0: fair
	next   time.Time            // the next knock
}

// note learns from a result and says whether the weather has turned.
func (w *weather) note(chat news.ChatID, away bool, now time.Time) (turned bool) {
	if !away {
		turned = w.bad()
		*w = weather{}
		return turned
	}
	if w.failed == nil {
		w.failed = map[news.ChatID]bool{}
	}
	if w.bad() {
		if !now.Before(w.next) { // those sent before the storm come in late: they are no knocks
			w.pause = min(2*w.pause, longestKnock)
			w.next = now.Add(jitter(w.pause))
		}
		return false
	}
	if w.failed[chat] = true; len(w.failed) < stormChats {
		return false
	}
	w.pause = firstKnock
	w.next = now.Add(jitter(w.pause))
	return true
}

// bad says that Telegram is away.
func (w *weather) bad() bool { return w.pause > 0 }

// until is before when nothing may be claimed.
func (w *weather) until() time.Time { return w.next }
