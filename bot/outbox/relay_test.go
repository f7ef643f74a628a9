package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"herald/bot/outbox"
	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// desk sets a desk and the signals to work beside the outbox; relay is that of
// a copy that does not send.
func (w *world) desk() (relay *outbox.Relay, stop func()) {
	w.Helper()
	desk := outbox.NewDesk(w.store, w.client, slog.New(slog.DiscardHandler))
	relay = outbox.NewRelay(w.store, w.client)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	go func() { ended <- desk.Run(ctx) }()
	go func() {
		ended <- w.store.Listen(ctx, func(s news.Signal) {
			if s.Kind == news.Asked {
				desk.Wake()
			}
			relay.Heard(s)
		})
	}()
	return relay, func() {
		cancel()
		w.must(<-ended)
		w.must(<-ended)
	}
}

func TestAnswersGoAheadOfABroadcast(t *testing.T) {
	bubbleWith(t, emulator.Options{Limits: emulator.Documented()}, telegram.Options{Rate: 30}, func(w *world) {
		w.readers(600)
		ann := w.tg.Reader(emulator.User{FirstName: "Ann"})
		w.publish(2)
		w.run()
		relay, stop := w.desk()
		defer stop()
		pass(5 * time.Second)
		for n := range 10 {
			begun := time.Now()
			id, err := relay.Send(outbox.Answering(context.Background(), int64(n)), telegram.Target{Chat: ann}, telegram.Message{Text: "an answer"})
			w.must(err)
			if m, ok := w.tg.Message(ann, id); !ok || m.Text != "an answer" {
				w.Errorf("message %d is %+v", id, m)
			}
			if took := time.Since(begun); took > 200*time.Millisecond {
				w.Errorf("an answer took %s", took)
			}
			pass(2 * time.Second)
		}
		if left := w.queued(); left < 300 {
			w.Errorf("the broadcast was over: %d left", left)
		}
	})
}

func TestAnUpdateThatIsHandledTwiceIsAnsweredOnce(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.tg.Reader(emulator.User{FirstName: "Ann"})
		to := telegram.Target{Chat: ann}
		relay, stop := w.desk()
		defer stop()
		handle := func() (one, two news.MessageID) {
			ctx := outbox.Answering(context.Background(), 77)
			one, err := relay.Send(ctx, to, telegram.Message{Text: "first"})
			w.must(err)
			two, err = relay.Send(ctx, to, telegram.Message{Text: "second", Keyboard: [][]telegram.Button{{{Text: "go", Data: "x"}}}})
			w.must(err)
			w.must(relay.Edit(ctx, ann, one, telegram.Message{Text: "changed"}))
			return one, two
		}
		one, two := handle()
		again, andAgain := handle()
		if one != again || two != andAgain {
			w.Errorf("messages %d, %d and then %d, %d", one, two, again, andAgain)
		}
		got := w.tg.Replies(ann)
		if len(got) != 2 || got[0].Text != "changed" || got[0].Edits() != 1 || got[1].Text != "second" || len(got[1].Keyboard) != 1 {
			w.Errorf("the chat has %+v", got)
		}
	})
}

// The copy that asked is gone before the one that sends is there.
func TestAnAnswerIsSentThoughItsCopyDied(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.tg.Reader(emulator.User{FirstName: "Ann"})
		dying, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_, err := outbox.NewRelay(w.store, w.client).Send(outbox.Answering(dying, 1), telegram.Target{Chat: ann}, telegram.Message{Text: "late"})
		if !errors.Is(err, context.DeadlineExceeded) {
			w.Errorf("got %v", err)
		}
		_, stop := w.desk()
		defer stop()
		pass(2 * time.Second)
		if got := w.tg.Replies(ann); len(got) != 1 || got[0].Text != "late" {
			w.Errorf("the chat has %+v", got)
		}
	})
}

func TestWhatTelegramSaysReachesTheOneWhoAsked(t *testing.T) {
	for _, c := range []struct {
		promise string
		fault   emulator.Fault
		want    error // nil: it is sent in the end
		within  time.Duration
	}{
		{"blocked", emulator.Fault{Code: 403, Count: 1}, telegram.ErrBlocked, time.Second},
		{"refused", emulator.Fault{Code: 400, Description: "Bad Request: message thread not found", Count: 1}, telegram.ErrTopicGone, time.Second},
		{"a flood is waited out", emulator.Fault{Code: 429, RetryAfter: 9, Count: 1}, nil, 11 * time.Second},
		{"so is a server that fails", emulator.Fault{Code: 502, Count: 3}, nil, 10 * time.Second},
		{"and a connection that breaks", emulator.Fault{Cut: true, Count: 2}, nil, 10 * time.Second},
	} {
		t.Run(c.promise, func(t *testing.T) {
			bubble(t, telegram.Options{}, func(w *world) {
				ann := w.tg.Reader(emulator.User{FirstName: "Ann"})
				c.fault.Method = "sendMessage"
				w.tg.Fault(c.fault)
				relay, stop := w.desk()
				defer stop()
				begun := time.Now()
				_, err := relay.Send(outbox.Answering(context.Background(), 1), telegram.Target{Chat: ann}, telegram.Message{Text: "an answer"})
				if !errors.Is(err, c.want) {
					w.Errorf("got %v, want %v", err, c.want)
				}
				if took := time.Since(begun); took > c.within {
					w.Errorf("it took %s", took)
				}
				if got := len(w.tg.Replies(ann)); (got == 1) != (c.want == nil) {
					w.Errorf("%d messages", got)
				}
				if n := w.tg.Stats().DuringRetry; n > 0 {
					w.Errorf("%d requests within a retry_after", n)
				}
			})
		})
	}
	t.Run("a refused token ends the desk", func(t *testing.T) {
		bubble(t, telegram.Options{}, func(w *world) {
			ann := w.tg.Reader(emulator.User{FirstName: "Ann"})
			w.tg.Fault(emulator.Fault{Method: "sendMessage", Code: 401, Count: 1})
			brief, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			relay := outbox.NewRelay(w.store, w.client)
			go relay.Send(outbox.Answering(brief, 1), telegram.Target{Chat: ann}, telegram.Message{Text: "x"})
			pass(10 * time.Millisecond)
			if err := outbox.NewDesk(w.store, w.client, nil).Run(context.Background()); !errors.Is(err, telegram.ErrUnauthorized) {
				w.Errorf("got %v", err)
			}
			pass(time.Second)
		})
	})
}

func TestAChatsAnswersKeepTheirOrder(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.tg.Reader(emulator.User{FirstName: "Ann"})
		w.tg.Fault(emulator.Fault{Method: "sendMessage", Code: 500, Count: 2})
		relay := outbox.NewRelay(w.store, w.client)
		for n, words := range []string{"one", "two", "three"} {
			brief, cancel := context.WithTimeout(context.Background(), time.Millisecond)
			_, err := relay.Send(outbox.Answering(brief, int64(n)), telegram.Target{Chat: ann}, telegram.Message{Text: words})
			cancel()
			if err == nil {
				w.Error("nobody sends")
			}
		}
		_, stop := w.desk()
		defer stop()
		pass(time.Minute)
		var got []string
		for _, m := range w.tg.Replies(ann) {
			got = append(got, m.Text)
		}
		if !slices.Equal(got, strings.Fields("one two three")) {
			w.Errorf("the chat has %q", got)
		}
	})
}
