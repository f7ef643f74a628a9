package inbox_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot/models"
	"go.uber.org/goleak"

	"herald/bot/inbox"
	"herald/news"
	"herald/storage"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a database on which copies of herald handle updates.
type world struct {
	*testing.T
	store *storage.Store

	mu   sync.Mutex
	done []string // what was handled, as "copy:update"
}

func bubble(t *testing.T, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, err := storage.Open(context.Background(), filepath.Join(t.TempDir(), "herald.db"))
		if err != nil {
			t.Fatal(err)
		}
		test(&world{T: t, store: s})
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// copy starts a copy; its handler takes that long and may be cut short.
func (w *world) copy(name string, takes time.Duration, also ...func(int64)) (in *inbox.Inbox, stop func()) {
	in = inbox.New(inbox.Config{Store: w.store, Handle: func(ctx context.Context, u *models.Update) {
		for _, f := range also {
			f(u.ID)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(takes):
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.done = append(w.done, fmt.Sprint(name, ":", u.ID))
	}})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- in.Run(ctx) }()
	return in, func() {
		cancel()
		if err := <-ended; err != nil {
			w.Error(err)
		}
	}
}

func (w *world) take(in *inbox.Inbox, chat int64, ids ...int64) {
	w.Helper()
	for _, id := range ids {
		body := fmt.Appendf(nil, `{"update_id":%d}`, id)
		if err := in.Take(context.Background(), []news.Update{{ID: id, Lane: chat, Body: body}}); err != nil {
			w.Fatal(err)
		}
	}
	in.Wake()
}

// handled waits and gives what was handled, in its order.
func (w *world) handled(after time.Duration) []string {
	time.Sleep(after)
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.done)
}

func (w *world) want(got []string, want ...string) {
	w.Helper()
	if !slices.Equal(got, want) {
		w.Errorf("handled %v, want %v", got, want)
	}
}

func TestOneChatInOrderOverAllCopies(t *testing.T) {
	bubble(t, func(w *world) {
		a, stopA := w.copy("a", 1300*time.Millisecond)
		_, stopB := w.copy("b", 1300*time.Millisecond)
		w.take(a, 1, 10, 11, 12, 13)
		w.take(a, 1, 10, 12) // Telegram gives some of them twice
		got := w.handled(30 * time.Second)
		for i := range got {
			got[i] = got[i][2:]
		}
		w.want(got, "10", "11", "12", "13")
		stopA()
		stopB()
	})
}

func TestAPanicAndAnUnreadableUpdateArePassed(t *testing.T) {
	bubble(t, func(w *world) {
		a, stop := w.copy("a", time.Millisecond, func(id int64) {
			if id == 11 {
				panic("a fault of ours")
			}
		})
		if err := a.Take(context.Background(), []news.Update{{ID: 10, Lane: 1, Body: []byte("no JSON")}}); err != nil {
			w.Fatal(err)
		}
		w.take(a, 1, 11, 12)
		w.want(w.handled(5*time.Second), "a:12")
		stop()
	})
}

func TestWhatACopyCouldNotFinishAnotherDoesAtOnce(t *testing.T) {
	bubble(t, func(w *world) {
		a, stopA := w.copy("a", time.Hour)
		w.take(a, 1, 10, 11)
		w.want(w.handled(time.Minute)) // the lease is renewed as long as a lives
		begun := time.Now()
		stopA()
		if took := time.Since(begun); took > 10*time.Second {
			w.Errorf("the stop took %s", took)
		}
		_, stopB := w.copy("b", time.Millisecond)
		w.want(w.handled(time.Second), "b:10", "b:11")
		stopB()
	})
}

func TestWhatACopyLeftWhenItDiedAnotherDoesWithinTenSeconds(t *testing.T) {
	bubble(t, func(w *world) {
		if err := w.store.TakeUpdates(context.Background(), []news.Update{{ID: 11, Lane: 1, Body: []byte(`{"update_id":11}`)}, {ID: 12, Lane: 1, Body: []byte(`{"update_id":12}`)}}); err != nil {
			w.Fatal(err)
		}
		if _, err := w.store.ClaimUpdates(context.Background(), time.Now(), inbox.LeaseTime, 10); err != nil { // and is never seen again
			w.Fatal(err)
		}
		_, stopC := w.copy("c", time.Millisecond)
		w.want(w.handled(5 * time.Second))
		w.want(w.handled(5*time.Second), "c:11", "c:12")
		stopC()
	})
}

func TestAnUpdateThatTakesEveryCopyDownIsGivenUp(t *testing.T) {
	bubble(t, func(w *world) {
		if err := w.store.TakeUpdates(context.Background(), []news.Update{{ID: 10, Lane: 1, Body: []byte(`{"update_id":10}`)}, {ID: 11, Lane: 1, Body: []byte(`{"update_id":11}`)}}); err != nil {
			w.Fatal(err)
		}
		for range 4 {
			if _, err := w.store.ClaimUpdates(context.Background(), time.Now(), inbox.LeaseTime, 10); err != nil {
				w.Fatal(err)
			}
			time.Sleep(inbox.LeaseTime)
		}
		_, stop := w.copy("a", time.Millisecond)
		w.want(w.handled(time.Second), "a:11")
		stop()
	})
}
