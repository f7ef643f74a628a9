package summarize

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Ledger keeps how many tokens a model has taken on each day, for all who
// share it. A day is the number of days since 1970-01-01 in UTC. It is safe for
// concurrent use.
type Ledger interface {
	// ReserveTokens adds tokens to a day's, at once or not at all: ok is false
	// where the day would then have more than limit.
	ReserveTokens(ctx context.Context, day int64, tokens, limit int) (ok bool, err error)
	// SettleTokens replaces, in a day's, what was reserved by what was used.
	SettleTokens(ctx context.Context, day int64, reserved, used int) error
}

// bookkeeping is how long a question waits for its ledger, and its answer.
const bookkeeping = 3 * time.Second

// budgetOfDay is what a model may take on one UTC day. It holds whatever
// happens: tokens are reserved before they are used, so that nobody overdraws
// it together with others; and what a failure leaves unsettled counts as used.
type budgetOfDay struct {
	ledger Ledger
	limit  int // negative has none, and nothing is counted
	now    func() time.Time
	log    *slog.Logger
}

// reservation is tokens of a day that may be used.
type reservation struct {
	day    int64
	tokens int
}

// reserve is ErrNoBudget where the day has not so many tokens left; where the
// ledger fails nothing may be used either.
func (b *budgetOfDay) reserve(ctx context.Context, n int) (reservation, error) {
	r := reservation{b.now().Unix() / (24 * 3600), n}
	if b.limit < 0 {
		return r, nil
	}
	ctx, cancel := context.WithTimeout(ctx, bookkeeping)
	defer cancel()
	ok, err := b.ledger.ReserveTokens(ctx, r.day, n, b.limit)
	if err != nil {
		return r, fmt.Errorf("%w: %w", ErrNoLedger, err)
	}
	if !ok {
		return r, ErrNoBudget
	}
	return r, nil
}

// settle replaces a reservation by what was used, though ctx may have ended.
func (b *budgetOfDay) settle(ctx context.Context, r reservation, used int) {
	if b.limit < 0 || used == r.tokens {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), bookkeeping)
	defer cancel()
	if err := b.ledger.SettleTokens(ctx, r.day, r.tokens, used); err != nil && b.log != nil {
		b.log.Warn("what the model used could not be stored; what it was expected to use counts", "used", used, "expected", r.tokens, "error", err)
	}
}

// oneDay is the ledger of a process that has no other. It remembers the latest
// day.
type oneDay struct {
	mu   sync.Mutex
	day  int64
	used int
}

func (d *oneDay) ReserveTokens(_ context.Context, day int64, tokens, limit int) (ok bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if day != d.day {
		d.day, d.used = day, 0
	}
	if d.used+tokens > limit {
		return false, nil
	}
	d.used += tokens
	return true, nil
}

func (d *oneDay) SettleTokens(_ context.Context, day int64, reserved, used int) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if day == d.day {
		d.used = max(0, d.used-reserved+used)
	}
	return nil
}
