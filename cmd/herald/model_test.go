package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"herald/bot/telegram/emulator"
	"herald/news"
)

// kinn is the story that the scripted model knows.
const kinn = `The harbour of Kinn will close from November to March because its breakwater has to be rebuilt, the island's council decided on Tuesday. Fishing boats will use the pier at Rognes, eleven kilometres to the south.

The council pays for the fuel of the longer way. The school's ferry sails from Rognes as well, and the buses leave twenty minutes earlier until the spring.`

// whoseWords has a quote whose speaker no rule finds.
const whoseWords = `The meeting of the council of Kinn went on until midnight.

“Nobody had told me that the clocks were changed last night,” one of them said.

The treasurer of the island, Marta Lind, came an hour late and excused herself.`

// thoughtful is a model that thinks, once it has written its first sentence.
type thoughtful struct {
	http.ResponseWriter
	think func()
}

func (w thoughtful) Write(b []byte) (int, error) {
	n, err := w.ResponseWriter.Write(b)
	if strings.Contains(string(b), "crowns") {
		_ = http.NewResponseController(w.ResponseWriter).Flush()
		w.think()
	}
	return n, err
}

func (w thoughtful) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// The program as a process of its own, with a language model: summaries,
// drafts, several articles, a speaker; and without one again when it is gone.
func TestTheBotWithALanguageModel(t *testing.T) {
	const key = "sk-kinn-0123456789"
	asked := make(chan string, 1000)
	var r *river
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		asked <- q.Header.Get("Authorization")
		scripted(thoughtful{w, func() {
			_ = r.tg.Await(q.Context(), func() bool { return len(r.tg.Log("sendMessageDraft")) > 0 })
		}}, q)
	}))
	defer model.Close()
	r = newRiver(t, "HERALD_SEND_RATE=0", "OPENAI_BASE_URL="+model.URL+"/v1", "OPENAI_API_KEY="+key, "OPENAI_MODEL=kinn-1")
	r.herald()
	ann := r.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
	chat := news.ChatID(ann)

	ask := func(text string, want ...string) emulator.Message {
		t.Helper()
		before := len(r.tg.Replies(chat))
		r.tg.Write(chat, ann, text)
		r.await("an answer to "+text[:min(30, len(text))], func() bool { return len(r.tg.Replies(chat)) == before+1 && r.tg.Pending() == 0 })
		m := r.tg.Replies(chat)[before]
		for _, words := range want {
			if !strings.Contains(m.Text, words) {
				t.Errorf("%q is not in:\n%s", words, m.Text)
			}
		}
		return m
	}
	ask("/start")
	m := ask("/summary "+kinn, "The harbour of Kinn closes in November.", "Fishing boats use the pier at Rognes.", "Summary · model")
	if strings.Contains(m.Text, "99 million") {
		t.Errorf("an invention was shown:\n%s", m.Text)
	}
	drafts := r.tg.Log("sendMessageDraft")
	if len(drafts) == 0 {
		t.Error("the chat saw no draft")
	}
	for _, d := range drafts {
		if strings.Contains(d.Params["text"], "99 million") {
			t.Errorf("an invention was shown in a draft: %s", d.Params["text"])
		}
	}
	if got := <-asked; got != "Bearer "+key {
		t.Errorf("the model was asked with %q", got)
	}
	ask("/quotes "+whoseWords, "Nobody had told me that the clocks were changed last night", "Marta Lind")

	r.publish(6)
	page := r.paper.URL + "/en/"
	ask("/summary "+page+"news/corran-bridge "+page+"news/library-bees", "2 articles in one summary", "Summary · extract")

	// The chat refuses: nothing is sent any more.
	settings := ask("/settings", "Language model")
	b, ok := settings.Button("Language model")
	if !ok {
		t.Fatalf("no button for it: %v", settings.Keyboard)
	}
	if _, err := r.tg.Press(r.ctx, chat, ann, settings.ID, b.Data); err != nil {
		t.Fatal(err)
	}
	r.await("the choice is kept", func() bool { return r.tg.Pending() == 0 })
	for len(asked) > 0 {
		<-asked
	}
	ask("/summary "+kinn+" It rained.", "Summary · extract")
	if len(asked) != 0 {
		t.Error("the model was asked though the chat refuses")
	}
	settings, _ = r.tg.Message(chat, settings.ID)
	b, _ = settings.Button("Language model")
	if _, err := r.tg.Press(r.ctx, chat, ann, settings.ID, b.Data); err != nil {
		t.Fatal(err)
	}
	r.await("the choice is kept", func() bool { return r.tg.Pending() == 0 })

	// The model goes away: the reader gets the extract.
	model.CloseClientConnections()
	model.Close()
	ask("/summary "+kinn+" It snowed.", "Summary · extract")
	for _, c := range r.tg.Complaints() {
		t.Error("Telegram would have swallowed:", c)
	}
	r.keepsItsSecrets()
	if strings.Contains(r.log.String(), key) {
		t.Error("the key of the model is in the log")
	}
}

// A day's tokens are those of the database, not of the process: after a
// restart they are as far used up as before.
func TestTheModelsTokensOfADayOutliveARestart(t *testing.T) {
	asked := make(chan struct{}, 100)
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		asked <- struct{}{}
		scripted(w, q)
	}))
	defer model.Close()
	r := newRiver(t, "HERALD_SEND_RATE=0", "OPENAI_BASE_URL="+model.URL+"/v1", "OPENAI_MODEL=kinn-1", "HERALD_LLM_DAILY_TOKENS=2500")
	ann := r.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
	chat := news.ChatID(ann)
	lines := 0
	ask := func() (byModel bool) {
		t.Helper()
		lines++ // another text each time, so that none is known already
		before := len(r.tg.Replies(chat))
		r.tg.Write(chat, ann, "/summary "+kinn+strings.Repeat(" It rained.", lines))
		r.await("an answer", func() bool { return len(r.tg.Replies(chat)) == before+1 && r.tg.Pending() == 0 })
		return strings.Contains(r.tg.Replies(chat)[before].Text, "Summary · model")
	}
	first := r.herald()
	for n := 0; ask(); n++ {
		if n > 10 {
			t.Fatal("the day's tokens never end")
		}
	}
	if lines < 2 {
		t.Fatal("the model was never asked")
	}
	if err := first.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := first.Wait(); err != nil {
		t.Fatal(err)
	}
	for len(asked) > 0 {
		<-asked
	}
	r.herald()
	if ask() || len(asked) != 0 {
		t.Errorf("after a restart the model was asked %d times", len(asked))
	}
	if log := r.log.String(); !strings.Contains(log, "the day's token budget is used up") {
		t.Errorf("the operator is not told why:\n%s", log)
	}
}
