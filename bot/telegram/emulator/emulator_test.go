package emulator_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"herald/bot/telegram/emulator"
	"herald/news"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// result is an answer of the Bot API.
type result struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int         `json:"retry_after"`
		MigrateTo  news.ChatID `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

func start(t *testing.T, o emulator.Options) *emulator.Server {
	t.Helper()
	s := emulator.New(o)
	t.Cleanup(s.Close)
	return s
}

// call makes a request with JSON parameters, within the process.
func call(t *testing.T, s *emulator.Server, method, params string) result {
	t.Helper()
	return post(t, s, s.Token(), method, "application/json", params)
}

func post(t *testing.T, s *emulator.Server, token, method, kind, body string) result {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL()+"/bot"+token+"/"+method, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	resp, err := s.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var r result
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatalf("%s: %v in %s", method, err, raw)
	}
	if r.OK != (resp.StatusCode == http.StatusOK) || !r.OK && r.Code != resp.StatusCode {
		t.Errorf("%s: status %d with %s", method, resp.StatusCode, raw)
	}
	return r
}

func brief(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestPeopleAndBotSeeEachOther(t *testing.T) {
	s := start(t, emulator.Options{})
	ann := s.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "uk"})
	chat := news.ChatID(ann)

	if r := call(t, s, "sendMessage", `{"chat_id":5001,"text":"hi"}`); r.Code != 403 {
		t.Errorf("a bot must not speak first: %+v", r)
	}
	s.Open(ann, "a1b2")
	var updates []struct {
		ID      int64 `json:"update_id"`
		Message struct {
			Text     string            `json:"text"`
			Entities []emulator.Entity `json:"entities"`
			From     emulator.User     `json:"from"`
		} `json:"message"`
	}
	if err := json.Unmarshal(call(t, s, "getUpdates", `{"timeout":5}`).Result, &updates); err != nil || len(updates) != 1 {
		t.Fatalf("updates: %v %v", updates, err)
	}
	u := updates[0].Message
	if u.Text != "/start a1b2" || u.From.LanguageCode != "uk" || len(u.Entities) != 1 || u.Entities[0].Type != "bot_command" || u.Entities[0].Length != 6 {
		t.Errorf("update: %+v", u)
	}
	r := call(t, s, "sendMessage", `{"chat_id":5001,"text":" Hello 🙂 there ","entities":[{"type":"bold","offset":1,"length":5}],
		"reply_markup":{"inline_keyboard":[[{"text":"More","callback_data":"m"},{"text":"Copy","copy_text":{"text":"x"}}]]}}`)
	if !r.OK {
		t.Fatalf("%+v", r)
	}
	said, err := s.AwaitReplies(brief(t), chat, 1)
	if err != nil {
		t.Fatal(err)
	}
	m := said[0]
	if m.Text != "Hello 🙂 there" || m.Entities[0].Offset != 0 || m.Keyboard[0][0].Data != "m" || m.Keyboard[0][1].Copy != "x" {
		t.Errorf("message: %+v", m)
	}

	done := make(chan emulator.CallbackAnswer, 1)
	go func() {
		a, err := s.Press(brief(t), chat, ann, m.ID, "m")
		if err != nil {
			t.Error(err)
		}
		done <- a
	}()
	var presses []struct {
		Query struct{ ID, Data string } `json:"callback_query"`
	}
	if err := json.Unmarshal(call(t, s, "getUpdates", `{"timeout":5,"offset":100002}`).Result, &presses); err != nil || len(presses) != 1 || presses[0].Query.Data != "m" {
		t.Fatalf("presses: %+v %v", presses, err)
	}
	edit := `{"chat_id":5001,"message_id":` + jsonInt(int(m.ID)) + `,"text":"Bye"}`
	if r := call(t, s, "editMessageText", edit); !r.OK {
		t.Errorf("edit: %+v", r)
	}
	if r := call(t, s, "editMessageText", edit); !strings.Contains(r.Description, "message is not modified") {
		t.Errorf("edit again: %+v", r)
	}
	form := url.Values{"callback_query_id": {presses[0].Query.ID}, "text": {"Done"}}.Encode()
	if r := post(t, s, s.Token(), "answerCallbackQuery", "application/x-www-form-urlencoded", form); !r.OK {
		t.Errorf("answer: %+v", r)
	}
	if a := <-done; a.Text != "Done" {
		t.Errorf("answer: %+v", a)
	}
	now, _ := s.Message(chat, m.ID)
	if now.Text != "Bye" || now.Keyboard != nil || now.Before[0] != "Hello 🙂 there" {
		t.Errorf("after the edit: %+v", now)
	}
	if c := s.Complaints(); len(c) != 0 {
		t.Errorf("complaints: %q", c)
	}
}

func jsonInt(n int) string { b, _ := json.Marshal(n); return string(b) }
