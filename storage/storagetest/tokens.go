package storagetest

import (
	"sync"
	"sync/atomic"
	"time"
)

// What a language model may take on a day.
func tokenPromises() []promise {
	const today, limit = 20_783, 1000
	reserve := func(w *world, day int64, tokens int, want bool) {
		w.Helper()
		if ok, err := w.ReserveTokens(w.Context(), day, tokens, limit); err != nil || ok != want {
			w.Errorf("%d tokens of day %d: %v %v, want %v", tokens, day, ok, err, want)
		}
	}
	return []promise{
		{"a day has its limit, and each day its own", func(w *world) {
			reserve(w, today, limit+1, false)
			reserve(w, today, 600, true)
			reserve(w, today, 401, false)
			reserve(w, today, 400, true)
			reserve(w, today, 1, false)
			reserve(w, today+1, limit, true)
			reserve(w, today-1, limit, true)
		}},
		{"what was not used is given back, and what was used beyond it counts", func(w *world) {
			reserve(w, today, 900, true)
			w.must(w.SettleTokens(w.Context(), today, 900, 100))
			reserve(w, today, 900, true)
			w.must(w.SettleTokens(w.Context(), today, 900, 1200))
			reserve(w, today, 1, false)
			w.must(w.SettleTokens(w.Context(), today+1, 500, 0)) // a day that nobody knows any more
			reserve(w, today+1, limit, true)
		}},
		{"many who ask at once do not overdraw it", func(w *world) {
			var got atomic.Int64
			var asking sync.WaitGroup
			for range 16 {
				asking.Go(func() {
					for range 8 {
						ok, err := w.ReserveTokens(w.Context(), today, 70, limit)
						if err != nil {
							w.Error(err)
						}
						if ok {
							got.Add(70)
						}
					}
				})
			}
			asking.Wait()
			if got.Load() != 980 {
				w.Errorf("%d tokens were given of %d, by 70", got.Load(), limit)
			}
		}},
		{"old days are forgotten, today is not", func(w *world) {
			reserve(w, today-100, limit, true)
			reserve(w, today, limit, true)
			if n, err := w.Clean(w.Context(), time.Unix((today-90)*24*3600, 0), 100); err != nil || n != 1 {
				w.Errorf("removed %d %v", n, err)
			}
			reserve(w, today-100, 1, true)
			reserve(w, today, 1, false)
		}},
	}
}
