package outbox_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// correct gives a story that was published another title.
func (w *world) correct(story int, title string) {
	w.Helper()
	ctx := context.Background()
	a, err := w.store.ArticleByURL(ctx, w.article(story).URL)
	w.must(err)
	a.Title = title
	_, err = w.store.Revise(ctx, a, time.Now())
	w.must(err)
	if w.out != nil {
		w.out.Wake()
	}
}

func TestACorrectedStoryIsEditedInEveryChatThatGotIt(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		chats := w.readers(300)
		w.publish(2)
		w.run()
		w.drained(time.Minute)
		w.correct(1, "Story 1, second")
		w.correct(1, "Story 1, corrected")
		w.drained(time.Minute)
		for _, c := range chats {
			w.want(c, 1, 2)
			if m := w.tg.Replies(c)[0]; !strings.HasPrefix(m.Text, "Story 1, corrected") || !strings.Contains(m.Text, "updated") {
				t.Fatalf("chat %d shows %q", c, m.Text)
			} else if _, ok := m.Button("What changed"); !ok {
				t.Fatalf("the buttons are %+v", m.Keyboard)
			}
		}
		if n := w.tg.Stats().Edits; n > 2*len(chats) {
			t.Errorf("%d edits for two changes in a row in %d chats", n, len(chats))
		}
	})
}

func TestChangesBeforeAnEditGoesOutMakeOneEdit(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.readers(1)[0]
		w.publish(1)
		w.run()
		w.drained(time.Minute)
		w.halt()
		for _, title := range []string{"Story 1, second", "Story 1, third", "Story 1, fourth"} {
			w.correct(1, title)
		}
		w.run()
		w.drained(time.Minute)
		if m := w.tg.Replies(ann)[0]; m.Edits() != 1 || !strings.HasPrefix(m.Text, "Story 1, fourth") {
			t.Errorf("%d edits, the message is %q", m.Edits(), m.Text)
		}
	})
}

// A story that was pushed is corrected, and the edit meets a misfortune.
func TestFaultsOfEdits(t *testing.T) {
	edits := func(r emulator.Request) bool { return strings.HasPrefix(r.Method, "edit") }
	refusal := func(words string) emulator.Fault {
		return emulator.Fault{Match: edits, Code: 400, Description: "Bad Request: " + words}
	}
	for _, c := range []struct {
		name        string
		fault       emulator.Fault
		then        func(w *world, chat news.ChatID) // between push and correction
		settings    news.Settings
		unchanged   bool // in the end the message is as it was
		bare        bool
		least, most time.Duration
		givenUp     string // why; the message stands, and the next change edits it
		requests    int
	}{
		{name: "429 is waited out to the second", fault: emulator.Fault{Match: edits, Code: 429, RetryAfter: 30, Count: 1}, least: 30 * time.Second, most: 31 * time.Second, requests: 2},
		{name: "502 is tried again", fault: emulator.Fault{Match: edits, Code: 502, Body: "<html>", Count: 2}, most: 20 * time.Second, requests: 3},
		{name: "a connection closed after the edit was taken costs a request", fault: emulator.Fault{Match: edits, Cut: true, Taken: true, Count: 1}, most: time.Second, requests: 2},
		{name: "a message that is as it should be is a success", fault: refusal("message is not modified: specified new message content and reply markup are exactly the same"), unchanged: true, requests: 1},
		{name: "a message that was deleted is let be", fault: refusal("message to edit not found"), unchanged: true, givenUp: "not found", requests: 1},
		{name: "a message that can't be edited is let be", fault: refusal("message can't be edited"), unchanged: true, givenUp: "can't be edited", requests: 1},
		{name: "a refused form is followed by the plainest", fault: once(refusal("ENTITIES_ODD")), bare: true, requests: 2},
		{name: "an edit refused in every form is given up", fault: refusal("MESSAGE_POISONED"), unchanged: true, givenUp: "MESSAGE_POISONED", requests: 2},
		{name: "a picture's caption is edited", settings: news.Settings{Media: news.Picture}, requests: 1},
		{name: "a picture is edited though the chat wants previews now", settings: news.Settings{Media: news.Picture}, then: func(w *world, chat news.ChatID) {
			w.must(w.store.SaveSettings(context.Background(), chat, news.Settings{}))
		}, requests: 2},
		{name: "a text is edited though the chat wants pictures now", then: func(w *world, chat news.ChatID) {
			w.must(w.store.SaveSettings(context.Background(), chat, news.Settings{Media: news.Picture}))
		}, requests: 2},
		{name: "a chat that has blocked herald keeps its message", then: func(w *world, chat news.ChatID) { w.tg.Block(news.UserID(chat)) }, unchanged: true, requests: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, telegram.Options{}, func(w *world) {
				chats := w.readers(2)
				ann, ben := chats[0], chats[1]
				w.must(w.store.SaveSettings(context.Background(), ann, c.settings))
				w.publish(1)
				w.run()
				w.drained(time.Minute)
				before := w.tg.Replies(ann)[0]
				if c.fault.Match != nil {
					c.fault.Chat = ann
					w.tg.Fault(c.fault)
				}
				if c.then != nil {
					c.then(w, ann)
				}
				w.correct(1, "Story 1, corrected")
				if took := w.drained(48 * time.Hour); took < c.least || c.most > 0 && took > c.most {
					t.Errorf("took %s", took)
				}
				m := w.tg.Replies(ann)[0]
				if changed := strings.HasPrefix(m.Text, "Story 1, corrected"); changed == c.unchanged || m.Photo != before.Photo {
					t.Errorf("the message is %+v", m)
				}
				if !c.unchanged && c.bare == formatted(m) {
					t.Errorf("bare is %v: %+v", c.bare, m)
				}
				if m := w.tg.Replies(ben)[0]; !strings.HasPrefix(m.Text, "Story 1, corrected") {
					t.Errorf("the other chat shows %q", m.Text)
				}
				if d := w.delivery(ann, 1); d.State != news.Sent || !strings.Contains(d.Reason, c.givenUp) || c.givenUp == "" && d.Reason != "" {
					t.Errorf("the delivery is %+v", d)
				}
				requests := 0
				for _, r := range w.tg.Log("editMessageText", "editMessageCaption") {
					if r.Chat == ann {
						requests++
					}
				}
				if requests != c.requests {
					t.Errorf("%d requests, want %d", requests, c.requests)
				}
				w.publish(1, ben)
				w.drained(time.Hour)
				w.want(ben, 1, 2)
			})
		})
	}
}

// Edits count as messages: a broadcast of them keeps the pace, too.
func TestEditsKeepTelegramsPace(t *testing.T) {
	bubbleWith(t, emulator.Options{Limits: emulator.Documented()}, telegram.Options{Rate: 30}, func(w *world) {
		const chats = 150
		w.readers(chats)
		group := w.tg.AddChat(emulator.Group{Title: "Harbour"})
		w.follow(group)
		w.publish(1)
		w.run()
		w.drained(time.Hour)
		begun := time.Now()
		w.correct(1, "Story 1, corrected")
		w.publish(30, group)
		w.drained(time.Hour)
		if took := time.Since(begun); took < chats/30*time.Second {
			t.Errorf("%d edits took %s", chats, took)
		}
		if n := w.tg.Stats().TooMany; n > 0 {
			t.Errorf("%d answers with 429", n)
		}
		w.want(group, seq(1, 31)...)
	})
}

func TestAnEditThatWasRefusedIsFollowedByTheNextChange(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.readers(1)[0]
		w.publish(1)
		w.run()
		w.drained(time.Minute)
		allow := w.tg.Fault(emulator.Fault{Code: 400, Description: "Bad Request: MESSAGE_POISONED"})
		w.correct(1, "Story 1, poisoned")
		w.drained(time.Minute)
		allow()
		w.correct(1, "Story 1, corrected")
		w.drained(time.Minute)
		if m := w.tg.Replies(ann)[0]; !strings.HasPrefix(m.Text, "Story 1, corrected") {
			t.Errorf("the message is %q", m.Text)
		}
	})
}
