package outbox_test

import (
	"context"
	"testing"
	"time"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

func TestAChatInWhichHeraldMayNotWriteIsPausedAndTriedNowAndThen(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		group := w.tg.AddGroup("Harbour")
		w.follow(group)
		ben := w.readers(1)[0]
		var told []news.Chat
		w.paused = func(_ context.Context, c news.Chat) { told = append(told, c) }
		w.tg.Mute(group, true)
		w.publish(20)
		w.run()
		pass(time.Minute)
		if n := len(w.tg.Log("sendMessage")); n != 1+20 {
			t.Errorf("%d requests, want one for the group and 20 for the other chat", n)
		}
		if c := w.chat(group); c.State != news.Blocked || c.RightsLost.IsZero() {
			t.Errorf("the chat is %+v", c)
		}
		pass(24 * time.Hour)
		if n := len(w.tg.Log("sendMessage")) - 21; n < 3 || n > 5 {
			t.Errorf("%d trials in a day", n)
		}
		if len(told) != 1 || told[0].ID != group {
			t.Errorf("told of %+v", told)
		}
		w.tg.Mute(group, false)
		pass(8 * time.Hour)
		got := w.tg.Replies(group)
		if len(got) != news.Newest || got[0].Text[:len("15 earlier")] != "15 earlier" {
			t.Errorf("the group got %d messages: %+v", len(got), got)
		}
		if c := w.chat(group); c.State != news.Active || !c.RightsLost.IsZero() {
			t.Errorf("the chat is %+v", c)
		}
		w.publish(1)
		pass(time.Minute)
		if n := len(w.tg.Replies(group)); n != news.Newest+1 {
			t.Errorf("the next story is lost: %d", n)
		}
		w.want(ben, seq(1, 21)...)

		w.tg.Mute(group, true) // once more: that is news again
		w.publish(1)
		pass(time.Minute)
		if len(told) != 2 {
			t.Errorf("told %d times", len(told))
		}
	})
}

func TestAPausedGroupThatMovesIsTriedThere(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		group := w.tg.AddChat(emulator.Group{Kind: news.Group, Title: "Harbour"})
		w.follow(group)
		w.tg.Mute(group, true)
		w.publish(2)
		w.run()
		pass(time.Minute)
		super := w.tg.Migrate(group)
		w.tg.Mute(super, false)
		pass(8 * time.Hour)
		w.want(super, 1, 2)
	})
}

func TestAnEditThatIsForbiddenPausesNobody(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.readers(1)[0]
		w.publish(1)
		w.run()
		w.drained(time.Minute)
		w.tg.Fault(emulator.Fault{Method: "editMessageText", Code: 400, Description: "Bad Request: not enough rights to edit the message"})
		w.correct(1, "Story 1, corrected")
		w.drained(time.Minute)
		w.publish(1)
		w.drained(time.Minute)
		w.want(ann, 1, 2)
	})
}
