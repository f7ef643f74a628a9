package telegram_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/go-telegram/bot/models"
	"go.uber.org/goleak"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// served is an emulator on a socket, as the bot meets it in real life.
func served(t *testing.T, o emulator.Options) *emulator.Server {
	t.Helper()
	s := emulator.New(o)
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func client(t *testing.T, s *emulator.Server, o telegram.Options) *telegram.Client {
	t.Helper()
	if o.URL == "" {
		o.URL = s.URL()
	}
	c, err := telegram.New(s.Token(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// inside is a client that reaches its emulator without a socket.
func inside(t testing.TB, s *emulator.Server, o telegram.Options) *telegram.Client {
	t.Helper()
	o.URL, o.HTTP = s.URL(), &http.Client{Transport: s.Transport()}
	c, err := telegram.New(s.Token(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func brief(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// pass lets time go by; within a synctest bubble only.
func pass(d time.Duration) { <-time.After(d) }

func TestAConversation(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{Rate: 30})
	me, err := c.Me(brief(t))
	if err != nil || me.Username != "herald_bot" {
		t.Fatalf("me: %+v %v", me, err)
	}
	ann := s.AddUser(emulator.User{FirstName: "Ann"})
	chat := news.ChatID(ann)

	ctx, stop := context.WithCancel(brief(t))
	polled := make(chan error, 1)
	go func() {
		polled <- c.Poll(ctx, func(ctx context.Context, u *models.Update) {
			switch {
			case u.Message != nil:
				if err := c.Typing(ctx, telegram.Target{Chat: chat}); err != nil {
					t.Error(err)
				}
				_, err := c.Send(ctx, telegram.Target{Chat: chat}, telegram.Message{
					Text:     "Summary at noon",
					Entities: []telegram.Entity{{Type: "bold", Offset: 0, Length: 7}, {Type: "date_time", Offset: 11, Length: 4, Unix: 1_790_000_000, Format: "t"}},
					Keyboard: [][]telegram.Button{{{Text: "More", Data: "more"}, {Text: "Copy", Copy: "words"}, {Text: "Open", URL: "https://example.org/a"}}},
					ReplyTo:  news.MessageID(u.Message.ID),
				})
				if err != nil {
					t.Error(err)
				}
			case u.CallbackQuery != nil:
				if err := c.Edit(ctx, chat, news.MessageID(u.CallbackQuery.Message.Message.ID), telegram.Message{Text: "All of it"}); err != nil {
					t.Error(err)
				}
				if err := c.Answer(ctx, u.CallbackQuery.ID, "There you are", false); err != nil {
					t.Error(err)
				}
			}
		})
	}()
	asked := s.Write(chat, ann, "/summary")
	said, err := s.AwaitReplies(brief(t), chat, 1)
	if err != nil {
		t.Fatal(err)
	}
	m := said[0]
	if m.ReplyTo != asked || len(m.Entities) != 2 || m.Entities[1].Unix != 1_790_000_000 || m.Keyboard[0][1].Copy != "words" {
		t.Errorf("message: %+v", m)
	}
	a, err := s.Press(brief(t), chat, ann, m.ID, "more")
	if err != nil || a.Text != "There you are" {
		t.Errorf("press: %+v %v", a, err)
	}
	if m, _ = s.Message(chat, m.ID); m.Text != "All of it" {
		t.Errorf("after the press: %+v", m)
	}
	if err := s.AwaitIdle(brief(t)); err != nil {
		t.Error(err)
	}
	stop()
	if err := <-polled; err != nil {
		t.Errorf("poll: %v", err)
	}
	if got := s.Complaints(); len(got) > 0 {
		t.Errorf("complaints: %q", got)
	}
}
