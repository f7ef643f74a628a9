package telegram_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

func TestSend(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{Paid: true})
	chat := s.Reader(emulator.User{})
	to := telegram.Target{Chat: chat}
	last := func(method string) map[string]string {
		log := s.Log(method)
		return log[len(log)-1].Params
	}

	t.Run("sends nothing that was not set", func(t *testing.T) {
		if _, err := c.Send(brief(t), to, telegram.Message{Text: "plain"}); err != nil {
			t.Fatal(err)
		}
		if p := last("sendMessage"); len(p) != 2 || p["text"] != "plain" {
			t.Errorf("parameters: %v", p)
		}
	})
	t.Run("buttons have one action each", func(t *testing.T) {
		_, err := c.Send(brief(t), to, telegram.Message{Text: "x", Keyboard: [][]telegram.Button{{{Text: "a", Data: "d"}, {Text: "b", URL: "https://example.org"}}, {{Text: "c", Copy: "words"}}}})
		if err != nil {
			t.Fatal(err)
		}
		want := `{"inline_keyboard":[[{"text":"a","callback_data":"d"},{"text":"b","url":"https://example.org"}],[{"text":"c","copy_text":{"text":"words"}}]]}`
		if got := last("sendMessage")["reply_markup"]; got != want {
			t.Errorf("reply_markup: %s", got)
		}
	})
	t.Run("previews", func(t *testing.T) {
		for want, p := range map[string]telegram.Preview{
			"":                     {},
			`{"is_disabled":true}`: {None: true, URL: "https://example.org"},
			`{"url":"https://example.org","prefer_large_media":true,"show_above_text":true}`: {URL: "https://example.org", Large: true, Above: true},
		} {
			if _, err := c.Send(brief(t), to, telegram.Message{Text: "x", Preview: p}); err != nil {
				t.Error(err)
			}
			if got := last("sendMessage")["link_preview_options"]; got != want {
				t.Errorf("%+v: %s", p, got)
			}
		}
	})
	t.Run("a picture carries the text as its caption", func(t *testing.T) {
		m := telegram.Message{Text: "words", Entities: []telegram.Entity{{Type: "bold", Length: 5}}, Photo: "https://example.org/a.jpg", Silent: true, Preview: telegram.Preview{None: true}}
		id, err := c.Send(brief(t), to, m)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := s.Message(chat, id)
		if got.Photo != m.Photo || got.Text != "words" || len(got.Entities) != 1 || !got.Silent {
			t.Errorf("%+v", got)
		}
		m.Text, m.Entities, m.Keyboard = "other", nil, [][]telegram.Button{{{Text: "b", Data: "d"}}}
		if err := c.Edit(brief(t), chat, id, m); err != nil {
			t.Fatal(err)
		}
		if got, _ = s.Message(chat, id); got.Text != "other" || got.Photo != m.Photo || len(got.Keyboard) != 1 {
			t.Errorf("after the edit: %+v", got)
		}
	})
	t.Run("only broadcasts are paid for", func(t *testing.T) {
		for _, ctx := range []bool{true, false} {
			c2 := brief(t)
			if ctx {
				c2 = telegram.Broadcast(c2)
			}
			if _, err := c.Send(c2, to, telegram.Message{Text: "x"}); err != nil {
				t.Fatal(err)
			}
			if paid := last("sendMessage")["allow_paid_broadcast"] == "true"; paid != ctx {
				t.Errorf("broadcast %v, paid %v", ctx, paid)
			}
		}
	})
	t.Run("an answer to a message that is gone is sent all the same", func(t *testing.T) {
		if _, err := c.Send(brief(t), to, telegram.Message{Text: "x", ReplyTo: 4242}); err != nil {
			t.Error(err)
		}
	})
	t.Run("topics", func(t *testing.T) {
		forum := s.AddChat(emulator.Group{Title: "Forum", Forum: true})
		topic := s.AddTopic(forum, "World")
		id, err := c.Send(brief(t), telegram.Target{Chat: forum, Thread: topic}, telegram.Message{Text: "x"})
		if m, _ := s.Message(forum, id); err != nil || m.Thread != topic {
			t.Errorf("%+v %v", m, err)
		}
		s.CloseTopic(forum, topic, true)
		if _, err := c.Send(brief(t), telegram.Target{Chat: forum, Thread: topic}, telegram.Message{Text: "x"}); !errors.Is(err, telegram.ErrTopicGone) {
			t.Errorf("closed: %v", err)
		}
		s.DeleteTopic(forum, topic)
		if _, err := c.Send(brief(t), telegram.Target{Chat: forum, Thread: topic}, telegram.Message{Text: "x"}); !errors.Is(err, telegram.ErrTopicGone) {
			t.Errorf("deleted: %v", err)
		}
	})
	if got := s.Complaints(); len(got) > 0 {
		t.Errorf("complaints: %q", got)
	}
}

func TestEditAndDelete(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{})
	chat := s.Reader(emulator.User{})
	m := telegram.Message{Text: "one", Keyboard: [][]telegram.Button{{{Text: "b", Data: "d"}}}}
	id, err := c.Send(brief(t), telegram.Target{Chat: chat}, m)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("an unchanged message is a success", func(t *testing.T) {
		if err := c.Edit(brief(t), chat, id, m); err != nil {
			t.Error(err)
		}
		if err := c.EditKeyboard(brief(t), chat, id, m.Keyboard); err != nil {
			t.Error(err)
		}
	})
	t.Run("nil buttons take them away", func(t *testing.T) {
		if err := c.EditKeyboard(brief(t), chat, id, nil); err != nil {
			t.Error(err)
		}
		if got, _ := s.Message(chat, id); got.Keyboard != nil || got.Text != "one" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("a message that is gone", func(t *testing.T) {
		if err := c.Delete(brief(t), chat, id); err != nil {
			t.Error(err)
		}
		if err := c.Delete(brief(t), chat, id); err != nil {
			t.Errorf("deleting it again: %v", err)
		}
		if err := c.Edit(brief(t), chat, id, m); !errors.Is(err, telegram.ErrMessageGone) {
			t.Errorf("editing it: %v", err)
		}
	})
}

func TestAnswer(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{})
	ann := s.AddUser(emulator.User{})
	if err := c.Answer(brief(t), "long gone", "x", false); err != nil {
		t.Errorf("a press that is too old is no error: %v", err)
	}
	q := s.Forge(news.ChatID(ann), ann, 1, "forged")
	if err := c.Answer(brief(t), q, strings.Repeat("ї", 300), true); err != nil {
		t.Fatal(err)
	}
	a, err := s.AwaitAnswer(brief(t), q)
	if n := len([]rune(a.Text)); err != nil || n != telegram.MaxAnswer || !a.Alert {
		t.Errorf("%d characters, %+v, %v", n, a, err)
	}
}

func TestAdministrator(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{})
	owner, admin, plain, stranger := s.AddUser(emulator.User{}), s.AddUser(emulator.User{}), s.AddUser(emulator.User{}), s.AddUser(emulator.User{})
	group := s.AddChat(emulator.Group{Title: "Club", Admins: []news.UserID{owner, admin}, Members: []news.UserID{plain}})
	for who, want := range map[news.UserID]bool{owner: true, admin: true, plain: false, stranger: false, 1087968824: true} {
		if got, err := c.Administrator(brief(t), group, who); err != nil || got != want {
			t.Errorf("%d: %v %v", who, got, err)
		}
	}
	if got, err := c.Administrator(brief(t), news.ChatID(plain), plain); err != nil || !got {
		t.Errorf("in private: %v %v", got, err)
	}
	s.Kick(group)
	if _, err := c.Administrator(brief(t), group, owner); !errors.Is(err, telegram.ErrBlocked) {
		t.Errorf("kicked: %v", err)
	}
}

func TestDownload(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{})
	id := s.AddFile("a.txt", []byte("twelve bytes"), 0)
	if data, err := c.Download(brief(t), id, 12); err != nil || string(data) != "twelve bytes" {
		t.Errorf("%q %v", data, err)
	}
	if _, err := c.Download(brief(t), id, 11); !errors.Is(err, telegram.ErrFileTooLarge) {
		t.Errorf("beyond the limit: %v", err)
	}
	if _, err := c.Download(brief(t), s.AddFile("b.pdf", nil, 30<<20), 1<<30); !errors.Is(err, telegram.ErrFileTooLarge) {
		t.Errorf("beyond Telegram's limit: %v", err)
	}
	var refused *telegram.RequestError
	if _, err := c.Download(brief(t), "nothing", 10); !errors.As(err, &refused) {
		t.Errorf("no such file: %v", err)
	}
}

func TestSetCommands(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{})
	for _, lang := range []string{"", "uk"} {
		if err := c.SetCommands(brief(t), lang, []telegram.Command{{Name: "quotes", Description: "who said what " + lang}}); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Commands("uk"); len(got) != 1 || got[0].Description != "who said what uk" {
		t.Errorf("uk: %+v", got)
	}
	if got := s.Commands("de"); len(got) != 1 || got[0].Description != "who said what " {
		t.Errorf("de: %+v", got)
	}
}

func TestLeave(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{})
	group := s.AddGroup("Club")
	if err := c.Leave(brief(t), group); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Send(brief(t), telegram.Target{Chat: group}, telegram.Message{Text: "x"}); !errors.Is(err, telegram.ErrBlocked) {
		t.Errorf("after leaving: %v", err)
	}
}

func TestConnectionsAreUsedAgain(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{Timeout: 10 * time.Second})
	took := broadcast(t, c, readers(s, 500), 50)
	t.Logf("500 messages from 50 workers in %s", took)
	if n := s.Connections(); n > 128 { // dials that lost a race with a freed connection are kept too
		t.Errorf("%d connections for 50 workers and 500 messages", n)
	}
}
