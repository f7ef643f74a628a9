package fetch

import (
	"net/http"
	"testing"
	"time"
)

func TestWait(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		status int
		head   map[string]string
		want   time.Duration
	}{
		{"nothing said", 200, nil, 0},
		{"Retry-After in seconds", 429, map[string]string{"Retry-After": "120"}, 2 * time.Minute},
		{"Retry-After as a date", 503, map[string]string{"Retry-After": "Sun, 01 Mar 2026 12:10:00 GMT"}, 10 * time.Minute},
		{"a date that has passed", 503, map[string]string{"Retry-After": "Sun, 01 Mar 2026 11:10:00 GMT"}, 0},
		{"a month is too much", 429, map[string]string{"Retry-After": "2592000"}, maxRetryAfter},
		{"garbage", 429, map[string]string{"Retry-After": "later"}, 0},
		{"max-age", 200, map[string]string{"Cache-Control": "public, max-age=300"}, 5 * time.Minute},
		{"max-age less its age", 200, map[string]string{"Cache-Control": "max-age=300", "Age": "60"}, 4 * time.Minute},
		{"no-cache", 200, map[string]string{"Cache-Control": "no-cache, max-age=300"}, 0},
		{"a day of cache is a default somebody left on", 200, map[string]string{"Cache-Control": "max-age=86400"}, maxFresh},
		{"Expires by the server's clock", 200, map[string]string{"Expires": "Sun, 01 Mar 2026 10:05:00 GMT", "Date": "Sun, 01 Mar 2026 10:00:00 GMT"}, 5 * time.Minute},
		{"Expires: 0", 200, map[string]string{"Expires": "0"}, 0},
		{"the cache of an error does not count", 404, map[string]string{"Cache-Control": "max-age=300"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := http.Header{}
			for k, v := range c.head {
				h.Set(k, v)
			}
			if got := wait(c.status, h, now); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestWebPort(t *testing.T) {
	for port, want := range map[uint16]bool{80: true, 443: true, 8080: true, 1200: true, 65000: true, 22: false, 25: false, 6379: false, 6667: false, 0: false} {
		if webPort(port) != want {
			t.Errorf("port %d: %v", port, !want)
		}
	}
}
