package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"herald/bot"
	"herald/bot/telegram/emulator"
	"herald/summarize"
)

// model is a language model's server in the midst of a test.
type model struct {
	server *httptest.Server
	mu     sync.Mutex
	asked  []string // what it was asked, the user's part
	hold   chan struct{}
	answer func(user string) string
}

// writes starts a model that streams what answer gives, where it is asked for
// a stream: the first sentence, then, when hold is closed, the rest.
func writes(t *testing.T, answer func(user string) string) *model {
	t.Helper()
	m := &model{answer: answer}
	m.server = httptest.NewServer(http.HandlerFunc(m.serve))
	t.Cleanup(func() { m.server.CloseClientConnections(); m.server.Close() })
	return m
}

func (m *model) serve(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Stream   bool
		Messages []struct{ Content string }
	}
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil || len(q.Messages) != 2 {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	m.mu.Lock()
	m.asked = append(m.asked, q.Messages[1].Content)
	hold := m.hold
	m.mu.Unlock()
	text := m.answer(q.Messages[1].Content)
	if !q.Stream {
		c, _ := json.Marshal(text)
		fmt.Fprintf(w, `{"choices":[{"message":{"role":"assistant","content":%s},"finish_reason":"stop"}]}`, c)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	half := strings.Index(text, `","`) + 2
	for i, part := range []string{text[:half], text[half:]} {
		c, _ := json.Marshal(part)
		fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{\"content\":%s}}]}\n\n", c)
		_ = http.NewResponseController(w).Flush()
		if i == 0 && hold != nil {
			select {
			case <-hold:
			case <-r.Context().Done():
				return
			}
		}
	}
	io.WriteString(w, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
}

// times is how often the model was asked.
func (m *model) times() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.asked)
}

// with gives a bot the model.
func (m *model) with(c *bot.Config) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	llm := summarize.NewLLM(summarize.LLMConfig{BaseURL: m.server.URL + "/v1", Model: "harbour-1", DailyTokens: -1, HTTPClient: client, Timeout: 10 * time.Second, Pause: time.Millisecond})
	c.Model = true
	c.Summarizer = summarize.Fallback{Primary: summarize.NewCached(summarize.Faithful{Of: llm}, llm.Version(), 100), Extractive: summarize.Extractive{}, Log: c.Log}
	c.Namer = summarize.NewNamer(llm, 100)
}

// truthful writes three sentences of which the second is invented.
func truthful(string) string {
	return `{"sentences":["The ferry to the islands sails again from Monday.","The pier cost 90 million euros.","Maria Lund, the mayor of Vik, had opposed the closure."]}`
}

// drafted are the drafts of a chat.
func drafted(sub *emulator.Subscription, until context.Context) []string {
	var all []string
	for {
		e, err := sub.Next(until)
		if err != nil {
			return all
		}
		if e.Kind == "draft" {
			all = append(all, e.Text)
		}
	}
}

func TestInPrivateASummaryIsShownWhileAModelWritesIt(t *testing.T) {
	m := writes(t, truthful)
	m.hold = make(chan struct{})
	w := begin(t, m.with)
	reader := w.user("en")
	events := w.tg.Events()
	defer events.Close()
	w.tg.Write(private(reader), reader, "/summary "+w.site.URL+"/ferry")
	var draft string
	for draft == "" {
		e, err := events.Next(w.ctx())
		if err != nil {
			t.Fatalf("no draft: %v\nlog:\n%s", err, w.log)
		}
		if e.Kind == "draft" {
			draft = e.Text
		}
		if e.Kind == "message" && e.Message.Bot {
			t.Fatalf("a message before the model is done: %s", e.Message.Text)
		}
	}
	w.holds(draft, "The ferry sails again", "The ferry to the islands sails again from Monday.", "Summary · model")
	w.lacks(draft, "90 million", "Maria")
	close(m.hold)
	w.idle()
	final := w.one(w.tg.Replies(private(reader)))
	w.holds(final.Text, "The ferry to the islands sails again from Monday. Maria Lund, the mayor of Vik, had opposed the closure.", "Summary · model")
	w.lacks(final.Text, "90 million")
	ended, cancel := context.WithCancel(w.ctx())
	cancel()
	for _, late := range drafted(events, ended) {
		w.lacks(late, "90 million")
	}
	t.Run("kept, it needs no draft", func(t *testing.T) {
		w.asks(reader, "/summary "+w.site.URL+"/ferry")
		if n := m.times(); n != 1 {
			t.Errorf("asked %d times", n)
		}
		if n := drafts(w); n != 1 {
			t.Errorf("%d drafts", n)
		}
	})
	t.Run("over several articles too", func(t *testing.T) {
		m := w.asks(w.user("en"), "/summary "+w.site.URL+"/ferry "+w.site.URL+"/ferry?again")
		w.holds(m.Text, "2 articles in one summary", "The ferry to the islands sails again from Monday.\u00a0¹", "Summary · model")
	})
	t.Run("a group is shown none", func(t *testing.T) {
		group := w.tg.AddGroup("Readers", w.ann)
		w.idle()
		before := drafts(w)
		w.holds(w.one(w.says(group, w.eve, "/summary "+w.site.URL+"/ferry")).Text, "Summary · model")
		if n := drafts(w); n != before {
			t.Errorf("%d drafts in a group", n-before)
		}
	})
	t.Run("what is pressed is edited in place, without a draft", func(t *testing.T) {
		reader := w.user("en")
		w.asks(reader, "/start")
		before := drafts(w)
		_, m := w.presses(reader, w.shows(private(reader), "/pressed"), "Summary")
		w.holds(m.Text, "Summary · model")
		if n := drafts(w); n != before {
			t.Errorf("%d drafts", n-before)
		}
	})
}

// drafts is how many drafts the bot has sent.
func drafts(w *world) int { return len(w.tg.Log("sendMessageDraft")) }

func TestAServerWithoutDraftsIsAskedOnce(t *testing.T) {
	w := begin(t, writes(t, truthful).with)
	w.tg.Fault(emulator.Fault{Method: "sendMessageDraft", Code: 404, Description: "Not Found: method not found"})
	for i := range 3 {
		m := w.asks(w.user("en"), fmt.Sprintf("/summary %s/ferry?%d", w.site.URL, i))
		w.holds(m.Text, "Summary · model")
	}
	if n := drafts(w); n > 1 {
		t.Errorf("asked for %d drafts", n)
	}
}

func TestAChatCanRefuseTheModel(t *testing.T) {
	m := writes(t, truthful)
	w := begin(t, m.with)
	reader := w.user("en")
	settings := w.asks(reader, "/settings")
	_, after := w.presses(reader, settings, "Language model")
	w.holds(after.Text, "Language model: ")
	link := w.site.URL + "/ferry"
	for _, ask := range []string{"/summary " + link, "/quotes " + link, "/summary " + link + " " + w.site.URL + "/budget", "/quotes “Nobody knows who said these words in the night.”"} {
		w.lacks(w.asks(reader, ask).Text, "model")
	}
	w.presses(reader, w.shows(private(reader), "/refused"), "Summary")
	if n := m.times(); n != 0 || drafts(w) != 0 {
		t.Errorf("the model was asked %d times", n)
	}
	w.presses(reader, after, "Language model")
	w.holds(w.asks(reader, "/summary "+link).Text, "Summary · model")
	if m.times() != 1 {
		t.Errorf("allowed again, it was asked %d times", m.times())
	}
}

func TestTheLengthIsChosenByButtonsForBothEngines(t *testing.T) {
	long := func(string) string {
		return `{"sentences":["The ferry to the islands sails again from Monday.","The harbour company said so on Friday.","The pier was rebuilt from the ground.","The new pier cost nine million euros.","Maria Lund is the mayor of Vik.","Jonas Berg is the head of the harbour company.","A storm in January tore away half of the scaffolding.","Tickets cost what they cost before.","Fishermen plan to block the entrance."]}`
	}
	for engine, change := range map[string]func(*bot.Config){"extract": func(*bot.Config) {}, "model": writes(t, long).with} {
		t.Run(engine, func(t *testing.T) {
			w := begin(t, change)
			reader := w.user("en")
			settings := w.asks(reader, "/settings")
			for word, sentences := range map[string]int{"Short": 1, "Normal": 3, "Long": 7} {
				_, settings = w.presses(reader, settings, word)
				m := w.asks(reader, "/summary "+w.site.URL+"/ferry")
				w.holds(m.Text, "Summary · "+engine)
				got := strings.Count(m.Text, "• ")
				if engine == "model" {
					got = strings.Count(m.Text, ". ") + 1
				}
				if word == "Short" && engine == "extract" {
					got++ // a single sentence has no bullet
				}
				if got != sentences {
					t.Errorf("%s: %d sentences in\n%s", word, got, m.Text)
				}
			}
		})
	}
}

func TestEachLengthOfAModelsSummaryIsWrittenOnce(t *testing.T) {
	m := writes(t, truthful)
	w := begin(t, m.with)
	reader := w.user("en")
	shown := w.asks(reader, "/summary "+w.site.URL+"/ferry")
	for i, word := range []string{"Longer", "Shorter", "Longer", "Shorter", "Longer"} {
		if _, shown = w.presses(reader, shown, word); !strings.Contains(shown.Text, "Summary · model") {
			t.Errorf("%s, press %d:\n%s", word, i+1, shown.Text)
		}
	}
	if n := m.times(); n > 3 {
		t.Errorf("asked %d times for at most three lengths", n)
	}
}

func TestWhateverAModelDoesTheReaderGetsTheExtract(t *testing.T) {
	for name, handle := range map[string]http.HandlerFunc{
		"401": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusUnauthorized) },
		"429": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			http.Error(w, "slow down", http.StatusTooManyRequests)
		},
		"500":      func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "oops", http.StatusInternalServerError) },
		"not JSON": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") },
		"closed":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"another language": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `{"choices":[{"message":{"content":"{\"sentences\":[\"Паром до островів знову ходить з понеділка, повідомила портова компанія.\"]}"}}]}`)
		},
		"inventions": func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `{"choices":[{"message":{"content":"{\"sentences\":[\"The pier cost 90 million euros.\",\"Olaf Stone sank the ferry.\"]}"}}]}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := &model{server: httptest.NewServer(handle)}
			defer m.server.Close()
			w := begin(t, m.with)
			reader := w.user("uk")
			answer := w.asks(reader, "/summary "+w.site.URL+"/ferry")
			w.holds(answer.Text, "Стисло · уривки зі статті", "• ")
			w.holds(w.log.String(), "the extract is given")
		})
	}
}

// anonymous is a text with a quote whose speaker no rule finds.
const anonymous = "The meeting of the council of Vik went on until midnight.\n\n“Nobody had told me that the clocks were changed last night,” one of them said.\n\nThe treasurer of the town, Anna Bell, came an hour late and excused herself."

func TestAModelMayNameASpeakerAndNeverTheWords(t *testing.T) {
	for name, c := range map[string]struct{ answer, want string }{
		"one that the text names":         {`{"speaker":"Anna Bell"}`, "— Anna Bell"},
		"one that the text does not name": {`{"speaker":"Anna Bellamy"}`, "speaker not named"},
		"nobody":                          {`{"speaker":""}`, "speaker not named"},
		"what is no answer":               {`Sure! The speaker is Anna Bell.`, "speaker not named"},
		"words of the quote, and no name": {`{"speaker":"Nobody"}`, "speaker not named"},
		"a whole sentence of the text":    {`{"speaker":"The treasurer of the town, Anna Bell, came an hour late and excused herself"}`, "speaker not named"},
	} {
		t.Run(name, func(t *testing.T) {
			m := writes(t, func(string) string { return c.answer })
			w := begin(t, m.with)
			reader := w.user("en")
			answer := w.asks(reader, "/quotes "+anonymous)
			w.holds(answer.Text, "“Nobody had told me that the clocks were changed last night”")
			w.holds(answer.Text, c.want)
			if n := m.times(); n == 0 || !strings.Contains(m.asked[0], "clocks were changed") {
				t.Errorf("asked %q", m.asked)
			}
			again := m.times()
			w.asks(reader, "/quotes "+anonymous)
			if c.answer[0] == '{' && m.times() != again {
				t.Error("the same was asked twice")
			}
		})
	}
	t.Run("where it fails the quotes are shown as they are", func(t *testing.T) {
		m := &model{server: httptest.NewServer(http.NotFoundHandler())}
		defer m.server.Close()
		w := begin(t, m.with)
		w.holds(w.asks(w.user("en"), "/quotes "+anonymous).Text, "clocks were changed", "speaker not named")
		w.holds(w.log.String(), "the model named no speaker")
	})
}
