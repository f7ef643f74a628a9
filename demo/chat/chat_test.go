package chat_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"herald/bot/telegram/emulator"
	"herald/demo/chat"
	"herald/news"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type world struct {
	t      *testing.T
	tg     *emulator.Server
	page   *chat.Page
	server *httptest.Server
}

func open(t *testing.T) *world {
	t.Helper()
	tg := emulator.New(emulator.Options{})
	page := chat.New(chat.Options{Telegram: tg, Site: "http://127.0.0.1:1", Odd: "http://127.0.0.1:2", Card: func(url string) (chat.Card, bool) {
		return chat.Card{Title: "card of " + url}, strings.HasPrefix(url, "http://127.0.0.1:1/")
	}})
	w := &world{t: t, tg: tg, page: page, server: httptest.NewServer(page)}
	t.Cleanup(func() {
		w.server.Close()
		tg.Close()
		http.DefaultClient.CloseIdleConnections()
	})
	return w
}

// post sends a request as the page does; header changes it.
func (w *world) post(path string, body any, header ...string) (int, string) {
	w.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.do(http.MethodPost, path, "application/json", bytes.NewReader(data), header...)
}

func (w *world) do(method, path, kind string, body io.Reader, header ...string) (int, string) {
	w.t.Helper()
	req, err := http.NewRequest(method, w.server.URL+path, body)
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return res.StatusCode, string(answer)
}

func TestRequestsFromElsewhereAreRefused(t *testing.T) {
	w := open(t)
	send := map[string]any{"chat": w.page.Me(), "text": "/start"}
	for name, header := range map[string][]string{
		"another site by its origin":          {"Origin", "https://evil.example"},
		"another site by fetch metadata":      {"Sec-Fetch-Site", "cross-site"},
		"another port of this machine":        {"Origin", "http://127.0.0.1:1"},
		"a foreign name that resolves to us":  {"Host", "evil.example"},
		"a foreign name, same origin by rule": {"Host", "evil.example:80", "Origin", "http://evil.example:80", "Sec-Fetch-Site", "same-origin"},
	} {
		t.Run(name, func(t *testing.T) {
			if code, body := w.post("/api/send", send, header...); code != http.StatusForbidden {
				t.Errorf("%d %s", code, body)
			}
		})
	}
	t.Run("a foreign name may not even look", func(t *testing.T) {
		if code, _ := w.do(http.MethodGet, "/api/state", "", nil, "Host", "evil.example"); code != http.StatusForbidden {
			t.Error(code)
		}
	})
	if n := len(w.tg.Messages(news.ChatID(w.page.Me()))); n != 0 {
		t.Errorf("%d messages were written", n)
	}
	t.Run("the page itself may", func(t *testing.T) {
		if code, body := w.post("/api/send", send, "Origin", w.server.URL, "Sec-Fetch-Site", "same-origin"); code != http.StatusOK {
			t.Errorf("%d %s", code, body)
		}
	})
}

func TestBadRequestsGetOneSentence(t *testing.T) {
	w := open(t)
	me := w.page.Me()
	for name, c := range map[string]struct {
		path string
		body any
		code int
	}{
		"a chat that is somebody else's": {"/api/send", map[string]any{"chat": 77, "text": "x"}, 404},
		"an empty message":               {"/api/send", map[string]any{"chat": me, "text": " \n "}, 400},
		"too long":                       {"/api/send", map[string]any{"chat": me, "text": strings.Repeat("x", 300<<10)}, 413},
		"not an object":                  {"/api/send", "hello", 400},
		"a button that is not there":     {"/api/press", map[string]any{"chat": me, "message": 9, "data": "x"}, 410},
		"a message that is not there":    {"/api/forward", map[string]any{"chat": me, "from": w.page.Group(), "message": 99}, 410},
		"a language nobody speaks":       {"/api/language", map[string]any{"language": "tlh"}, 400},
		"administrators of a private":    {"/api/role", map[string]any{"chat": me, "admin": true}, 400},
	} {
		t.Run(name, func(t *testing.T) {
			code, body := w.post(c.path, c.body)
			if code != c.code || strings.Count(strings.TrimSpace(body), "\n") != 0 || body == "" {
				t.Errorf("%d %q, want %d and one line", code, body, c.code)
			}
		})
	}
	t.Run("messages of no chat", func(t *testing.T) {
		if code, _ := w.do(http.MethodGet, "/api/messages?chat=x", "", nil); code != 404 {
			t.Error(code)
		}
	})
}

func TestSend(t *testing.T) {
	w := open(t)
	me := news.ChatID(w.page.Me())
	t.Run("an answer names the message it answers", func(t *testing.T) {
		w.post("/api/send", map[string]any{"chat": me, "text": "http://127.0.0.1:1/en/"})
		w.post("/api/send", map[string]any{"chat": me, "text": "/summary", "reply_to": 1})
		if all := w.tg.Messages(me); len(all) != 2 || all[1].ReplyTo != 1 {
			t.Errorf("%+v", all)
		}
	})
	t.Run("a link shows its card", func(t *testing.T) {
		if _, body := w.do(http.MethodGet, fmt.Sprintf("/api/messages?chat=%d", me), "", nil); !strings.Contains(body, "card of http://127.0.0.1:1/en/") {
			t.Error(body)
		}
	})
	t.Run("a long text is cut between words and loses none", func(t *testing.T) {
		text := strings.TrimSpace(strings.Repeat("слово😀 ", 2000))
		if _, body := w.post("/api/send", map[string]any{"chat": w.page.Group(), "text": text}); !strings.Contains(body, `"messages":4`) {
			t.Error(body)
		}
		var got []string
		for _, m := range w.tg.Messages(w.page.Group()) {
			if m.Service == "" {
				got = append(got, m.Text)
			}
		}
		if strings.Join(got, " ") != text {
			t.Errorf("%d parts differ from the text", len(got))
		}
	})
	t.Run("who does not govern a channel does not post there", func(t *testing.T) {
		w.post("/api/role", map[string]any{"chat": w.page.Channel(), "admin": false})
		if code, _ := w.post("/api/send", map[string]any{"chat": w.page.Channel(), "text": "x"}); code != http.StatusForbidden {
			t.Error(code)
		}
		w.post("/api/role", map[string]any{"chat": w.page.Channel(), "admin": true})
		if code, body := w.post("/api/send", map[string]any{"chat": w.page.Channel(), "text": "x"}); code != http.StatusOK {
			t.Error(code, body)
		}
	})
	t.Run("a forwarded message says from whom", func(t *testing.T) {
		m := w.tg.Messages(w.page.Channel())
		w.post("/api/forward", map[string]any{"chat": me, "from": w.page.Channel(), "message": m[len(m)-1].ID})
		all := w.tg.Messages(me)
		if last := all[len(all)-1]; last.Forward != "Three Rivers Morning" || last.Text != "x" {
			t.Errorf("%+v", last)
		}
	})
	t.Run("the language is told to the bot", func(t *testing.T) {
		w.post("/api/language", map[string]any{"language": "uk"})
		w.post("/api/send", map[string]any{"chat": me, "text": "/help"})
		all := w.tg.Messages(me)
		if last := all[len(all)-1]; last.From.LanguageCode != "uk" {
			t.Errorf("%+v", last.From)
		}
	})
	t.Run("writing unblocks", func(t *testing.T) {
		w.post("/api/block", map[string]any{"blocked": true})
		if _, body := w.do(http.MethodGet, "/api/state", "", nil); !strings.Contains(body, `"blocked":true`) {
			t.Error(body)
		}
		w.post("/api/send", map[string]any{"chat": me, "text": "again"})
		if _, body := w.do(http.MethodGet, "/api/state", "", nil); strings.Contains(body, `"blocked":true`) {
			t.Error(body)
		}
	})
}

func TestDocument(t *testing.T) {
	w := open(t)
	form := func(size int) (string, io.Reader) {
		var out bytes.Buffer
		m := multipart.NewWriter(&out)
		_ = m.WriteField("chat", fmt.Sprint(w.page.Me()))
		f, _ := m.CreateFormFile("file", "../../story.html")
		_, _ = f.Write(bytes.Repeat([]byte("x"), size))
		_ = m.Close()
		return m.FormDataContentType(), &out
	}
	kind, body := form(100)
	if code, answer := w.do(http.MethodPost, "/api/attach", kind, body); code != http.StatusOK {
		t.Fatal(code, answer)
	}
	if all := w.tg.Messages(news.ChatID(w.page.Me())); len(all) != 1 || all[0].Document != "story.html" {
		t.Errorf("%+v", all)
	}
	t.Run("over 10 MB is refused", func(t *testing.T) {
		kind, body := form(10<<20 + 1)
		if code, _ := w.do(http.MethodPost, "/api/attach", kind, body); code != http.StatusRequestEntityTooLarge {
			t.Error(code)
		}
	})
}

func TestEvents(t *testing.T) {
	w := open(t)
	res, err := http.Get(w.server.URL + "/api/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Scan() // "retry: …": from here on nothing is missed
	stranger := w.tg.AddUser(emulator.User{FirstName: "Somebody"})
	w.tg.Write(news.ChatID(stranger), stranger, "none of our business")
	w.tg.Write(w.page.Group(), stranger, "<b>hello</b>")
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var change struct {
			Kind    string
			Chat    news.ChatID
			Message emulator.Message
		}
		if err := json.Unmarshal([]byte(data), &change); err != nil {
			t.Fatal(err)
		}
		if change.Kind != "message" || change.Chat != w.page.Group() || change.Message.Text != "<b>hello</b>" {
			t.Errorf("first change %s", data)
		}
		return
	}
	t.Fatal("no change came:", lines.Err())
}

func TestPageLoadsNothingFromElsewhere(t *testing.T) {
	w := open(t)
	for _, file := range []string{"/", "/app.js", "/api.js", "/bubble.js", "/composer.js", "/dom.js", "/format.js", "/words.js", "/app.css", "/bubble.css", "/icon.svg", "/pattern.svg"} {
		code, body := w.do(http.MethodGet, file, "", nil)
		if code != http.StatusOK {
			t.Errorf("%s: %d", file, code)
		}
		for _, bad := range []string{"innerHTML =", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "//cdn", "https://"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s holds %q", file, bad)
			}
		}
	}
	res, err := http.Get(w.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
}
