package inbox

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/go-telegram/bot/models"

	"herald/bot/telegram"
	"herald/news"
)

const (
	// DefaultWorkers is how many updates a copy handles at the same time.
	DefaultWorkers = 32

	// LeaseTime is how long a claim holds unless it is renewed, which it is
	// every renewal: so long a chat waits whose copy has died.
	LeaseTime = 9 * time.Second
	renewal   = 3 * time.Second

	// idle is how long the inbox sleeps when nobody wakes it.
	idle = time.Second

	// tries is how often an update may take its copy down with it.
	tries = 4

	// finishing is how long handlers may go on after Run was told to stop; the
	// last second of it is for those that need telling.
	finishing = 9 * time.Second

	// kept is how long the number of a done update is remembered: longer than
	// the day for which Telegram gives it, shorter than the week of silence
	// after which it counts anew.
	kept   = 3 * 24 * time.Hour
	forget = time.Hour
)

// Store is what the inbox needs of the database; storage.Store has it.
type Store interface {
	TakeUpdates(ctx context.Context, updates []news.Update) error
	ClaimUpdates(ctx context.Context, now time.Time, lease time.Duration, n int) ([]news.Update, error)
	LeaseUpdates(ctx context.Context, updates []news.Update, until time.Time) error
	FinishUpdate(ctx context.Context, id int64, now time.Time) error
	ForgetUpdates(ctx context.Context, before time.Time) (int, error)
}

// Config is what an Inbox works with.
type Config struct {
	Store   Store
	Handle  func(context.Context, *models.Update)
	Log     *slog.Logger // nil: nothing is logged
	Workers int          // updates handled at the same time; 0: DefaultWorkers
}

// Inbox stores updates and has them handled; see Run.
type Inbox struct {
	Config
	wake chan struct{}
}

// New makes an inbox; Run sets it to work.
func New(c Config) *Inbox {
	c.Workers = cmp.Or(c.Workers, DefaultWorkers)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Inbox{Config: c, wake: make(chan struct{}, 1)}
}

// Take stores updates; when it returns they are safe.
func (i *Inbox) Take(ctx context.Context, updates []news.Update) error {
	return i.Store.TakeUpdates(ctx, updates)
}

// Wake says that updates may wait. It never blocks.
func (i *Inbox) Wake() {
	select {
	case i.wake <- struct{}{}:
	default:
	}
}

// Run handles updates until ctx ends, and then lets handlers finish, within
// ten seconds; what they did not finish is given back. It returns nil.
// Failures of the database are logged and waited out.
func (i *Inbox) Run(ctx context.Context) error {
	working, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	h := &hands{Inbox: i, held: map[int64]news.Update{}}
	var background sync.WaitGroup
	resting, rest := context.WithCancel(working)
	background.Go(func() { h.renew(resting) })
	background.Go(func() { i.forget(ctx) })

	for ctx.Err() == nil {
		if !h.fill(ctx, working) {
			pause(ctx, i.wake, idle)
		}
	}
	h.finish(cut)
	rest()
	background.Wait()
	return nil
}

// hands are the updates that this copy is handling.
type hands struct {
	*Inbox
	work sync.WaitGroup
	mu   sync.Mutex
	held map[int64]news.Update
}

// fill claims as many updates as there are free hands; false where there was
// nothing to claim or no hand free.
func (h *hands) fill(ctx, working context.Context) bool {
	free := h.Workers - len(h.all())
	if free <= 0 {
		return false
	}
	updates, err := h.Store.ClaimUpdates(ctx, time.Now(), LeaseTime, free)
	if err != nil && ctx.Err() == nil {
		h.Log.Error("the database failed the inbox", "error", err)
	}
	for _, u := range updates {
		h.mu.Lock()
		_, ours := h.held[u.ID]
		h.held[u.ID] = u
		h.mu.Unlock()
		if ours {
			continue // its lease ended in our hands, which hold it on
		}
		h.work.Go(func() { h.one(working, u) })
	}
	return len(updates) > 0
}

// one handles an update and says that it is done.
func (h *hands) one(ctx context.Context, u news.Update) {
	defer h.Wake() // the lane's next one
	defer func() {
		h.mu.Lock()
		delete(h.held, u.ID)
		h.mu.Unlock()
	}()
	if u.Attempts > tries {
		h.Log.Error("an update took down every copy that handled it; it is passed over", "update", u.ID, "attempts", u.Attempts-1)
	} else {
		h.handle(ctx, u)
	}
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		if ctx.Err() != nil {
			h.giveBack(ctx, u)
			return
		}
		err := h.Store.FinishUpdate(ctx, u.ID, time.Now())
		if err == nil {
			return
		}
		h.Log.Error("a handled update could not be marked as done", "update", u.ID, "error", err)
		pause(ctx, nil, wait)
	}
}

// giveBack lets another copy have an update that was cut short.
func (h *hands) giveBack(ctx context.Context, u news.Update) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if err := h.Store.LeaseUpdates(ctx, []news.Update{u}, time.Now()); err != nil {
		h.Log.Warn("an update that was cut short could not be given back", "update", u.ID, "error", err)
	}
}

// handle reads an update and hands it on; a panic ends the update, not the
// program.
func (h *hands) handle(ctx context.Context, u news.Update) {
	defer func() {
		if p := recover(); p != nil {
			h.Log.Error("handling an update panicked; the update is passed over", "update", u.ID, "panic", fmt.Sprint(p))
			h.Log.Debug("the panic's stack", "update", u.ID, "stack", string(debug.Stack()))
		}
	}()
	read, err := telegram.ReadUpdate(u)
	if err != nil {
		h.Log.Error("an update cannot be read and is passed over", "update", u.ID, "error", err)
		return
	}
	h.Handle(ctx, read)
}

// renew keeps the leases of what is in hand.
func (h *hands) renew(ctx context.Context) {
	for pause(ctx, nil, renewal); ctx.Err() == nil; pause(ctx, nil, renewal) {
		held := h.all()
		if len(held) == 0 {
			continue
		}
		if err := h.Store.LeaseUpdates(ctx, held, time.Now().Add(LeaseTime)); err != nil && ctx.Err() == nil {
			h.Log.Warn("the leases of updates could not be renewed", "error", err)
		}
	}
}

// finish waits for the handlers, and cuts short what takes too long.
func (h *hands) finish(cut func()) {
	stop := time.AfterFunc(finishing-time.Second, cut)
	defer stop.Stop()
	done := make(chan struct{})
	go func() { h.work.Wait(); close(done) }()
	late := time.NewTimer(finishing)
	defer late.Stop()
	select {
	case <-done:
	case <-late.C:
		h.Log.Error("handlers did not end in time and are left behind; other copies do their updates again")
	}
}

func (h *hands) all() []news.Update {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := make([]news.Update, 0, len(h.held))
	for _, u := range h.held {
		list = append(list, u)
	}
	return list
}

// forget removes the numbers of updates that were done long ago.
func (i *Inbox) forget(ctx context.Context) {
	for ; ctx.Err() == nil; pause(ctx, nil, forget) {
		if _, err := i.Store.ForgetUpdates(ctx, time.Now().Add(-kept)); err != nil && ctx.Err() == nil {
			i.Log.Warn("old updates could not be forgotten", "error", err)
		}
	}
}

// pause waits for a while, until it is woken, or until ctx ends.
func pause(ctx context.Context, wake <-chan struct{}, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	}
}
