package summarize

import (
	"sync"
	"time"
)

// How often the model may fail in a row, and how long it is then left alone.
const (
	mayFail = 5
	rest    = time.Minute
)

// breaker spares a failing endpoint, and the people who would wait for it.
type breaker struct {
	now func() time.Time

	mu       sync.Mutex
	failures int
	until    time.Time
}

// allow says whether the endpoint may be asked. After the rest one question
// goes through; if that fails too, it rests again.
func (b *breaker) allow() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures < mayFail {
		return nil
	}
	now := b.now()
	if now.Before(b.until) {
		return ErrResting
	}
	b.until = now.Add(rest)
	return nil
}

func (b *breaker) succeeded() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures = 0
}

func (b *breaker) failed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures++
	b.until = b.now().Add(rest)
}
