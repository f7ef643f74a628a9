package emulator

import (
	"encoding/json"
	"math"
	"time"
)

// Limits is Telegram's documented pace,
// https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.
// Zero values are no limit.
type Limits struct {
	PerSecond int // messages over all chats in any second
	Burst     int // messages at once in a chat that refills by one a second
	PerMinute int // messages in any minute in a group or channel
}

// Documented is the pace that Telegram documents: 30 a second, one a second in
// a chat with short bursts, 20 a minute in a group.
func Documented() Limits { return Limits{PerSecond: 30, Burst: 4, PerMinute: 20} }

// counted is how many messages a request counts as.
func counted(method string, a *args) int {
	switch method {
	case "sendMessage", "sendPhoto", "sendRichMessage", "editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup":
		return 1
	case "sendMediaGroup":
		var items []json.RawMessage
		_, _ = a.object("media", &items) // refused later where it cannot be read
		return len(items)
	}
	return 0
}

// pace is when messages were taken lately, over all chats.
type pace struct {
	recent []time.Time
}

// chatPace is the same of one chat.
type chatPace struct {
	tokens float64
	filled time.Time
	recent []time.Time // groups and channels
	closed time.Time   // 429 until then
	retry  int         // seconds it was closed for
}

func (p *chatPace) flood(now time.Time, seconds int) {
	p.retry = seconds
	p.closed = now.Add(time.Duration(seconds) * time.Second)
}

// paced refuses what comes too fast, and whatever comes to a chat before its
// retry_after has passed, which begins anew then.
func (s *Server) paced(method string, a *args, now time.Time) error {
	n := counted(method, a)
	c := s.chats[a.chatID()]
	if n == 0 || c == nil {
		return nil
	}
	if now.Before(c.pace.closed) {
		s.stats.TooMany++
		s.stats.DuringRetry++
		c.pace.flood(now, c.pace.retry)
		return tooMany(c.pace.retry)
	}
	l := s.options.Limits
	if wait := s.tooFast(l, c, n, now); wait > 0 {
		retry := int(math.Ceil(wait.Seconds()))
		s.stats.TooMany++
		c.pace.flood(now, retry)
		return tooMany(retry)
	}
	return nil
}

func tooMany(seconds int) *apiError {
	return &apiError{Code: 429, Description: usual(429, seconds), RetryAfter: seconds}
}

// tooFast counts n messages and gives 0, or says how long they must wait.
func (s *Server) tooFast(l Limits, c *chat, n int, now time.Time) time.Duration {
	if l.PerSecond > 0 {
		s.pace.recent = since(s.pace.recent, now.Add(-time.Second))
		if len(s.pace.recent)+n > max(l.PerSecond, n) {
			return time.Second
		}
	}
	p := &c.pace
	if l.PerMinute > 0 && !c.private() {
		p.recent = since(p.recent, now.Add(-time.Minute))
		if over := len(p.recent) + n - max(l.PerMinute, n); over > 0 {
			return p.recent[over-1].Add(time.Minute).Sub(now)
		}
	}
	if l.Burst > 0 {
		full := float64(l.Burst)
		if p.filled.IsZero() {
			p.tokens = full
		}
		p.tokens = min(full, p.tokens+now.Sub(p.filled).Seconds())
		p.filled = now
		if p.tokens < 1 {
			return time.Duration((1 - p.tokens) * float64(time.Second))
		}
		p.tokens -= float64(n)
	}
	for range n {
		if l.PerSecond > 0 {
			s.pace.recent = append(s.pace.recent, now)
		}
		if l.PerMinute > 0 && !c.private() {
			p.recent = append(p.recent, now)
		}
	}
	return 0
}

// since drops the times that are not after t.
func since(times []time.Time, t time.Time) []time.Time {
	n := 0
	for n < len(times) && !times[n].After(t) {
		n++
	}
	return append(times[:0], times[n:]...)
}
