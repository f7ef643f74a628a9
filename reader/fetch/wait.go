package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The longest that a server is believed. Retry-After is meant for us; cache
// lifetimes are mostly a default that somebody left on, and news that waits a
// day is none.
const (
	maxRetryAfter = 24 * time.Hour
	maxFresh      = time.Hour
)

// wait is how long the server asks to be left alone: Retry-After where it
// stands (RFC 9110, 10.2.3); for an answer with 200 or 304 the rest of its
// freshness, by max-age without Age, else by Expires (RFC 9111, 4.2).
func wait(status int, h http.Header, now time.Time) time.Duration {
	if d, ok := retryAfter(h.Get("Retry-After"), now); ok {
		return min(d, maxRetryAfter)
	}
	if status != http.StatusOK && status != http.StatusNotModified {
		return 0
	}
	return min(fresh(h, now), maxFresh)
}

func retryAfter(v string, now time.Time) (time.Duration, bool) {
	v = strings.TrimSpace(v)
	if v == "" {
		return 0, false
	}
	if d, ok := seconds(v); ok {
		return d, true
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(0, t.Sub(now)), true
	}
	return 0, false
}

func fresh(h http.Header, now time.Time) time.Duration {
	for _, part := range strings.Split(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch strings.ToLower(name) {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			d, ok := seconds(strings.Trim(value, `"`))
			if !ok {
				return 0
			}
			age, _ := seconds(h.Get("Age"))
			return max(0, d-age)
		}
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date // the server's clock, not ours
	}
	return max(0, expires.Sub(now))
}

// seconds reads a number of seconds; a huge one is cut to a week.
func seconds(s string) (time.Duration, bool) {
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 63)
	if err != nil {
		return 0, false
	}
	const week = 7 * 24 * 3600
	return time.Duration(min(n, week)) * time.Second, true
}
