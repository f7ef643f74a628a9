package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot/models"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// polling runs Poll until stop is called, which gives its outcome.
func polling(t *testing.T, c *telegram.Client, handle func(context.Context, *models.Update)) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out := make(chan error, 1)
	go func() { out <- c.Poll(ctx, handle) }()
	return func() error { cancel(); return <-out }
}

func person(s *emulator.Server) (news.ChatID, news.UserID) {
	id := s.AddUser(emulator.User{})
	return news.ChatID(id), id
}

func TestTheOffsetMovesPastFinishedUpdatesOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		c := inside(t, s, telegram.Options{})
		slowChat, ann := person(s)
		fastChat, bob := person(s)
		s.Write(slowChat, ann, "first")
		release := make(chan struct{})
		var handled atomic.Int32
		stop := polling(t, c, func(_ context.Context, u *models.Update) {
			if u.Message.Chat.ID == int64(slowChat) {
				<-release
			}
			handled.Add(1)
		})
		for range 150 { // more than one batch
			s.Write(fastChat, bob, "more")
		}
		pass(5 * time.Second)
		if n := handled.Load(); n != 99 {
			t.Errorf("%d updates of the other chat were handled meanwhile, want the rest of the batch", n)
		}
		if n := s.Pending(); n != 151 {
			t.Errorf("%d updates are unconfirmed, want all from the unfinished one on", n)
		}
		s.Write(slowChat, ann, "second")
		close(release)
		pass(time.Second)
		if n := s.Pending(); n != 0 || handled.Load() != 152 {
			t.Errorf("%d updates are unconfirmed, %d handled", n, handled.Load())
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatWasNotFinishedComesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		chat, ann := person(s)
		s.Write(chat, ann, "one")
		s.Write(chat, ann, "two")
		var got []string
		crashed := errors.New("the process dies")
		first := inside(t, s, telegram.Options{})
		ctx, die := context.WithCancelCause(t.Context())
		out := make(chan error, 1)
		go func() {
			out <- first.Poll(ctx, func(ctx context.Context, u *models.Update) {
				die(crashed)
				<-ctx.Done() // cut short before it has done anything
				panic("killed")
			})
		}()
		<-out
		// A panic counts as done; the second update had not begun.
		if n := s.Pending(); n != 1 {
			t.Errorf("%d updates are unconfirmed, want 1", n)
		}
		stop := polling(t, inside(t, s, telegram.Options{}), func(_ context.Context, u *models.Update) { got = append(got, u.Message.Text) })
		pass(time.Second)
		if err := stop(); err != nil || strings.Join(got, " ") != "two" {
			t.Errorf("handled %q, %v", got, err)
		}
	})
}

func TestOneChatInOrderChatsSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		c := inside(t, s, telegram.Options{Workers: 8})
		type who struct {
			chat news.ChatID
			user news.UserID
		}
		people := make([]who, 20)
		for i := range people {
			people[i].chat, people[i].user = person(s)
		}
		for i := range 15 {
			for _, p := range people {
				s.Write(p.chat, p.user, fmt.Sprint(i))
			}
		}
		var mu sync.Mutex
		got := map[int64][]string{}
		now, most := 0, 0
		busy := map[int64]bool{}
		stop := polling(t, c, func(_ context.Context, u *models.Update) {
			chat := u.Message.Chat.ID
			mu.Lock()
			if busy[chat] {
				t.Error("two updates of one chat at the same time")
			}
			busy[chat] = true
			now++
			most = max(most, now)
			got[chat] = append(got[chat], u.Message.Text)
			mu.Unlock()
			pass(100 * time.Millisecond)
			mu.Lock()
			now--
			busy[chat] = false
			mu.Unlock()
		})
		began := time.Now()
		if err := s.AwaitIdle(t.Context()); err != nil {
			t.Fatal(err)
		}
		took := time.Since(began)
		if err := stop(); err != nil {
			t.Error(err)
		}
		for chat, texts := range got {
			if strings.Join(texts, " ") != "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14" {
				t.Errorf("chat %d: %q", chat, texts)
			}
		}
		if most != 8 || len(got) != 20 {
			t.Errorf("at most %d at a time in %d chats, want 8 in 20", most, len(got))
		}
		if took > 8*time.Second { // 300 updates of 0.1 s by 8 are 3.75 s at best
			t.Errorf("took %s", took)
		}
	})
}

func TestNewUpdatesAreNoticedWhileAHandlerWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		c := inside(t, s, telegram.Options{})
		slowChat, ann := person(s)
		chat, bob := person(s)
		release := make(chan struct{})
		seen := make(chan time.Time, 1)
		stop := polling(t, c, func(_ context.Context, u *models.Update) {
			if u.Message.Chat.ID == int64(slowChat) {
				<-release
				return
			}
			seen <- time.Now()
		})
		s.Write(slowChat, ann, "a long text")
		pass(20 * time.Second)
		polls := len(s.Log("getUpdates"))
		began := time.Now()
		s.Write(chat, bob, "hello")
		if delay := (<-seen).Sub(began); delay > 250*time.Millisecond {
			t.Errorf("noticed after %s", delay)
		}
		if polls > 150 {
			t.Errorf("%d polls in 20 seconds", polls)
		}
		close(release)
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestAQuietBotPollsOncePerFiftySeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		stop := polling(t, inside(t, s, telegram.Options{}), func(context.Context, *models.Update) {})
		pass(10 * time.Minute)
		if n := len(s.Log("getUpdates")); n < 12 || n > 13 {
			t.Errorf("%d polls in ten minutes", n)
		}
		if p := s.Log("getUpdates")[0].Params; p["allowed_updates"] != `["message","channel_post","callback_query","my_chat_member"]` || p["timeout"] != "50" || p["limit"] != "100" {
			t.Errorf("%v", p)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestAPanicIsLoggedAndPassed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		var logged bytes.Buffer
		c := inside(t, s, telegram.Options{Log: slog.New(slog.NewTextHandler(&logged, nil))})
		chat, ann := person(s)
		var got []string
		stop := polling(t, c, func(_ context.Context, u *models.Update) {
			if u.Message.Text == "boom" {
				panic("oh no, " + s.Token())
			}
			got = append(got, u.Message.Text)
		})
		s.Write(chat, ann, "boom")
		s.Write(chat, ann, "next")
		if err := s.AwaitIdle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := stop(); err != nil || len(got) != 1 {
			t.Errorf("handled %q, %v", got, err)
		}
		if text := logged.String(); !strings.Contains(text, "oh no") || !strings.Contains(text, "TestAPanicIsLoggedAndPassed") || strings.Contains(text, "goroutine") || strings.Contains(text, s.Token()) {
			t.Errorf("log: %s", text)
		}
	})
}

func TestPollingOutlastsEveryMisfortune(t *testing.T) {
	for name, f := range map[string]emulator.Fault{
		"500":                  {Code: 500},
		"502 in HTML":          emulator.HTMLPage(502),
		"a closed connection":  {Cut: true},
		"no answer":            {Hang: true},
		"another poller (409)": {Code: 409},
		"429":                  emulator.TooMany(17),
		"half an answer":       {Code: 200, Body: `{"ok":tr`},
		"400":                  {Code: 400, Description: "Bad Request: who knows"},
		"taken but not told":   {Cut: true, Taken: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := emulator.New(emulator.Options{})
				var logged bytes.Buffer
				c := inside(t, s, telegram.Options{Log: slog.New(slog.NewTextHandler(&logged, nil))})
				f.Method, f.Count = "getUpdates", 3
				s.Fault(f)
				chat, ann := person(s)
				s.Write(chat, ann, "hello")
				var got int
				stop := polling(t, c, func(context.Context, *models.Update) { got++ })
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				if err := s.AwaitIdle(ctx); err != nil {
					t.Fatal(err)
				}
				if err := stop(); err != nil || got != 1 {
					t.Errorf("handled %d, %v", got, err)
				}
				polls := s.Log("getUpdates")
				if f.Code == 429 && polls[1].At.Sub(polls[0].At) < 17*time.Second {
					t.Errorf("polled again after %s", polls[1].At.Sub(polls[0].At))
				}
				if f.Code == 409 && polls[1].At.Sub(polls[0].At) < 4*time.Second {
					t.Errorf("fought the other poller after %s", polls[1].At.Sub(polls[0].At))
				}
				if logged.Len() == 0 || strings.Contains(logged.String(), s.Token()) {
					t.Errorf("log: %s", &logged)
				}
			})
		})
	}
}

func TestPollStopsWhenTheTokenIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		s.Fault(emulator.Fault{Method: "getUpdates", Skip: 2, Code: 401})
		c := inside(t, s, telegram.Options{})
		if err := c.Poll(t.Context(), func(context.Context, *models.Update) {}); !errors.Is(err, telegram.ErrUnauthorized) {
			t.Errorf("got %v", err)
		}
		if n := len(s.Log("getUpdates")); n != 3 {
			t.Errorf("%d polls, want 3", n)
		}
	})
}

func TestAWebhookThatIsStillSetIsTakenDown(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{})
	hook, err := http.NewRequestWithContext(brief(t), http.MethodPost, s.URL()+"/bot"+s.Token()+"/setWebhook?url=https://127.0.0.1:1/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := s.Transport().RoundTrip(hook); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp, err)
	}
	got := make(chan string, 1)
	stop := polling(t, c, func(_ context.Context, u *models.Update) { got <- u.Message.Text })
	chat, ann := person(s)
	s.Write(chat, ann, "hello")
	select {
	case <-got:
	case <-brief(t).Done():
		t.Error("nothing was received")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestStopping(t *testing.T) {
	setup := func(t *testing.T) (*emulator.Server, *telegram.Client) {
		s := emulator.New(emulator.Options{})
		chat, ann := person(s)
		s.Write(chat, ann, "one")
		s.Write(chat, ann, "two")
		return s, inside(t, s, telegram.Options{})
	}
	t.Run("finishes and confirms what is in flight, begins nothing new", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s, c := setup(t)
			handled := 0
			stop := polling(t, c, func(ctx context.Context, _ *models.Update) {
				pass(5 * time.Second)
				if ctx.Err() == nil {
					handled++
				}
			})
			pass(time.Second)
			began := time.Now()
			if err := stop(); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took != 4*time.Second {
				t.Errorf("stopping took %s, want what the handler still needed", took)
			}
			if handled != 1 || s.Pending() != 1 {
				t.Errorf("%d handled, %d unconfirmed", handled, s.Pending())
			}
		})
	})
	t.Run("cuts short what takes too long", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			_, c := setup(t)
			stop := polling(t, c, func(ctx context.Context, _ *models.Update) { <-ctx.Done() })
			pass(time.Second)
			began := time.Now()
			if err := stop(); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took != 9*time.Second {
				t.Errorf("stopping took %s", took)
			}
		})
	})
	t.Run("leaves after ten seconds at the latest", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s, c := setup(t)
			deaf := make(chan struct{})
			stop := polling(t, c, func(context.Context, *models.Update) { <-deaf })
			pass(time.Second)
			began := time.Now()
			if err := stop(); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took > 10*time.Second+100*time.Millisecond {
				t.Errorf("stopping took %s", took)
			}
			if s.Pending() != 2 {
				t.Errorf("%d unconfirmed, want both", s.Pending())
			}
			close(deaf)
		})
	})
}

type canned struct {
	answers []string
	n       int
	offsets []string
}

func (c *canned) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	c.offsets = append(c.offsets, string(body))
	if c.n >= len(c.answers) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	c.n++
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(c.answers[c.n-1]))}, nil
}

func TestAnUpdateThatCannotBeReadIsPassed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &canned{answers: []string{`{"ok":true,"result":[{"update_id":7,"message":{"message_id":"seven"}},{"update_id":8,"message":{"message_id":1,"text":"fine","chat":{"id":1}}}]}`}}
		c, err := telegram.New("1:abcdef", telegram.Options{HTTP: &http.Client{Transport: server}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		var mu sync.Mutex
		stop := polling(t, c, func(_ context.Context, u *models.Update) {
			mu.Lock()
			defer mu.Unlock()
			if u.Message != nil {
				got = append(got, u.Message.Text)
			}
		})
		pass(time.Second)
		if err := stop(); err != nil || strings.Join(got, "") != "fine" {
			t.Errorf("handled %q, %v", got, err)
		}
		if !strings.Contains(server.offsets[1], `"offset":9`) {
			t.Errorf("the next poll: %s", server.offsets[1])
		}
	})
}
