package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"herald/bot/outbox"
	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

func TestAChatWithABacklogDelaysNobodyElse(t *testing.T) {
	bubble(t, telegram.Options{Rate: 30}, func(w *world) {
		ann := w.readers(1)[0]
		w.publish(500)
		w.run()
		pass(10 * time.Second)
		ben := w.readers(1)[0]
		w.publish(1, ben)
		begun := time.Now()
		for len(w.stories(ben)) == 0 {
			pass(10 * time.Millisecond)
		}
		if took := time.Since(begun); took > 1500*time.Millisecond {
			t.Errorf("the other chat waited %s", took)
		}
		if n := len(w.stories(ann)); n < 8 || n > 13 {
			t.Errorf("the first chat has %d messages after ten seconds, want about one a second", n)
		}
	})
}

func TestTopicsOfAGroupKeepTheirOrderEachForItself(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		group := w.tg.AddChat(emulator.Group{Title: "Harbour", Forum: true})
		ships, nets := w.tg.AddTopic(group, "Ships"), w.tg.AddTopic(group, "Nets")
		w.followIn(group, ships)
		w.followIn(group, nets)
		w.tg.DeleteTopic(group, nets)
		w.publish(3)
		w.run()
		w.drained(time.Minute)
		w.want(group, 1, 2, 3)
		for _, m := range w.tg.Replies(group) {
			if m.Thread != ships {
				t.Errorf("a message went to topic %d", m.Thread)
			}
		}
	})
}

// At Telegram's documented limits, enforced by the emulator, there is not one
// 429, and the pace over all chats is used up.
func TestABroadcastKeepsTelegramsPaceAndUsesIt(t *testing.T) {
	bubbleWith(t, emulator.Options{Limits: emulator.Documented()}, telegram.Options{Rate: 30}, func(w *world) {
		const chats = 900
		w.readers(chats)
		group := w.tg.AddChat(emulator.Group{Title: "Harbour"})
		w.follow(group)
		w.publish(1)
		w.publish(40, group)
		begun := time.Now()
		w.run()
		for w.tg.Stats().Messages < chats {
			pass(100 * time.Millisecond)
		}
		if rate := chats / time.Since(begun).Seconds(); rate < 29 {
			t.Errorf("%.1f messages a second", rate)
		}
		w.drained(time.Hour)
		if n := w.tg.Stats().TooMany; n > 0 {
			t.Errorf("%d answers with 429", n)
		}
		w.want(group, seq(1, 41)...)
	})
}

func seq(from, to int) (list []int) {
	for n := from; n <= to; n++ {
		list = append(list, n)
	}
	return list
}

func TestAFloodHoldsTheBroadcastAndBurnsNoAttempts(t *testing.T) {
	bubble(t, telegram.Options{Rate: 30}, func(w *world) {
		chats := w.readers(400)
		for _, c := range chats[:2] { // a second chat's 429 means all of us
			w.tg.Fault(emulator.Fault{Chat: c, Code: 429, RetryAfter: 60, Count: 1})
		}
		w.publish(1)
		w.run()
		pass(30 * time.Second)
		touched := 0
		for _, c := range chats {
			if d := w.delivery(c, 1); d.State == news.Due && d.Reason != "" {
				touched++
			}
		}
		if touched > 2*outbox.DefaultWorkers {
			t.Errorf("%d deliveries were claimed and given back during the flood", touched)
		}
		w.drained(time.Hour)
		for _, c := range chats {
			w.want(c, 1)
			if d := w.delivery(c, 1); d.Attempts != 1 {
				t.Errorf("%d attempts are counted for chat %d", d.Attempts, c)
			}
		}
		if n := w.tg.Stats().DuringRetry; n > 0 {
			t.Errorf("%d requests within a retry_after", n)
		}
	})
}

func TestWakeIsFasterThanTheClock(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.readers(1)[0]
		w.run()
		pass(10*time.Second + 100*time.Millisecond)
		w.publish(1) // wakes
		pass(10 * time.Millisecond)
		w.want(ann, 1)
	})
}

func TestAStopLetsArriveWhatIsOnItsWay(t *testing.T) {
	bubble(t, telegram.Options{Rate: 30}, func(w *world) {
		chats := w.readers(300)
		w.publish(1)
		w.run()
		pass(2 * time.Second)
		begun := time.Now()
		w.must(w.stop())
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("the stop took %s", took)
		}
		arrived := 0
		for _, c := range chats {
			n := len(w.stories(c))
			arrived += n
			if d := w.delivery(c, 1); n == 1 && d.State != news.Sent || n == 0 && d.State != news.Due {
				t.Errorf("chat %d has %d messages and its delivery is %s", c, n, d.State)
			}
		}
		if n := w.queued(); n != 300-arrived {
			t.Errorf("%d wait, %d arrived of 300", n, arrived)
		}
		w.run()
		w.drained(time.Minute)
		for _, c := range chats {
			w.want(c, 1)
		}
	})
}

func TestAStopWhileTelegramHangsTakesTenSecondsAtMost(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.readers(1)[0]
		w.tg.Fault(emulator.Fault{Hang: true, Count: 1})
		w.publish(1)
		w.run()
		pass(time.Second)
		begun := time.Now()
		w.must(w.stop())
		if took := time.Since(begun); took > 10*time.Second {
			t.Errorf("the stop took %s", took)
		}
		if d := w.delivery(ann, 1); d.State != news.Due {
			t.Errorf("the delivery is %s", d.State)
		}
		w.run()
		w.drained(time.Minute)
		w.want(ann, 1)
	})
}

// shaky is a database that fails now and then.
type shaky struct {
	outbox.Store
	broken atomic.Bool
}

var errDisk = errors.New("the disk is full")

func (s *shaky) Settle(ctx context.Context, outcomes []news.Outcome, now time.Time) error {
	if s.broken.Load() {
		return errDisk
	}
	return s.Store.Settle(ctx, outcomes, now)
}

func TestWhatWasSentIsNotSentAgainWhileTheDatabaseFails(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		chats := w.readers(100)
		w.publish(2)
		store := &shaky{Store: w.store}
		store.broken.Store(true)
		w.runOn(store)
		pass(30 * time.Minute) // leases end meanwhile, again and again
		if n := w.tg.Stats().Messages; n != outbox.DefaultWorkers {
			t.Errorf("%d messages were sent of which the database knows nothing, want %d", n, outbox.DefaultWorkers)
		}
		store.broken.Store(false)
		w.drained(time.Minute)
		for _, c := range chats {
			w.want(c, 1, 2)
		}
	})
}

func TestAPanicInRenderingCostsTheFormOnly(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.readers(1)[0]
		w.publish(2)
		w.render = func(ctx context.Context, j news.Job) telegram.Message {
			if j.Article.Title == "Story 1" {
				panic("a bad article")
			}
			return page(ctx, j)
		}
		w.run()
		w.drained(time.Minute)
		w.want(ann, 1, 2)
		if m := w.tg.Replies(ann)[0]; !strings.Contains(m.Text, w.article(1).URL) {
			t.Errorf("the message is %q", m.Text)
		}
	})
}

func TestNoSecretReachesTheLogOrTheDatabase(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.readers(1)[0]
		w.tg.Fault(emulator.Fault{Code: 400, Description: "Bad Request: token " + w.tg.Token() + " is odd"})
		var log strings.Builder
		w.log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		w.publish(1)
		w.run()
		w.drained(time.Minute)
		w.halt()
		_, secret, _ := strings.Cut(w.tg.Token(), ":")
		if d := w.delivery(ann, 1); d.State != news.Dropped || strings.Contains(fmt.Sprint(d, log.String()), secret) {
			t.Errorf("the delivery is %+v, the log %s", d, log.String())
		}
		if !strings.Contains(log.String(), "dropped") {
			t.Error("the log does not tell of the drop")
		}
	})
}
