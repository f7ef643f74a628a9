package bot_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot/models"

	"herald/bot"
	"herald/bot/telegram"
	"herald/news"
)

// hanging is a reader whose pages come, hang or break the reader by their path.
type hanging struct{ bot.Reader }

func (h hanging) Discover(ctx context.Context, address string) ([]news.Look, error) {
	switch {
	case strings.HasSuffix(address, "/hangs"):
		<-ctx.Done()
		return nil, ctx.Err()
	case strings.HasSuffix(address, "/breaks"):
		panic("a page like no other")
	}
	return h.Reader.Discover(ctx, address)
}

func TestAddressesThatHangTakeNothingFromTheOthers(t *testing.T) {
	w := begin(t)
	w.unforeseen = true
	w.run(func(c *bot.Config) { c.Reader = hanging{c.Reader} })
	t.Run("a panic ends one address", func(t *testing.T) {
		m := w.asks(w.user("en"), "/subscribe "+w.site.URL+"/breaks "+w.site.URL+"/harbour.xml")
		w.holds(m.Text, "Sorry, something went wrong", "Subscribed to Harbour Post.")
	})
	t.Run("all are looked at, and the answer comes in time", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			sent := &mailbox{}
			b := bot.New(bot.Config{Store: keeping{}, Reader: hanging{instant{}}, Telegram: sent})
			b.Handle(t.Context(), &models.Update{Message: &models.Message{
				ID: 1, Chat: models.Chat{ID: 7, Type: models.ChatTypePrivate}, From: &models.User{ID: 7},
				Text:     "/subscribe https://a.example/hangs https://b.example/hangs https://c.example/feed",
				Entities: []models.MessageEntity{{Type: models.MessageEntityTypeBotCommand, Length: 10}},
			}})
			if took := time.Since(began); took > 75*time.Second {
				t.Errorf("it took %s", took)
			}
			w.holds(sent.text, "a.example took too long to answer.", "b.example took too long to answer.", "Subscribed to C.")
		})
	})
}

// instant is a reader that finds a feed everywhere at once.
type instant struct{ bot.Reader }

func (instant) Discover(_ context.Context, address string) ([]news.Look, error) {
	return []news.Look{{Feed: news.Feed{URL: address, Title: "C"}}}, nil
}

// keeping is a database that says yes, in no time: a real one waits on the
// clock of the machine.
type keeping struct{ bot.Store }

func (keeping) EnsureChat(_ context.Context, c news.Chat) (news.Chat, error) { return c, nil }

func (keeping) Subscribe(context.Context, news.ChatID, news.ThreadID, news.Look) (news.Subscription, bool, error) {
	return news.Subscription{}, true, nil
}

// mailbox holds the last message sent.
type mailbox struct {
	bot.Telegram
	text string
}

func (m *mailbox) Send(_ context.Context, _ telegram.Target, what telegram.Message) (news.MessageID, error) {
	m.text = what.Text
	return 1, nil
}

func (m *mailbox) Typing(context.Context, telegram.Target) error { return nil }

func TestAnUpdateIsLeftInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := bot.New(bot.Config{Store: stuck{}, Telegram: &mailbox{}})
		began := time.Now()
		b.Handle(t.Context(), &models.Update{Message: &models.Message{ID: 1, Chat: models.Chat{ID: 7, Type: models.ChatTypePrivate}, From: &models.User{ID: 7}, Text: "/help"}})
		if took := time.Since(began); took > 2*time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}

// stuck is a database that never answers.
type stuck struct{ bot.Store }

func (stuck) EnsureChat(ctx context.Context, c news.Chat) (news.Chat, error) {
	<-ctx.Done()
	return c, ctx.Err()
}
