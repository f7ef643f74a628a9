package watch

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"herald/news"
)

// day is the longest that a feed is left alone, whatever it or its failures
// ask for.
const day = 24 * time.Hour

// believed is how many intervals a server that answers may ask for. Cache
// lifetimes are mostly a default that somebody left on.
const believed = 6

// afterSuccess is how long to leave a feed alone that was read: the interval,
// or longer where the server asks for it.
func afterSuccess(interval, wait time.Duration) time.Duration {
	return spread(max(interval, min(wait, believed*interval, day)))
}

// afterFailure is how long to leave a feed alone that has failed so many times
// in a row: the interval, twice as long each time, a day at most; and what the
// server asks for (Retry-After).
func afterFailure(interval time.Duration, failures int, wait time.Duration) time.Duration {
	longest := max(day, interval)
	pause := interval
	for i := 1; i < failures && pause < longest; i++ {
		pause *= 2
	}
	return min(spread(min(max(pause, wait), longest)), longest)
}

// spread is d give or take a twentieth, so that feeds that were looked at
// together do not stay together.
func spread(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.95 + 0.1*rand.Float64()))
}

// inOrder sorts entries as they appeared, oldest first. Feeds list the newest
// first, so that is their order reversed; then dates decide. An entry without
// one stays beside its neighbour.
func inOrder(entries []news.Entry) []news.Entry {
	type dated struct {
		news.Entry
		at time.Time
	}
	list := make([]dated, len(entries))
	for i, e := range entries {
		list[len(entries)-1-i] = dated{e, e.Published}
	}
	var last time.Time
	for i := range list {
		if list[i].at.IsZero() {
			list[i].at = last
		}
		last = list[i].at
	}
	slices.SortStableFunc(list, func(a, b dated) int { return a.at.Compare(b.at) })
	sorted := make([]news.Entry, len(entries))
	for i, d := range list {
		sorted[i] = d.Entry
	}
	return sorted
}

// uplink is whether our own line to the web works: when so many different
// hosts in a row cannot be reached, they are not to blame.
type uplink struct {
	mu     sync.Mutex
	failed map[string]bool // since one answered last
}

const lineHosts = 5

// note learns from a look: any answer, also a refusal, shows that the line works.
func (u *uplink) note(host string, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	away := errors.Is(err, news.ErrUnreachable) || errors.Is(err, news.ErrTimeout) || errors.Is(err, context.DeadlineExceeded)
	switch {
	case !away:
		u.failed = nil
	case u.failed == nil:
		u.failed = map[string]bool{host: true}
	case len(u.failed) < lineHosts:
		u.failed[host] = true
	}
}

func (u *uplink) down() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return len(u.failed) >= lineHosts
}
