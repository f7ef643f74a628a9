package summarize_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"herald/news"
	"herald/summarize"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const secret = "sk-riverton-0123456789"

// reply is a chat completion that holds content.
func reply(content, finish string) string {
	c, err := json.Marshal(content)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"id":"1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":%q}],"usage":{"prompt_tokens":300,"completion_tokens":60,"total_tokens":360}}`, c, finish)
}

const good = `{"sentences":["The council of Riverton agreed to rebuild the old bridge for 12.5 million crowns.","Mayor Ellen Hart said the town had waited for two years."]}`

// endpoint is a model's server of the test, and an LLM that asks it.
func endpoint(t *testing.T, change func(*summarize.LLMConfig), handle http.HandlerFunc) *summarize.LLM {
	t.Helper()
	server := httptest.NewServer(handle)
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(func() { client.CloseIdleConnections(); server.CloseClientConnections(); server.Close() })
	config := summarize.LLMConfig{Key: secret, BaseURL: server.URL + "/v1", Model: "river-1", HTTPClient: client, DailyTokens: -1, Pause: time.Millisecond, PerMinute: 1e6}
	if change != nil {
		change(&config)
	}
	return summarize.NewLLM(config)
}

func request() summarize.Request {
	return summarize.Request{Title: story["en"].title, Text: story["en"].body, Lang: "en", Budget: summarize.Normal, Model: true}
}

func TestLLM(t *testing.T) {
	t.Run("the answer's sentences are the summary", func(t *testing.T) {
		var asked struct {
			Model    string
			Messages []struct{ Role, Content string }
			Format   struct {
				Type   string
				Schema struct{ Schema json.RawMessage } `json:"json_schema"`
			} `json:"response_format"`
		}
		l := endpoint(t, nil, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer "+secret {
				t.Errorf("%s with %q", r.URL.Path, r.Header.Get("Authorization"))
			}
			if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
				t.Error(err)
			}
			io.WriteString(w, reply(good, "stop"))
		})
		s, err := l.Summarize(t.Context(), request())
		if err != nil || s.Method != news.Model || s.Lang != "en" || len(s.Sentences) != 2 || !s.Sentences[0].Span.Empty() {
			t.Fatalf("%+v, %v", s, err)
		}
		if asked.Model != "river-1" || len(asked.Messages) != 2 || asked.Format.Type != "json_schema" || bytes.Contains(asked.Format.Schema.Schema, []byte("$ref")) {
			t.Errorf("asked %+v", asked)
		}
		article := asked.Messages[1].Content
		if strings.Contains(article, "Photo") || strings.Contains(article, "Read also") || !strings.Contains(article, "Ellen Hart") {
			t.Errorf("the article is sent as %q", article)
		}
		border, _, _ := strings.Cut(article, "\n")
		if !strings.HasPrefix(border, "ARTICLE-") || !strings.HasSuffix(article, "\n"+border) || !strings.Contains(asked.Messages[0].Content, border) {
			t.Errorf("the article is not delimited: %q", article)
		}
	})
	t.Run("a server that knows no schema is asked for an object, then for text, and remembered", func(t *testing.T) {
		var formats []string
		l := endpoint(t, nil, func(w http.ResponseWriter, r *http.Request) {
			var asked struct {
				Format struct{ Type string } `json:"response_format"`
			}
			json.NewDecoder(r.Body).Decode(&asked)
			formats = append(formats, asked.Format.Type)
			if asked.Format.Type != "" {
				http.Error(w, `{"error":{"message":"response_format is not supported"}}`, http.StatusBadRequest)
				return
			}
			io.WriteString(w, reply("The council of Riverton agreed to rebuild the old bridge. Work takes eighteen months.", "stop"))
		})
		for range 2 {
			if s, err := l.Summarize(t.Context(), request()); err != nil || len(s.Sentences) != 2 {
				t.Fatalf("%+v, %v", s, err)
			}
		}
		if got := strings.Join(formats, " "); got != "json_schema json_object  " {
			t.Errorf("asked for %q", got)
		}
	})
	t.Run("a model that wants max_completion_tokens gets it", func(t *testing.T) {
		l := endpoint(t, func(c *summarize.LLMConfig) { c.Model = "gpt-5-mini" }, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if !bytes.Contains(body, []byte("max_completion_tokens")) || bytes.Contains(body, []byte(`"max_tokens"`)) {
				t.Errorf("asked %s", body)
			}
			io.WriteString(w, reply(good, "stop"))
		})
		if _, err := l.Summarize(t.Context(), request()); err != nil {
			t.Error(err)
		}
	})
	t.Run("JSON in a code fence is read", func(t *testing.T) {
		l := endpoint(t, nil, func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, reply("Here you are:\n```json\n"+good+"\n```", "stop"))
		})
		if s, err := l.Summarize(t.Context(), request()); err != nil || len(s.Sentences) != 2 {
			t.Errorf("%+v, %v", s, err)
		}
	})
	t.Run("more sentences than wanted are cut", func(t *testing.T) {
		l := endpoint(t, nil, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, reply(good, "stop")) })
		r := request()
		r.Budget = summarize.Short
		if s, err := l.Summarize(t.Context(), r); err != nil || len(s.Sentences) != 1 {
			t.Errorf("%+v, %v", s, err)
		}
	})
	t.Run("429 is tried again, not before Retry-After", func(t *testing.T) {
		var calls atomic.Int32
		var first time.Time
		l := endpoint(t, nil, func(w http.ResponseWriter, _ *http.Request) {
			if calls.Add(1) == 1 {
				first = time.Now()
				w.Header().Set("Retry-After", "1")
				http.Error(w, `{"error":{"message":"slow down"}}`, http.StatusTooManyRequests)
				return
			}
			if d := time.Since(first); d < time.Second {
				t.Errorf("tried again after %v", d)
			}
			io.WriteString(w, reply(good, "stop"))
		})
		if _, err := l.Summarize(t.Context(), request()); err != nil || calls.Load() != 2 {
			t.Errorf("%d calls, %v", calls.Load(), err)
		}
	})
	t.Run("a Retry-After beyond the time allowed is not waited for", func(t *testing.T) {
		var calls atomic.Int32
		l := endpoint(t, func(c *summarize.LLMConfig) { c.Timeout = 5 * time.Second }, func(w http.ResponseWriter, _ *http.Request) {
			calls.Add(1)
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		})
		start := time.Now()
		_, err := l.Summarize(t.Context(), request())
		var failed *summarize.EndpointError
		if !errors.As(err, &failed) || failed.Status != 429 || failed.After != time.Hour || calls.Load() != 1 || time.Since(start) > 2*time.Second {
			t.Errorf("%v after %v and %d calls", err, time.Since(start), calls.Load())
		}
	})
	t.Run("a day's tokens are not overdrawn, and the next day has its own", func(t *testing.T) {
		now := time.Date(2026, 5, 14, 23, 0, 0, 0, time.UTC)
		var calls int
		l := endpoint(t, func(c *summarize.LLMConfig) { c.DailyTokens = 1700; c.Now = func() time.Time { return now } }, func(w http.ResponseWriter, _ *http.Request) {
			calls++
			io.WriteString(w, reply(good, "stop"))
		})
		var err error
		for range 8 {
			if _, err = l.Summarize(t.Context(), request()); err != nil {
				break
			}
		}
		if !errors.Is(err, summarize.ErrNoBudget) || calls == 0 || calls > 4 {
			t.Errorf("%d calls, then %v", calls, err)
		}
		now = now.Add(2 * time.Hour)
		if _, err := l.Summarize(t.Context(), request()); err != nil {
			t.Errorf("the next day: %v", err)
		}
	})
	t.Run("who share a ledger share the day's tokens", func(t *testing.T) {
		now := time.Date(2026, 5, 14, 23, 59, 0, 0, time.UTC)
		book := &ledger{used: map[int64]int{}}
		var calls int
		one := func() *summarize.LLM {
			return endpoint(t, func(c *summarize.LLMConfig) {
				c.DailyTokens, c.Ledger, c.Now = 1700, book, func() time.Time { return now }
			}, func(w http.ResponseWriter, _ *http.Request) {
				calls++
				io.WriteString(w, reply(good, "stop"))
			})
		}
		var err error
		for calls < 8 && err == nil { // each time a process that has just begun
			_, err = one().Summarize(t.Context(), request())
		}
		if today := now.Unix() / 86400; !errors.Is(err, summarize.ErrNoBudget) || calls == 0 || book.used[today] != 360*calls {
			t.Errorf("%d calls, then %v; the ledger has %v", calls, err, book.used)
		}
	})
	t.Run("over midnight tokens are settled in the day that gave them", func(t *testing.T) {
		now := time.Date(2026, 5, 14, 23, 59, 59, 0, time.UTC)
		today := now.Unix() / 86400
		book := &ledger{used: map[int64]int{}}
		l := endpoint(t, func(c *summarize.LLMConfig) {
			c.DailyTokens, c.Ledger, c.Now = 1700, book, func() time.Time { return now }
		}, func(w http.ResponseWriter, _ *http.Request) {
			now = now.Add(time.Minute)
			io.WriteString(w, reply(good, "stop"))
		})
		if _, err := l.Summarize(t.Context(), request()); err != nil || book.used[today] != 360 || len(book.used) != 1 {
			t.Errorf("%v, and the ledger has %v", err, book.used)
		}
	})
	t.Run("a ledger that fails gives nothing, and takes no answer away", func(t *testing.T) {
		var calls int
		var log bytes.Buffer
		book := &ledger{used: map[int64]int{}, unsettled: true}
		l := endpoint(t, func(c *summarize.LLMConfig) {
			c.DailyTokens, c.Ledger, c.Log = 1e6, book, slog.New(slog.NewTextHandler(&log, nil))
		}, func(w http.ResponseWriter, _ *http.Request) {
			calls++
			io.WriteString(w, reply(good, "stop"))
		})
		if s, err := l.Summarize(t.Context(), request()); err != nil || len(s.Sentences) != 2 || !strings.Contains(log.String(), "used=360") {
			t.Errorf("%+v, %v, log %s", s, err, &log)
		}
		book.closed = true
		_, err := l.Summarize(t.Context(), request())
		if !errors.Is(err, summarize.ErrNoLedger) || calls != 1 {
			t.Errorf("%d calls, %v", calls, err)
		}
		for range 10 { // and it is no fault of the endpoint
			_, _ = l.Summarize(t.Context(), request())
		}
		s, err := summarize.Fallback{Primary: l, Extractive: summarize.Extractive{}}.Summarize(t.Context(), request())
		if err != nil || s.Method != news.Extractive || len(s.Sentences) == 0 {
			t.Errorf("%+v, %v", s, err)
		}
		book.closed = false
		if _, err := l.Summarize(t.Context(), request()); err != nil {
			t.Errorf("when it is back: %v", err)
		}
	})
	t.Run("an endpoint that keeps failing is left alone for a while", func(t *testing.T) {
		now := time.Date(2026, 5, 14, 12, 0, 0, 0, time.UTC)
		var calls int
		l := endpoint(t, func(c *summarize.LLMConfig) { c.Now = func() time.Time { return now } }, func(w http.ResponseWriter, _ *http.Request) {
			calls++
			http.Error(w, "no", http.StatusUnauthorized)
		})
		var err error
		for range 8 {
			_, err = l.Summarize(t.Context(), request())
		}
		if !errors.Is(err, summarize.ErrResting) || calls != 5 {
			t.Errorf("%d calls, then %v", calls, err)
		}
		now = now.Add(2 * time.Minute)
		if _, err = l.Summarize(t.Context(), request()); errors.Is(err, summarize.ErrResting) || calls != 6 {
			t.Errorf("%d calls, then %v", calls, err)
		}
	})
	t.Run("of a long article the weightiest passages are sent", func(t *testing.T) {
		var size int
		l := endpoint(t, func(c *summarize.LLMConfig) { c.Window = 3000 }, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			size = len(body)
			io.WriteString(w, reply(good, "stop"))
		})
		r := request()
		r.Text = rounds(r.Text, 40)
		if _, err := l.Summarize(t.Context(), r); err != nil || size > 8000 || size < 2500 {
			t.Errorf("%d bytes, %v", size, err)
		}
	})
}

// TestFallback shows that whatever the model does, a reader gets the extract,
// within the time, and that the key is in no error and no log.
// ledger is a database's, which may be away.
type ledger struct {
	used              map[int64]int
	closed, unsettled bool
}

var errAway = errors.New("the database is away")

func (l *ledger) ReserveTokens(_ context.Context, day int64, tokens, limit int) (bool, error) {
	if l.closed {
		return false, errAway
	}
	if l.used[day]+tokens > limit {
		return false, nil
	}
	l.used[day] += tokens
	return true, nil
}

func (l *ledger) SettleTokens(_ context.Context, day int64, reserved, used int) error {
	if l.unsettled {
		return errAway
	}
	l.used[day] += used - reserved
	return nil
}

func TestFallback(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	faults := map[string]http.HandlerFunc{
		"401 that repeats the key": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprintf(w, `{"error":{"message":"Incorrect API key provided: %s"}}`, secret)
		},
		"429": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"500 with HTML": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "<html>oops", http.StatusInternalServerError)
		},
		"400 for every format": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, `{"error":{"message":"bad request"}}`, http.StatusBadRequest)
		},
		"slow": func(_ http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body) // only then does the server see that the client left
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		},
		"truncated": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "5000")
			io.WriteString(w, `{"choices":[{"message":{"content":"{\"sent`)
		},
		"not JSON":      func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") },
		"empty":         func(http.ResponseWriter, *http.Request) {},
		"no choices":    func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"choices":[]}`) },
		"empty content": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, reply("", "stop")) },
		"no sentences":  func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, reply(`{"sentences":[]}`, "stop")) },
		"chatter": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, reply("Sure! Here you go.", "stop"))
		},
		"content cut": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, reply(good[:90], "length")) },
		"other JSON":  func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, reply(`{"summary":"x"}`, "stop")) },
		"other language": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, reply(`{"sentences":["Міська рада Річкового погодила відбудову старого мосту, який зруйнувала повінь."]}`, "stop"))
		},
		"inventions": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, reply(`{"sentences":["The bridge will cost 99 million crowns.","It was said by Victor Malone in Laketon."]}`, "stop"))
		},
		"10 MB": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `{"choices":[{"message":{"content":"`)
			block := strings.Repeat("a", 1<<16)
			for range 160 {
				if _, err := io.WriteString(w, block); err != nil {
					return
				}
			}
			io.WriteString(w, `"}}]}`)
		},
		"closed connection": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				conn.Close()
			}
		},
	}
	want, err := summarize.Extractive{}.Summarize(t.Context(), request())
	if err != nil {
		t.Fatal(err)
	}
	for name, handle := range faults {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			l := endpoint(t, func(c *summarize.LLMConfig) { c.Timeout = 300 * time.Millisecond }, handle)
			cached := summarize.NewCached(summarize.Faithful{Of: l}, l.Version(), 10)
			f := summarize.Fallback{Primary: cached, Extractive: summarize.Extractive{}, Log: slog.New(slog.NewTextHandler(&log, nil))}
			start := time.Now()
			s, err := f.Summarize(t.Context(), request())
			if err != nil || s.Method != news.Extractive || fmt.Sprint(texts(s.Sentences)) != fmt.Sprint(texts(want.Sentences)) {
				t.Errorf("%+v, %v", s, err)
			}
			if d := time.Since(start); d > 3*time.Second {
				t.Errorf("it took %v", d)
			}
			if log.Len() == 0 || strings.Contains(log.String(), secret) || strings.Contains(log.String(), "riverton-0123") {
				t.Errorf("log: %s", log.String())
			}
			if _, err := l.Summarize(t.Context(), request()); err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("the key is in %q", err)
			}
		})
	}
	t.Run("an endpoint that sends to another host gets the article nowhere", func(t *testing.T) {
		other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("another host was asked") }))
		defer other.Close()
		// The same listener by another name is another host.
		away := strings.Replace(other.URL, "127.0.0.1", "localhost", 1)
		l := endpoint(t, nil, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, away+"/v1/chat/completions", http.StatusTemporaryRedirect)
		})
		if _, err := l.Summarize(t.Context(), request()); err == nil || !strings.Contains(err.Error(), "another host") {
			t.Error(err)
		}
	})
	t.Run("no model is asked where the request wants none", func(t *testing.T) {
		l := endpoint(t, nil, func(http.ResponseWriter, *http.Request) { t.Error("it was asked") })
		r := request()
		r.Model = false
		s, err := summarize.Fallback{Primary: l, Extractive: summarize.Extractive{}}.Summarize(t.Context(), r)
		if err != nil || s.Method != news.Extractive {
			t.Errorf("%+v, %v", s, err)
		}
	})
	t.Run("without a model there is the extract", func(t *testing.T) {
		s, err := summarize.Fallback{Extractive: summarize.Extractive{}}.Summarize(t.Context(), request())
		if err != nil || s.Method != news.Extractive {
			t.Errorf("%+v, %v", s, err)
		}
	})
	t.Run("an address with a password is in no error", func(t *testing.T) {
		l := summarize.NewLLM(summarize.LLMConfig{BaseURL: "http://user:" + secret + "@127.0.0.1:1/v1", Model: "m", DailyTokens: -1, Pause: time.Millisecond, HTTPClient: &http.Client{Transport: &http.Transport{}}})
		if _, err := l.Summarize(t.Context(), request()); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%v", err)
		}
	})
}

// made is a Summarizer that counts, and waits for a sign where it has one.
type made struct {
	calls atomic.Int32
	began chan struct{}
	sign  chan struct{}
	err   error
}

func (m *made) Summarize(ctx context.Context, _ summarize.Request) (news.Summary, error) {
	m.calls.Add(1)
	if m.sign != nil {
		select {
		case m.began <- struct{}{}:
		case <-ctx.Done():
			return news.Summary{}, ctx.Err()
		}
		select {
		case <-m.sign:
		case <-ctx.Done():
			return news.Summary{}, ctx.Err()
		}
	}
	return news.Summary{Method: news.Model, Sentences: []news.Sentence{{Text: "x"}}}, m.err
}

func TestCached(t *testing.T) {
	t.Run("many who ask at the same time cost one summary", func(t *testing.T) {
		m := &made{began: make(chan struct{}), sign: make(chan struct{})}
		c := summarize.NewCached(m, "v", 10)
		results := make(chan error)
		ask := func() {
			_, err := c.Summarize(t.Context(), request())
			results <- err
		}
		go ask()
		<-m.began
		for range 49 {
			go ask()
		}
		close(m.sign)
		for range 50 {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
		if n := m.calls.Load(); n != 1 {
			t.Errorf("it was made %d times", n)
		}
	})
	t.Run("content, length and language make another one", func(t *testing.T) {
		m := &made{}
		c := summarize.NewCached(m, "v", 10)
		for _, change := range []func(*summarize.Request){
			func(*summarize.Request) {}, func(r *summarize.Request) { r.Text += "." }, func(r *summarize.Request) { r.Title += "." },
			func(r *summarize.Request) { r.Into = "uk" }, func(r *summarize.Request) { r.Budget = summarize.Long },
			func(r *summarize.Request) { r.Title, r.Text = r.Title+r.Text[:1], r.Text[1:] },
		} {
			r := request()
			change(&r)
			for range 2 {
				if _, err := c.Summarize(t.Context(), r); err != nil {
					t.Error(err)
				}
			}
		}
		if n := m.calls.Load(); n != 6 {
			t.Errorf("it was made %d times", n)
		}
	})
	t.Run("failures are not kept", func(t *testing.T) {
		m := &made{err: errors.New("no")}
		c := summarize.NewCached(m, "v", 10)
		c.Summarize(t.Context(), request())
		c.Summarize(t.Context(), request())
		if n := m.calls.Load(); n != 2 {
			t.Errorf("it was made %d times", n)
		}
	})
	t.Run("the one used longest ago goes first", func(t *testing.T) {
		m := &made{}
		c := summarize.NewCached(m, "v", 2)
		for _, title := range []string{"a", "b", "a", "c", "a", "b"} {
			c.Summarize(t.Context(), summarize.Request{Title: title})
		}
		if n := m.calls.Load(); n != 4 { // a, b, c, b again
			t.Errorf("it was made %d times", n)
		}
	})
	t.Run("one who gives up does not stop it for the others; the last one does", func(t *testing.T) {
		m := &made{began: make(chan struct{}), sign: make(chan struct{})}
		c := summarize.NewCached(m, "v", 2)
		first, cancelFirst := context.WithCancel(t.Context())
		second, cancelSecond := context.WithCancel(t.Context())
		defer cancelSecond()
		a, b := make(chan error, 1), make(chan error, 1)
		go func() { _, err := c.Summarize(first, request()); a <- err }()
		<-m.began
		go func() { _, err := c.Summarize(second, request()); b <- err }()
		cancelFirst()
		if err := <-a; !errors.Is(err, context.Canceled) {
			t.Errorf("the first: %v", err)
		}
		cancelSecond()
		if err := <-b; !errors.Is(err, context.Canceled) {
			t.Errorf("the second: %v", err)
		}
	})
}
