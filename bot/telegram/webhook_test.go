package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// taken is what was stored.
type taken struct {
	mu      sync.Mutex
	updates []news.Update
	fail    int // so often
}

func (k *taken) take(_ context.Context, updates []news.Update) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fail > 0 {
		k.fail--
		return errors.New("the disk is full")
	}
	k.updates = append(k.updates, updates...)
	return nil
}

func (k *taken) all() []news.Update {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]news.Update(nil), k.updates...)
}

func TestWebhook(t *testing.T) {
	const secret, update = "s-e_cret1", `{"update_id":7,"message":{"message_id":1,"chat":{"id":-5,"type":"group"},"date":1,"text":"hello"}}`
	for _, c := range []struct {
		promise, method, secret, body string
		status, fail, taken           int
	}{
		{"an update is taken", "POST", secret, update, 200, 0, 1},
		{"without the secret nothing is", "POST", "", update, 401, 0, 0},
		{"nor with a wrong one", "POST", secret + "x", update, 401, 0, 0},
		{"what could not be stored is pushed again", "POST", secret, update, 503, 1, 0},
		{"a request that posts nothing is refused", "GET", secret, "", 405, 0, 0},
		{"so is what is no update", "POST", secret, `{"ok":true}`, 400, 0, 0},
		{"or no JSON", "POST", secret, `<html>`, 400, 0, 0},
		{"or larger than any update", "POST", secret, `{"update_id":7,"message":"` + strings.Repeat("x", 1<<20) + `"}`, 413, 0, 0},
		{"an update with odd contents is stored all the same", "POST", secret, `{"update_id":7,"message":"odd"}`, 200, 0, 1},
	} {
		t.Run(c.promise, func(t *testing.T) {
			k := &taken{fail: c.fail}
			h := telegram.Webhook(secret, k.take, slog.New(slog.DiscardHandler))
			req := httptest.NewRequest(c.method, "/telegram", strings.NewReader(c.body))
			if c.secret != "" {
				req.Header.Set("X-Telegram-Bot-Api-Secret-Token", c.secret)
			}
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, req)
			if rec.Code != c.status || len(k.updates) != c.taken {
				t.Errorf("status %d, %d updates", rec.Code, len(k.updates))
			}
			if strings.Contains(rec.Body.String(), secret) {
				t.Error("the answer shows the secret")
			}
			if c.taken == 1 && (k.updates[0].ID != 7 || string(k.updates[0].Body) != c.body) {
				t.Errorf("%+v", k.updates[0])
			}
			if c.body == update && c.taken == 1 && k.updates[0].Lane != -5 {
				t.Errorf("it is in lane %d", k.updates[0].Lane)
			}
		})
	}
	t.Run("no secret opens a webhook that has none", func(t *testing.T) {
		rec := httptest.NewRecorder()
		telegram.Webhook("", (&taken{}).take, slog.New(slog.DiscardHandler)).ServeHTTP(rec, httptest.NewRequest("POST", "/", strings.NewReader(update)))
		if rec.Code != http.StatusUnauthorized {
			t.Errorf("status %d", rec.Code)
		}
	})
}

func TestTelegramPushesToTheWebhookAndFetchTakesItDown(t *testing.T) {
	s := served(t, emulator.Options{})
	c := client(t, s, telegram.Options{})
	chat, ann := person(s)
	k := &taken{fail: 2}
	door := httptest.NewServer(telegram.Webhook("secret", k.take, slog.New(slog.DiscardHandler)))
	defer door.Close()
	if err := c.SetWebhook(brief(t), door.URL+"/here", "secret"); err != nil {
		t.Fatal(err)
	}
	if info, err := c.WebhookInfo(brief(t)); err != nil || info.URL != door.URL+"/here" {
		t.Errorf("%+v, %v", info, err)
	}
	s.Write(chat, ann, "one")
	s.Write(chat, ann, "two")
	if err := s.AwaitIdle(brief(t)); err != nil {
		t.Fatal(err)
	}
	if got := k.all(); len(got) != 2 || got[0].Lane != int64(chat) {
		t.Fatalf("taken %+v", got)
	}

	// The next copy polls.
	k.fail = 1 // what was not stored is not confirmed, and comes again
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- c.Fetch(ctx, k.take) }()
	s.Write(chat, ann, "three")
	if err := s.Await(brief(t), func() bool { return len(k.all()) == 3 }); err != nil {
		t.Fatal(err)
	}
	if err := s.AwaitIdle(brief(t)); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	read, err := telegram.ReadUpdate(k.all()[2])
	if err != nil || read.Message.Text != "three" {
		t.Errorf("%+v, %v", read, err)
	}
}

func TestErrorsSurviveTheWayToAnotherProcess(t *testing.T) {
	for _, err := range []error{
		&telegram.RetryError{After: 7 * time.Second},
		&telegram.MovedError{To: -1007},
		fmt.Errorf("%w: Forbidden: bot was blocked by the user", telegram.ErrBlocked),
		fmt.Errorf("%w: Bad Request: chat not found", telegram.ErrChatGone),
		telegram.ErrUnauthorized,
		&telegram.RequestError{Method: "sendMessage", Code: 400, Description: "Bad Request: message thread not found", Reason: telegram.ErrTopicGone},
		&telegram.RequestError{Method: "sendMessage", Code: 400, Description: "Bad Request: something new"},
		&telegram.UnavailableError{Method: "sendMessage", Code: 502, Err: errors.New("the answer is not the Bot API's")},
		&telegram.UnavailableError{Method: "sendMessage", Err: errors.New("connection refused")},
		errors.New("anything else"),
	} {
		got := telegram.DecodeError(telegram.EncodeError(err))
		for _, kind := range []error{telegram.ErrBlocked, telegram.ErrChatGone, telegram.ErrUnauthorized, telegram.ErrTopicGone} {
			if errors.Is(got, kind) != errors.Is(err, kind) {
				t.Errorf("%v became %v", err, got)
			}
		}
		var retry, retry2 *telegram.RetryError
		var moved, moved2 *telegram.MovedError
		var refused, refused2 *telegram.RequestError
		var away, away2 *telegram.UnavailableError
		if errors.As(err, &retry) != errors.As(got, &retry2) || errors.As(err, &moved) != errors.As(got, &moved2) ||
			errors.As(err, &refused) != errors.As(got, &refused2) || errors.As(err, &away) != errors.As(got, &away2) {
			t.Errorf("%v became %T %v", err, got, got)
		}
		if retry != nil && retry.After != retry2.After || moved != nil && moved.To != moved2.To || refused != nil && refused.Error() != refused2.Error() {
			t.Errorf("%v became %v", err, got)
		}
	}
	if got := telegram.DecodeError(telegram.EncodeError(nil)); got != nil {
		t.Errorf("nothing became %v", got)
	}
	if telegram.DecodeError("no JSON") == nil {
		t.Error("an unreadable fault became none")
	}
}
