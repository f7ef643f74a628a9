package outbox_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// Misfortunes of all kinds, at random, upon people and groups, while stories
// are published and corrected and herald is stopped and started: each chat has
// each story once, in order, as it reads last, and Telegram is never asked
// within a retry_after.
func TestAStormOfMisfortunesCostsNothing(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			bubbleWith(t, emulator.Options{Limits: emulator.Documented()}, telegram.Options{Rate: 30}, func(w *world) {
				dice := rand.New(rand.NewPCG(seed, seed))
				chats := w.readers(20)
				for i := range 5 {
					chats = append(chats, w.tg.AddChat(emulator.Group{Kind: news.Supergroup, Title: fmt.Sprint("Quay ", i)}))
				}
				w.follow(chats[20:]...)
				somebody := func() news.ChatID { return chats[dice.IntN(len(chats))] }
				titles := map[int]string{}
				w.run()
				for range 30 {
					switch dice.IntN(8) {
					case 0, 1:
						w.publish(1 + dice.IntN(3))
					case 2:
						w.tg.Fault(emulator.Fault{Chat: somebody(), Code: 429, RetryAfter: 1 + dice.IntN(40), Count: 1})
					case 3:
						w.tg.Fault(emulator.Fault{Chat: somebody(), Cut: true, Count: 1 + dice.IntN(3)})
					case 4:
						w.tg.Fault(emulator.Fault{Code: 502, Body: "<html>", Count: 1 + dice.IntN(40)})
					case 5:
						w.tg.Fault(emulator.Fault{Chat: somebody(), Hang: true, Count: 1})
					case 6:
						w.halt()
						w.run()
					default:
						if w.n > 0 {
							n := 1 + dice.IntN(w.n)
							titles[n] = fmt.Sprintf("Story %d, corrected in year %d", n, dice.IntN(1000))
							w.correct(n, titles[n])
						}
					}
					pass(time.Duration(dice.IntN(20_000)) * time.Millisecond)
				}
				w.drained(48 * time.Hour)
				for _, c := range chats {
					w.want(c, seq(1, w.n)...)
					for i, m := range w.tg.Replies(c) {
						if !strings.HasPrefix(m.Text, titles[i+1]) {
							t.Errorf("chat %d shows %q, want %q", c, m.Text, titles[i+1])
						}
					}
				}
				if n := w.tg.Stats().DuringRetry; n > 0 {
					t.Errorf("%d requests within a retry_after", n)
				}
			})
		})
	}
}
