package outbox_test

import (
	"context"
	"testing"
	"time"

	"herald/bot/outbox"
	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// The copy that is elected next begins three seconds later, and sends what was
// on its way here: nothing may follow it.
func TestASenderThatLostItsRoleSendsNothingAfterTwoSeconds(t *testing.T) {
	for name, rate := range map[string]float64{"at a slow pace": 2, "while telegram hangs": 0} {
		t.Run(name, func(t *testing.T) {
			bubble(t, telegram.Options{Rate: rate}, func(w *world) {
				w.readers(64)
				if rate == 0 {
					w.tg.Fault(emulator.Fault{Hang: true})
				}
				w.publish(1)
				o := outbox.New(outbox.Config{Store: w.store, Telegram: w.client, Render: page})
				ctx, depose := context.WithCancelCause(context.Background())
				done := make(chan error, 1)
				go func() { done <- o.Run(ctx) }()
				pass(5 * time.Second)
				depose(news.ErrDeposed)
				deposed := time.Now()
				w.must(<-done)
				if took := time.Since(deposed); took > 2*time.Second+100*time.Millisecond {
					t.Errorf("it went on for %s", took)
				}
				sent := len(w.tg.Log("sendMessage"))
				pass(time.Minute)
				if n := len(w.tg.Log("sendMessage")); n != sent {
					t.Errorf("%d requests came later", n-sent)
				}
			})
		})
	}
}

// A pace at which the messages on their way wait for minutes: none of them is
// an attempt that failed, and none is sent twice.
func TestAPaceOfAFewMessagesAMinuteSendsEachOnce(t *testing.T) {
	for _, rate := range []float64{0.04, 0.1, 1} {
		bubble(t, telegram.Options{Rate: rate}, func(w *world) {
			chats := w.readers(100)
			w.publish(1)
			w.run()
			if took, most := w.drained(24*time.Hour), time.Duration(110/rate)*time.Second; took > most {
				t.Errorf("100 messages at %v a second took %s", rate, took)
			}
			for _, c := range chats {
				w.want(c, 1)
				if d := w.delivery(c, 1); d.Attempts != 1 {
					t.Errorf("chat %d took %d attempts", c, d.Attempts)
				}
			}
			if n := len(w.tg.Log("sendMessage")); n != len(chats) {
				t.Errorf("%d requests", n)
			}
		})
	}
}
