package telegram

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/go-telegram/bot/models"
)

// dispatcher hands updates to their handler: each chat has a lane that is
// worked off in order, and lanes share a number of places.
type dispatcher struct {
	ctx    context.Context // of the handlers
	places chan struct{}
	log    *slog.Logger
	redact func(string) string
	handle func(context.Context, *models.Update)

	wait    sync.WaitGroup
	stopped chan struct{}

	mu    sync.Mutex
	open  []*job           // in the order of their numbers: all from the oldest unfinished on
	known map[int64]bool   // the numbers of open
	lanes map[int64][]*job // by chat; the first one is being handled
	next  int64            // offset for the next poll
	ended chan struct{}    // holds one when a handler has ended since last asked
}

type job struct {
	update *models.Update
	done   bool
}

func newDispatcher(ctx context.Context, workers int, log *slog.Logger, redact func(string) string, handle func(context.Context, *models.Update)) *dispatcher {
	return &dispatcher{
		ctx: ctx, places: make(chan struct{}, workers), log: log, redact: redact, handle: handle,
		stopped: make(chan struct{}), known: map[int64]bool{}, lanes: map[int64][]*job{}, ended: make(chan struct{}, 1),
	}
}

// take queues the updates that are not known yet and gives their number. The
// answer to a poll from offset may still carry what was finished while it was
// on its way; numbers below offset are new ones, for after a week of silence
// Telegram counts anew.
func (d *dispatcher) take(updates []*models.Update, offset int64) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	fresh := 0
	for _, u := range updates {
		if d.known[u.ID] || offset <= u.ID && u.ID < d.next {
			continue
		}
		fresh++
		j := &job{update: u}
		d.known[u.ID] = true
		d.open = append(d.open, j)
		lane := laneOf(u)
		d.lanes[lane] = append(d.lanes[lane], j)
		if len(d.lanes[lane]) == 1 {
			d.wait.Add(1)
			go d.work(lane)
		}
	}
	return fresh
}

// work handles a lane's updates until there is none, or nothing new may begin.
func (d *dispatcher) work(lane int64) {
	defer d.wait.Done()
	for {
		select {
		case <-d.stopped:
			return
		case d.places <- struct{}{}:
		}
		select {
		case <-d.stopped: // both were ready: stopping counts
			<-d.places
			return
		default:
		}
		d.mu.Lock()
		j := d.lanes[lane][0]
		d.mu.Unlock()
		d.one(j.update)
		<-d.places
		if !d.done(lane, j) {
			return
		}
	}
}

// one handles an update; a panic ends the update, not the program.
func (d *dispatcher) one(u *models.Update) {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("handling an update panicked; the update is passed over", "update", u.ID,
				"panic", d.redact(fmt.Sprint(p)), "at", culprit())
			d.log.Debug("the panic's stack", "update", u.ID, "stack", d.redact(string(debug.Stack())))
		}
	}()
	d.handle(d.ctx, u)
}

// culprit is the line that panicked; to be called by the function that
// recovers.
func culprit() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	panicking := false
	for {
		f, more := frames.Next()
		system := strings.HasPrefix(f.Function, "runtime.")
		if panicking && !system {
			return fmt.Sprintf("%s:%d", f.Function, f.Line)
		}
		panicking = panicking || f.Function == "runtime.gopanic"
		if !more {
			return "unknown"
		}
	}
}

// done marks an update, moves the offset past the finished ones at the front,
// and says whether the lane has more.
func (d *dispatcher) done(lane int64, j *job) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	j.done = true
	n := 0
	for n < len(d.open) && d.open[n].done {
		d.next = d.open[n].update.ID + 1
		delete(d.known, d.open[n].update.ID)
		n++
	}
	d.open = append(d.open[:0], d.open[n:]...)
	select {
	case d.ended <- struct{}{}:
	default:
	}
	rest := d.lanes[lane][1:]
	if len(rest) == 0 {
		delete(d.lanes, lane)
		return false
	}
	d.lanes[lane] = rest
	return true
}

// offset is where the next poll begins: behind the finished updates.
func (d *dispatcher) offset() int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.next
}

// pause returns at once when nothing is being handled (the next poll may be a
// long one), else when all is done or after at most most.
func (d *dispatcher) pause(ctx context.Context, most time.Duration) {
	timer := time.NewTimer(most)
	defer timer.Stop()
	for {
		d.mu.Lock()
		idle := len(d.open) == 0
		d.mu.Unlock()
		if idle {
			return
		}
		select {
		case <-d.ended:
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// finish lets what is being handled end, begins nothing new, and cuts short
// what takes longer than finishing allows.
func (d *dispatcher) finish(cut func()) {
	close(d.stopped)
	ended := make(chan struct{})
	go func() { d.wait.Wait(); close(ended) }()
	for _, grace := range []time.Duration{finishing - time.Second, time.Second} {
		timer := time.NewTimer(grace)
		select {
		case <-ended:
			timer.Stop()
			return
		case <-timer.C:
			cut()
		}
	}
	d.log.Error("handlers did not end in time and are left behind; their updates will come again")
}

// laneOf is the chat whose order an update keeps; the person's where there is
// no chat, and one lane for all the rest.
func laneOf(u *models.Update) int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.ChannelPost != nil:
		return u.ChannelPost.Chat.ID
	case u.MyChatMember != nil:
		return u.MyChatMember.Chat.ID
	case u.CallbackQuery != nil && u.CallbackQuery.Message.Message != nil:
		return u.CallbackQuery.Message.Message.Chat.ID
	case u.CallbackQuery != nil && u.CallbackQuery.Message.InaccessibleMessage != nil:
		return u.CallbackQuery.Message.InaccessibleMessage.Chat.ID
	case u.CallbackQuery != nil:
		return u.CallbackQuery.From.ID
	}
	return 0
}
