package summarize

import (
	"sync"
	"time"
)

// budgetOfDay counts the tokens of one UTC day.
type budgetOfDay struct {
	limit int // negative has none
	now   func() time.Time

	mu   sync.Mutex
	day  int64 // days since 1970
	used int
}

// reserve takes tokens off the budget before they are used, so that requests
// at the same time cannot overdraw it together.
func (b *budgetOfDay) reserve(n int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if day := b.now().Unix() / (24 * 3600); day != b.day {
		b.day, b.used = day, 0
	}
	if b.limit >= 0 && b.used+n > b.limit {
		return ErrNoBudget
	}
	b.used += n
	return nil
}

// settle replaces a reservation by what was used.
func (b *budgetOfDay) settle(reserved, used int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used = max(0, b.used-reserved+used)
}

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
