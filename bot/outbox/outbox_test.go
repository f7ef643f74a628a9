package outbox_test

import (
	"testing"
	"time"

	"herald/bot/telegram"
)

func TestAnArticleReachesEveryChatOnceInOrder(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		chats := w.readers(5)
		w.publish(3)
		w.run()
		w.drained(time.Minute)
		for _, c := range chats {
			w.want(c, 1, 2, 3)
		}
	})
}
