package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-telegram/bot/models"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

func TestEveryFailureHasItsType(t *testing.T) {
	is := func(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }
	refused := func(reason error) func(error) bool {
		return func(err error) bool {
			var r *telegram.RequestError
			return errors.As(err, &r) && r.Method == "sendMessage" && (r.Reason == nil) == (reason == nil) && (reason == nil || errors.Is(err, reason))
		}
	}
	unavailable := func(code int) func(error) bool {
		return func(err error) bool {
			var u *telegram.UnavailableError
			return errors.As(err, &u) && u.Code == code && u.Method == "sendMessage"
		}
	}
	says := func(code int, words string) emulator.Fault { return emulator.Fault{Code: code, Description: words} }
	for name, c := range map[string]struct {
		fault emulator.Fault
		right func(error) bool
	}{
		"429 says how long": {emulator.TooMany(7), func(err error) bool {
			var r *telegram.RetryError
			return errors.As(err, &r) && r.After == 7*time.Second && !r.Paced
		}},
		"429 in HTML": {emulator.Fault{Code: 429, RetryAfter: 3, Body: "<html>"}, func(err error) bool {
			var r *telegram.RetryError
			return errors.As(err, &r) && r.After == 3*time.Second
		}},
		"blocked":                       {says(403, "Forbidden: bot was blocked by the user"), is(telegram.ErrBlocked)},
		"kicked":                        {says(403, "Forbidden: bot was kicked from the supergroup chat"), is(telegram.ErrBlocked)},
		"deactivated":                   {says(403, "Forbidden: user is deactivated"), is(telegram.ErrBlocked)},
		"no such chat":                  {says(400, "Bad Request: chat not found"), is(telegram.ErrChatGone)},
		"401":                           {emulator.Fault{Code: 401}, is(telegram.ErrUnauthorized)},
		"409":                           {emulator.Fault{Code: 409}, is(telegram.ErrConflict)},
		"no rights":                     {says(400, "Bad Request: not enough rights to send text messages to the chat"), refused(telegram.ErrNoRights)},
		"topic closed":                  {says(400, "Bad Request: TOPIC_CLOSED"), refused(telegram.ErrTopicGone)},
		"topic deleted":                 {says(400, "Bad Request: message thread not found"), refused(telegram.ErrTopicGone)},
		"too long":                      {says(400, "Bad Request: message is too long"), refused(telegram.ErrTooLong)},
		"a picture that cannot be had":  {says(400, "Bad Request: wrong file identifier/HTTP URL specified"), refused(telegram.ErrBadMedia)},
		"a picture that is none":        {says(400, "Bad Request: failed to get HTTP URL content"), refused(telegram.ErrBadMedia)},
		"any other 400":                 {says(400, "Bad Request: something new"), refused(nil)},
		"too large a request":           {says(413, "Request Entity Too Large"), refused(nil)},
		"500":                           {emulator.Fault{Code: 500}, unavailable(500)},
		"502 in HTML":                   {emulator.HTMLPage(502), unavailable(502)},
		"504":                           {emulator.Fault{Code: 504}, unavailable(504)},
		"200 in HTML":                   {emulator.HTMLPage(200), unavailable(200)},
		"200 with half an answer":       {emulator.Fault{Code: 200, Body: `{"ok":true,"res`}, unavailable(200)},
		"200 with another API's answer": {emulator.Fault{Code: 200, Body: `{"status":"fine"}`}, unavailable(200)},
		"an answer without end":         {emulator.Fault{Code: 200, Body: strings.Repeat("a", 17<<20)}, unavailable(200)},
		"a closed connection":           {emulator.Fault{Cut: true}, unavailable(0)},
		"closed after it was taken":     {emulator.Fault{Cut: true, Taken: true}, unavailable(0)},
		"no answer within the time-out": {emulator.Fault{Hang: true}, func(err error) bool { return unavailable(0)(err) && errors.Is(err, context.DeadlineExceeded) }},
		"a supergroup in place of group": {emulator.Fault{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: -1001}, func(err error) bool {
			var m *telegram.MovedError
			return errors.As(err, &m) && m.To == -1001
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := served(t, emulator.Options{})
			s.Fault(c.fault)
			chat := s.Reader(emulator.User{})
			tg := client(t, s, telegram.Options{Timeout: 200 * time.Millisecond})
			_, err := tg.Send(telegram.Broadcast(brief(t)), telegram.Target{Chat: chat}, telegram.Message{Text: "hello"})
			if err == nil || !c.right(err) {
				t.Fatalf("got %T: %v", err, err)
			}
			if taken := len(s.Replies(chat)) == 1; taken != c.fault.Taken {
				t.Errorf("the message was taken: %v", taken)
			}
		})
	}
}

func TestTheCallersOwnEndIsNotTelegramsFault(t *testing.T) {
	s := served(t, emulator.Options{})
	s.Fault(emulator.Fault{Hang: true})
	tg := client(t, s, telegram.Options{})
	ctx, cancel := context.WithCancel(brief(t))
	go func() {
		_ = s.Await(ctx, func() bool { return s.Stats().Requests == 1 })
		cancel()
	}()
	_, err := tg.Send(ctx, telegram.Target{Chat: s.Reader(emulator.User{})}, telegram.Message{Text: "hello"})
	var u *telegram.UnavailableError
	if !errors.Is(err, context.Canceled) || errors.As(err, &u) {
		t.Errorf("got %T: %v", err, err)
	}
}

// leaks looks for the token in an error, in all that it wraps, and in every
// way of printing it.
func leaks(err error, token string) bool {
	if err == nil {
		return false
	}
	secret := token[strings.IndexByte(token, ':')+1:]
	for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err), fmt.Sprintf("%q", err)} {
		if strings.Contains(text, secret) {
			return true
		}
	}
	if many, ok := any(err).(interface{ Unwrap() []error }); ok {
		return slices.ContainsFunc(many.Unwrap(), func(e error) bool { return leaks(e, token) })
	}
	return leaks(errors.Unwrap(err), token)
}

func TestTheTokenIsInNoErrorAndNoLog(t *testing.T) {
	const token = "123456:AAE-very_secret_half-of-it"
	answers := map[string]http.HandlerFunc{
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere"+r.URL.Path, http.StatusFound)
		},
		"echo": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"ok":false,"error_code":400,"description":"bad path %s"}`, r.URL.Path)
		},
		"html": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusBadGateway)
			fmt.Fprintf(w, "<p>%s", r.URL.Path)
		},
		"cut":        func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"bad result": func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, `{"ok":true,"result":"%s"}`, r.URL.Path) },
		"half": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"ok"`)
		},
		"too slow":     func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body); <-r.Context().Done() },
		"refused":      nil,
		"no such host": nil,
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			var url string
			if answer != nil {
				srv := httptest.NewServer(answer)
				t.Cleanup(srv.Close)
				url = srv.URL
			} else if name == "refused" {
				srv := httptest.NewServer(nil)
				url = srv.URL
				srv.Close()
			} else {
				url = "http://no-such-host.invalid"
			}
			var logged bytes.Buffer
			c, err := telegram.New(token, telegram.Options{URL: url, Timeout: 100 * time.Millisecond, PollTimeout: 100 * time.Millisecond,
				Log: slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(c.Close)
			_, sent := c.Send(brief(t), telegram.Target{Chat: 1}, telegram.Message{Text: "x"})
			_, me := c.Me(brief(t))
			_, admin := c.Administrator(brief(t), -1, 1)
			_, file := c.Download(brief(t), "f", 10)
			errs := []error{sent, me, admin, file, c.Answer(brief(t), "q", "", false), c.Typing(brief(t), telegram.Target{Chat: 1})}
			ctx, cancel := context.WithTimeout(brief(t), 300*time.Millisecond)
			defer cancel()
			errs = append(errs, c.Poll(ctx, func(context.Context, *models.Update) {}))
			for i, err := range errs {
				if leaks(err, token) {
					t.Errorf("error %d tells the token: %v", i, err)
				}
			}
			if sent == nil || me == nil {
				t.Errorf("no error: %v %v", sent, me)
			}
			if strings.Contains(logged.String(), "very_secret") {
				t.Errorf("the log tells the token: %s", &logged)
			}
		})
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	for _, token := range []string{"", "12 34:abc", "123:abc\n", "123:abc/../x", "123:a?b", "ключ:1"} {
		if _, err := telegram.New(token, telegram.Options{}); !errors.Is(err, telegram.ErrMalformedToken) {
			t.Errorf("%q: %v", token, err)
		}
	}
	for _, url := range []string{"api.telegram.org", "ftp://x", "http://", "http://a b"} {
		if _, err := telegram.New("1:abc", telegram.Options{URL: url}); err == nil || strings.Contains(err.Error(), "abc") {
			t.Errorf("%q: %v", url, err)
		}
	}
	if _, err := telegram.New("1:abc", telegram.Options{URL: "http://localhost:8081/"}); err != nil {
		t.Error(err)
	}
}

func TestAWrongTokenIsToldFromAnAbsentServer(t *testing.T) {
	s := served(t, emulator.Options{})
	for _, token := range []string{"1:wrong", "nonsense"} {
		c, err := telegram.New(token, telegram.Options{URL: s.URL()})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Me(brief(t)); !errors.Is(err, telegram.ErrUnauthorized) {
			t.Errorf("%s: %v", token, err)
		}
		if err := c.Poll(brief(t), func(context.Context, *models.Update) {}); !errors.Is(err, telegram.ErrUnauthorized) {
			t.Errorf("%s: poll: %v", token, err)
		}
		c.Close()
	}
}

func TestAnAnswerWaitsOutA429ABroadcastDoesNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		chat, other := s.Reader(emulator.User{}), s.Reader(emulator.User{})
		c := inside(t, s, telegram.Options{})
		to := telegram.Target{Chat: chat}
		s.Fault(emulator.Fault{Method: "sendMessage", Chat: chat, Count: 1, Code: 429, RetryAfter: 9})

		var retry *telegram.RetryError
		if _, err := c.Send(telegram.Broadcast(t.Context()), to, telegram.Message{Text: "news"}); !errors.As(err, &retry) || retry.Paced || retry.After != 9*time.Second {
			t.Fatalf("broadcast: %v", err)
		}
		pass(3 * time.Second)
		if _, err := c.Send(telegram.Broadcast(t.Context()), to, telegram.Message{Text: "news"}); !errors.As(err, &retry) || !retry.Paced || retry.After != 6*time.Second {
			t.Fatalf("broadcast within the time: %v", err)
		}
		if err := c.Typing(t.Context(), to); err != nil {
			t.Error(err)
		}
		if err := c.EditKeyboard(telegram.Broadcast(t.Context()), chat, 1, nil); !errors.As(err, &retry) {
			t.Errorf("edit within the time: %v", err)
		}
		if n := s.Stats().Requests; n != 1 {
			t.Errorf("%d requests, want the first one alone", n)
		}
		if _, err := c.Send(telegram.Broadcast(t.Context()), telegram.Target{Chat: other}, telegram.Message{Text: "news"}); err != nil {
			t.Errorf("another chat is not held: %v", err)
		}
		began := time.Now()
		if _, err := c.Send(t.Context(), to, telegram.Message{Text: "answer"}); err != nil {
			t.Errorf("answer: %v", err)
		}
		if took := time.Since(began); took != 6*time.Second {
			t.Errorf("the answer waited %s, want the 6s that were left", took)
		}
		if st := s.Stats(); st.DuringRetry != 0 || st.TooMany != 1 {
			t.Errorf("%+v", st)
		}

		s.Fault(emulator.Fault{Method: "sendMessage", Chat: chat, Count: 1, Code: 429, RetryAfter: 5})
		if _, err := c.Send(t.Context(), to, telegram.Message{Text: "answer"}); err != nil {
			t.Errorf("an answer goes out after its 429: %v", err)
		}
		s.Fault(emulator.Fault{Method: "sendMessage", Chat: chat, Count: 1, Code: 429, RetryAfter: 3600})
		if _, err := c.Send(t.Context(), to, telegram.Message{Text: "answer"}); !errors.As(err, &retry) || retry.After != time.Hour {
			t.Errorf("an answer does not wait an hour: %v", err)
		}
		var blocked bool
		for _, m := range s.Replies(chat) {
			blocked = blocked || m.Text == "news"
		}
		if blocked || s.Stats().DuringRetry != 0 {
			t.Errorf("what was refused arrived, or came too early: %+v", s.Stats())
		}
	})
}

func TestMigrationIsToldByTheErrorAndByBothServiceMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		ann := s.AddUser(emulator.User{})
		old := s.AddChat(emulator.Group{Kind: news.Group, Title: "Club", Admins: []news.UserID{ann}})
		c := inside(t, s, telegram.Options{})
		moved := s.Migrate(old)

		var m *telegram.MovedError
		if _, err := c.Send(t.Context(), telegram.Target{Chat: old}, telegram.Message{Text: "x"}); !errors.As(err, &m) || m.To != moved {
			t.Fatalf("send: %v", err)
		}
		if _, err := c.Send(t.Context(), telegram.Target{Chat: m.To}, telegram.Message{Text: "x"}); err != nil {
			t.Errorf("the new chat: %v", err)
		}
		var to, from int64
		var mu sync.Mutex
		ctx, cancel := context.WithCancel(t.Context())
		err := c.Poll(ctx, func(_ context.Context, u *models.Update) {
			mu.Lock()
			defer mu.Unlock()
			if u.Message != nil && u.Message.MigrateToChatID != 0 && u.Message.Chat.ID == int64(old) {
				to = u.Message.MigrateToChatID
			}
			if u.Message != nil && u.Message.MigrateFromChatID != 0 && u.Message.Chat.ID == int64(moved) {
				from = u.Message.MigrateFromChatID
			}
			if to != 0 && from != 0 {
				cancel()
			}
		})
		cancel()
		if err != nil || to != int64(moved) || from != int64(old) {
			t.Errorf("service messages: to %d, from %d, %v", to, from, err)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add(200, `{"ok":true,"result":{"message_id":7}}`)
	f.Add(429, `{"ok":false,"error_code":429,"parameters":{"retry_after":3}}`)
	f.Add(400, `{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-100}}`)
	f.Add(502, "<html>")
	f.Add(429, "<html>")
	f.Add(429, `{"ok":false,"error_code":429,"parameters":{"retry_after":9223372036854775807}}`)
	f.Add(200, `{"ok":false,"error_code":-1,"parameters":{"retry_after":9223372036854775807}}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 100 || status > 999 {
			t.Skip()
		}
		c, err := telegram.New("1:secret-part", telegram.Options{HTTP: &http.Client{Transport: fixed{status, body}}})
		if err != nil {
			t.Fatal(err)
		}
		ctx := telegram.Broadcast(t.Context())
		id, err := c.Send(ctx, telegram.Target{Chat: 1}, telegram.Message{Text: "x"})
		if leaks(err, "1:secret-part") {
			t.Fatalf("the token is told: %v", err)
		}
		var retry *telegram.RetryError
		if errors.As(err, &retry) && retry.After <= 0 {
			t.Fatalf("a wait of %s", retry.After)
		}
		if err != nil && id != 0 {
			t.Fatalf("message %d with %v", id, err)
		}
		if _, err := c.Me(ctx); leaks(err, "1:secret-part") {
			t.Fatalf("the token is told: %v", err)
		}
	})
}

// fixed answers everything with the same.
type fixed struct {
	status int
	body   string
}

func (f fixed) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: f.status, Body: io.NopCloser(strings.NewReader(f.body))}, nil
}
