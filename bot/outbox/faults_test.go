package outbox_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// story1 matches the requests that carry the first story.
func story1(r emulator.Request) bool {
	return strings.HasPrefix(r.Params["text"], "Story 1") || strings.HasPrefix(r.Params["caption"], "Story 1")
}

func refusal(words string) emulator.Fault {
	return emulator.Fault{Match: story1, Code: 400, Description: "Bad Request: " + words}
}

// formatted says that a message has entities that Telegram did not find itself.
func formatted(m emulator.Message) bool {
	return slices.ContainsFunc(m.Entities, func(e emulator.Entity) bool { return e.Type != "url" })
}

// once is a fault of one request.
func once(f emulator.Fault) emulator.Fault {
	f.Count = 1
	return f
}

// Two chats are to get two stories; the first story meets a misfortune on its
// way to the first chat. The second chat never notices.
func TestFaults(t *testing.T) {
	const forbidden = "Forbidden: "
	for _, c := range []struct {
		name     string
		fault    emulator.Fault
		settings news.Settings

		got         []int         // what the first chat has in the end
		least, most time.Duration // until all is settled
		state       news.ChatState
		reason      string // why the first story was dropped
		requests    int    // with the first story to the first chat
		bare        bool   // the first story came without formatting and buttons
		noPhoto     bool   // … without its picture, but with its formatting
	}{
		{name: "429 is waited out to the second", fault: once(emulator.TooMany(30)),
			got: []int{1, 2}, least: 30 * time.Second, most: 31 * time.Second, requests: 2},
		{name: "429 of an hour is waited out too", fault: once(emulator.TooMany(3600)),
			got: []int{1, 2}, least: time.Hour, most: time.Hour + 10*time.Second, requests: 2},
		{name: "500 is tried again", fault: once(emulator.Fault{Code: 500}), got: []int{1, 2}, most: time.Second, requests: 2},
		{name: "502 with a page in HTML is tried again", fault: emulator.HTMLPage(502), got: []int{1, 2}, most: 20 * time.Second, requests: 4},
		{name: "504 is tried again", fault: once(emulator.Fault{Code: 504}), got: []int{1, 2}, most: time.Second, requests: 2},
		{name: "a request that hangs is given up and tried again", fault: once(emulator.Fault{Hang: true}),
			got: []int{1, 2}, least: 10 * time.Second, most: 40 * time.Second, requests: 2},
		{name: "a connection closed before the message was taken costs a repetition", fault: once(emulator.Fault{Cut: true}),
			got: []int{1, 2}, most: time.Second, requests: 2},
		{name: "a connection closed after the message was taken shows it twice and loses nothing", fault: once(emulator.Fault{Cut: true, Taken: true}),
			got: []int{1, 1, 2}, most: time.Second, requests: 2},
		{name: "403 blocked pauses the chat", fault: emulator.Fault{Code: 403, Description: forbidden + "bot was blocked by the user"},
			state: news.Blocked, reason: "blocked", requests: 1},
		{name: "403 kicked pauses the chat", fault: emulator.Fault{Code: 403, Description: forbidden + "bot was kicked from the supergroup chat"},
			state: news.Blocked, reason: "blocked", requests: 1},
		{name: "403 deactivated pauses the chat", fault: emulator.Fault{Code: 403, Description: forbidden + "user is deactivated"},
			state: news.Blocked, reason: "blocked", requests: 1},
		{name: "403 in a group that was deleted pauses the chat", fault: emulator.Fault{Code: 403, Description: forbidden + "the group chat was deleted"},
			state: news.Blocked, reason: "blocked", requests: 1},
		{name: "400 chat not found pauses the chat", fault: refusal("chat not found"),
			state: news.Blocked, reason: "blocked", requests: 1},
		{name: "400 not enough rights pauses the chat", fault: refusal("not enough rights to send text messages to the chat"),
			state: news.Blocked, reason: "blocked", requests: 1},
		{name: "a chat that forbids pictures gets words", settings: news.Settings{Media: news.Picture},
			fault: emulator.Fault{Method: "sendPhoto", Match: story1, Code: 400, Description: "Bad Request: not enough rights to send photos to the chat"},
			got:   []int{1, 2}, requests: 2, noPhoto: true},
		{name: "a topic that was deleted gets no second request", fault: refusal("message thread not found"),
			got: []int{2}, reason: "message thread not found", requests: 1},
		{name: "a topic that is closed gets no second request", fault: refusal("TOPIC_CLOSED"),
			got: []int{2}, reason: "TOPIC_CLOSED", requests: 1},
		{name: "400 in the full form is followed by the plainest", fault: once(refusal("can't parse entities: character '<' is reserved")),
			got: []int{1, 2}, requests: 2, bare: true},
		{name: "a message that is too long is sent plain", fault: once(refusal("message is too long")),
			got: []int{1, 2}, requests: 2, bare: true},
		{name: "400 in every form drops the story with its reason and goes on", fault: refusal("MESSAGE_POISONED"),
			got: []int{2}, reason: "MESSAGE_POISONED", requests: 2},
		{name: "a picture that Telegram cannot fetch is left out", settings: news.Settings{Media: news.Picture},
			fault: emulator.Fault{Method: "sendPhoto", Match: story1, Code: 400, Description: "Bad Request: failed to get HTTP URL content"},
			got:   []int{1, 2}, requests: 2, noPhoto: true},
		{name: "a picture of the wrong type is left out", settings: news.Settings{Media: news.Picture},
			fault: emulator.Fault{Method: "sendPhoto", Match: story1, Code: 400, Description: "Bad Request: wrong type of the web page content"},
			got:   []int{1, 2}, requests: 2, noPhoto: true},
		{name: "a picture that is too large is left out", settings: news.Settings{Media: news.Picture},
			fault: emulator.Fault{Method: "sendPhoto", Match: story1, Code: 400, Description: "Bad Request: PHOTO_INVALID_DIMENSIONS"},
			got:   []int{1, 2}, requests: 2, noPhoto: true},
		{name: "413 for a picture leaves it out, too", settings: news.Settings{Media: news.Picture},
			fault: emulator.Fault{Method: "sendPhoto", Match: story1, Code: 413, Description: "Request Entity Too Large"},
			got:   []int{1, 2}, requests: 2, noPhoto: true},
		{name: "a picture refused in every form is dropped after three requests", settings: news.Settings{Media: news.Picture}, fault: refusal("MESSAGE_POISONED"),
			got: []int{2}, reason: "MESSAGE_POISONED", requests: 3},
		{name: "429 between two forms goes on with the second", fault: emulator.Fault{Match: story1, Code: 429, RetryAfter: 5, Skip: 1, Count: 1},
			got: []int{1, 2}, requests: 3, least: 5 * time.Second, most: 6 * time.Second, bare: true},
		{name: "failures of a day are the end of a story and not of its chat", fault: emulator.Fault{Match: story1, Code: 500, Description: "Internal Server Error"},
			got: []int{2}, reason: "failed for a day", least: 20 * time.Hour, most: 28 * time.Hour, requests: 155},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, telegram.Options{}, func(w *world) {
				chats := w.readers(2)
				ann, ben := chats[0], chats[1]
				w.must(w.store.SaveSettings(context.Background(), ann, c.settings))
				f := c.fault
				f.Chat = ann
				if f.Code == 502 {
					f.Count = 3
				}
				w.tg.Fault(f)
				if strings.Contains(c.name, "between two forms") {
					w.tg.Fault(emulator.Fault{Chat: ann, Match: story1, Code: 400, Description: "Bad Request: REFUSED", Count: 1})
				}
				w.publish(2)
				w.run()
				took := w.drained(48 * time.Hour)
				if took < c.least || c.most > 0 && took > c.most {
					t.Errorf("took %s, want %s to %s", took, c.least, c.most)
				}
				w.want(ann, c.got...)
				w.want(ben, 1, 2)
				if state := w.chat(ann).State; c.state != "" && state != c.state || c.state == "" && state != news.Active {
					t.Errorf("the chat is %s", state)
				}
				if d := w.delivery(ann, 1); c.reason != "" && (d.State != news.Dropped || !strings.Contains(d.Reason, c.reason)) || c.reason == "" && d.State != news.Sent {
					t.Errorf("story 1 is %s: %q, want %q", d.State, d.Reason, c.reason)
				}
				requests := 0
				for _, r := range w.tg.Log("sendMessage", "sendPhoto") {
					if r.Chat == ann && story1(r) {
						requests++
					}
				}
				if requests != c.requests {
					t.Errorf("story 1 took %d requests, want %d", requests, c.requests)
				}
				if n := w.tg.Stats().DuringRetry; n > 0 {
					t.Errorf("%d requests within a retry_after", n)
				}
				if (c.bare || c.noPhoto) && len(c.got) > 0 {
					m := w.tg.Replies(ann)[0]
					if bare := !formatted(m) && len(m.Keyboard) == 0 && m.Photo == "" && m.Preview != nil && m.Preview.Disabled; bare != c.bare {
						t.Errorf("bare is %v: %+v", bare, m)
					}
					if c.bare && !strings.Contains(m.Text, w.article(1).URL) {
						t.Errorf("the plain form lacks the link: %q", m.Text)
					}
					if c.noPhoto && (m.Photo != "" || len(m.Keyboard) == 0) {
						t.Errorf("the form without a picture is %+v", m)
					}
				}
			})
		})
	}
}

func TestAGroupThatBecomesASupergroupGetsItsMessagesThere(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		group := w.tg.AddChat(emulator.Group{Kind: news.Group, Title: "Harbour"})
		w.follow(group)
		ben := w.readers(1)[0]
		super := w.tg.Migrate(group)
		w.publish(3)
		w.run()
		if took := w.drained(time.Hour); took > 100*time.Millisecond {
			t.Errorf("the move took %s, want at once", took)
		}
		w.want(super, 1, 2, 3)
		w.want(ben, 1, 2, 3)
		if c := w.chat(group); c.State != news.Moved || c.MovedTo != super {
			t.Errorf("the group is %+v", c)
		}
	})
}

func TestASupergroupThatHasTheArticleAlreadyGetsItOnce(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		group := w.tg.AddChat(emulator.Group{Kind: news.Group, Title: "Harbour"})
		super := w.tg.Migrate(group)
		w.follow(group, super)
		w.publish(3)
		w.run()
		w.drained(time.Hour)
		w.want(super, 1, 2, 3)
	})
}

func TestAPersonWhoComesBackGetsWhatWasMissed(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.readers(1)[0]
		w.tg.Block(news.UserID(ann))
		w.publish(2)
		w.run()
		w.drained(time.Hour)
		if c := w.chat(ann); c.State != news.Blocked {
			t.Fatalf("the chat is %s", c.State)
		}
		w.tg.Unblock(news.UserID(ann))
		w.must(w.store.Resume(context.Background(), ann, time.Now()))
		w.drained(time.Hour)
		w.want(ann, 1, 2)
	})
}

func TestARefusedTokenStopsTheOutboxAndLosesNothing(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		chats := w.readers(3)
		remove := w.tg.Fault(emulator.Fault{Code: 401})
		w.publish(1)
		w.run()
		pass(time.Minute)
		if err := w.stop(); !errors.Is(err, telegram.ErrUnauthorized) {
			t.Fatalf("Run returned %v", err)
		}
		remove()
		w.run()
		w.drained(time.Minute)
		for _, c := range chats {
			w.want(c, 1)
		}
	})
}

func TestATelegramThatIsAwayCostsOneMessageAtATimeNotAnAttemptOfEach(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		chats := w.readers(300)
		remove := w.tg.Fault(emulator.HTMLPage(502))
		w.publish(1)
		w.run()
		pass(2 * time.Hour)
		tries := len(w.tg.Log("sendMessage"))
		if tries > 64+2*3600/20 {
			t.Errorf("%d requests in two hours of outage", tries)
		}
		remove()
		// Those that were tried wait for their own back-off, ten minutes at most.
		if took := w.drained(time.Hour); took > 13*time.Minute {
			t.Errorf("the last message came %s after Telegram", took)
		}
		for _, c := range chats {
			w.want(c, 1)
		}
	})
}
