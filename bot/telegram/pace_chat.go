package telegram

import (
	"time"

	"golang.org/x/time/rate"
)

// chatPace is what one chat has had lately. The pacer's lock guards it.
type chatPace struct {
	own   *rate.Limiter // one a second, bursts of chatBurst
	group bool          // a group or channel: the window counts too
	hold  time.Time     // nothing before that: Telegram said so

	// A group's messages are counted from when they left until a window after
	// their answer came, for nobody knows when in between Telegram counted them.
	flying  int
	arrived []time.Time // ascending, at most groupLimit young ones
}

// delay is how long a request of n messages has to wait for this chat.
func (c *chatPace) delay(n int, broadcast bool, now time.Time) time.Duration {
	need, limit := 1.0, groupLimit
	if broadcast {
		need += chatReserve
		limit -= groupReserve
	}
	var d time.Duration
	if tokens := c.own.TokensAt(now); tokens < need {
		d = max(time.Millisecond, seconds((need-tokens)/float64(c.own.Limit())))
	}
	if !c.group {
		return d
	}
	c.expire(now)
	over := c.flying + len(c.arrived) + min(n, limit) - limit
	switch {
	case over <= 0:
	case over <= len(c.arrived):
		d = max(d, c.arrived[over-1].Add(groupWindow).Sub(now))
	default: // those on their way hold the place; their answers come soon
		d = max(d, 50*time.Millisecond)
	}
	return d
}

func (c *chatPace) leave(n int) {
	if c.group {
		c.flying += n
	}
}

func (c *chatPace) arrive(n int, now time.Time) {
	if !c.group {
		return
	}
	c.flying -= n
	c.expire(now)
	for range n {
		c.arrived = append(c.arrived, now)
	}
}

func (c *chatPace) expire(now time.Time) {
	n := 0
	for n < len(c.arrived) && now.Sub(c.arrived[n]) >= groupWindow {
		n++
	}
	c.arrived = append(c.arrived[:0], c.arrived[n:]...)
}

// idle says that forgetting the chat changes nothing.
func (c *chatPace) idle(now time.Time) bool {
	c.expire(now)
	return now.After(c.hold) && c.flying == 0 && len(c.arrived) == 0 && c.own.TokensAt(now) >= chatBurst
}
