package summarize_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"herald/news"
	"herald/summarize"
)

// event is one piece of a streamed answer.
func event(content, finish string) string {
	c, err := json.Marshal(content)
	if err != nil {
		panic(err)
	}
	reason := "null"
	if finish != "" {
		reason = fmt.Sprintf("%q", finish)
	}
	return fmt.Sprintf("data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":%s},\"finish_reason\":%s}]}\n\n", c, reason)
}

const endOfStream = "data: {\"id\":\"1\",\"choices\":[],\"usage\":{\"prompt_tokens\":300,\"completion_tokens\":60,\"total_tokens\":360}}\n\ndata: [DONE]\n\n"

// streams answers as a model that writes a few letters at a time.
func streams(w http.ResponseWriter, content string) {
	w.Header().Set("Content-Type", "text/event-stream")
	runes := []rune(content)
	for i := 0; i < len(runes); i += 5 {
		io.WriteString(w, event(string(runes[i:min(i+5, len(runes))]), ""))
	}
	io.WriteString(w, event("", "stop")+endOfStream)
}

// drafts are what was told while a summary was written.
type drafts struct {
	mu   sync.Mutex
	said [][]string
}

func (d *drafts) hear(soFar []news.Sentence) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.said = append(d.said, texts(soFar))
}

func (d *drafts) all() [][]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([][]string(nil), d.said...)
}

func TestStream(t *testing.T) {
	t.Run("each sentence is told when it is finished and checked", func(t *testing.T) {
		for name, content := range map[string]string{
			"JSON": `{"sentences":["The council of Riverton agreed to rebuild the old bridge for 12.5 million crowns.","It will cost 99 million crowns in Laketon.","Mayor Ellen Hart said the town had waited for two years.","The council of Riverton agreed."]}`,
			"text": "The council of Riverton agreed to rebuild the old bridge for 12.5 million crowns. It will cost 99 million crowns in Laketon. Mayor Ellen Hart said the town had waited for two years. The council of Riverton agreed.",
		} {
			l := endpoint(t, nil, func(w http.ResponseWriter, r *http.Request) {
				var asked struct {
					Stream  bool
					Options struct {
						Usage bool `json:"include_usage"`
					} `json:"stream_options"`
				}
				json.NewDecoder(r.Body).Decode(&asked)
				if !asked.Stream || !asked.Options.Usage {
					t.Errorf("%s: asked %+v", name, asked)
				}
				streams(w, content)
			})
			var d drafts
			r := request()
			r.Budget, r.Draft = summarize.Long, d.hear
			s, err := summarize.Faithful{Of: l}.Summarize(t.Context(), r)
			if err != nil || len(s.Sentences) != 3 {
				t.Fatalf("%s: %+v, %v", name, s, err)
			}
			said := d.all()
			if len(said) < 2 || len(said[0]) != 1 {
				t.Fatalf("%s: drafts %q", name, said)
			}
			final := texts(s.Sentences)
			for _, draft := range said {
				for i, line := range draft {
					if line != final[i] {
						t.Errorf("%s: a draft says %q where the summary says %q", name, line, final[i])
					}
				}
			}
		}
	})
	t.Run("nothing is streamed to those who only wait for the whole", func(t *testing.T) {
		l := endpoint(t, nil, func(w http.ResponseWriter, r *http.Request) {
			if body, _ := io.ReadAll(r.Body); strings.Contains(string(body), `"stream":true`) {
				t.Errorf("asked %s", body)
			}
			io.WriteString(w, reply(good, "stop"))
		})
		if _, err := l.Summarize(t.Context(), request()); err != nil {
			t.Error(err)
		}
	})
	t.Run("a server that cannot stream is asked for the whole, and remembered", func(t *testing.T) {
		for name, refuse := range map[string]func(http.ResponseWriter){
			"it refuses": func(w http.ResponseWriter) {
				http.Error(w, `{"error":{"message":"stream_options is not supported"}}`, 400)
			},
			"it pays no heed": func(w http.ResponseWriter) {
				w.Header().Set("Content-Type", "application/json")
				io.WriteString(w, reply(good, "stop"))
			},
		} {
			var streamed, calls int
			l := endpoint(t, nil, func(w http.ResponseWriter, r *http.Request) {
				calls++
				if body, _ := io.ReadAll(r.Body); strings.Contains(string(body), `"stream":true`) {
					streamed++
					refuse(w)
					return
				}
				io.WriteString(w, reply(good, "stop"))
			})
			for range 2 {
				var d drafts
				r := request()
				r.Draft = d.hear
				if s, err := l.Summarize(t.Context(), r); err != nil || len(s.Sentences) != 2 {
					t.Errorf("%s: %+v, %v", name, s, err)
				}
			}
			if streamed != 1 || calls != 3 {
				t.Errorf("%s: %d requests, %d of them for a stream", name, calls, streamed)
			}
		}
	})
	t.Run("the tokens of a stream are counted", func(t *testing.T) {
		var calls int
		l := endpoint(t, func(c *summarize.LLMConfig) { c.DailyTokens = 1700 }, func(w http.ResponseWriter, _ *http.Request) {
			calls++
			streams(w, good)
		})
		var err error
		for range 8 {
			r := request()
			r.Draft = func([]news.Sentence) {}
			if _, err = l.Summarize(t.Context(), r); err != nil {
				break
			}
		}
		if !errors.Is(err, summarize.ErrNoBudget) || calls == 0 || calls > 4 {
			t.Errorf("%d calls, then %v", calls, err)
		}
	})
	t.Run("what a model thinks aloud is not told", func(t *testing.T) {
		l := endpoint(t, nil, func(w http.ResponseWriter, _ *http.Request) {
			streams(w, "<think>The user wants a summary of {this}. It is about Riverton.</think>\n"+good)
		})
		var d drafts
		r := request()
		r.Draft = d.hear
		s, err := l.Summarize(t.Context(), r)
		if err != nil || len(s.Sentences) != 2 || len(d.all()) == 0 || strings.Contains(fmt.Sprint(d.all()), "user") {
			t.Errorf("%+v, %v, drafts %q", s, err, d.all())
		}
	})
	hang := make(chan struct{})
	defer close(hang)
	for name, handle := range map[string]http.HandlerFunc{
		"broken off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			io.WriteString(w, event(good[:120], ""))
			http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		},
		"ended early": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			io.WriteString(w, event(good[:60], ""))
		},
		"an error event": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			io.WriteString(w, event(good[:60], "")+"data: {\"error\":{\"message\":\"overloaded, key "+secret+"\"}}\n\n")
		},
		"stalled": func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "text/event-stream")
			io.WriteString(w, event(good[:120], ""))
			http.NewResponseController(w).Flush()
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		},
		"20 MB": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			block := event(strings.Repeat("a", 1<<16), "")
			for range 320 {
				if _, err := io.WriteString(w, block); err != nil {
					return
				}
			}
		},
		"one endless line": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			io.WriteString(w, "data: ")
			block := strings.Repeat("a", 1<<16)
			for range 320 {
				if _, err := io.WriteString(w, block); err != nil {
					return
				}
			}
		},
	} {
		t.Run("a stream that is "+name+" ends in the extract", func(t *testing.T) {
			l := endpoint(t, func(c *summarize.LLMConfig) { c.Timeout = 500 * time.Millisecond }, handle)
			f := summarize.Fallback{Primary: summarize.NewCached(summarize.Faithful{Of: l}, "v", 9), Extractive: summarize.Extractive{}}
			r := request()
			r.Draft = func([]news.Sentence) {}
			start := time.Now()
			s, err := f.Summarize(t.Context(), r)
			if err != nil || s.Method != news.Extractive || len(s.Sentences) != 3 || time.Since(start) > 4*time.Second {
				t.Errorf("%+v, %v after %v", s, err, time.Since(start))
			}
			if _, err := l.Summarize(t.Context(), r); err == nil || strings.Contains(err.Error(), secret) {
				t.Errorf("%v", err)
			}
		})
	}
	t.Run("who joins while it is written hears the drafts, and nothing after the end", func(t *testing.T) {
		first, go_on := make(chan struct{}), make(chan struct{})
		l := endpoint(t, nil, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			half := strings.Index(good, `,"Mayor`)
			io.WriteString(w, event(good[:half], ""))
			http.NewResponseController(w).Flush()
			close(first)
			<-go_on
			io.WriteString(w, event(good[half:], "")+event("", "stop")+endOfStream)
		})
		c := summarize.NewCached(l, "v", 9)
		var a, b drafts
		heard := make(chan struct{})
		done := make(chan error, 2)
		ask := func(draft func([]news.Sentence)) {
			r := request()
			r.Draft = draft
			_, err := c.Summarize(t.Context(), r)
			done <- err
		}
		once := sync.OnceFunc(func() { close(heard) })
		go ask(func(s []news.Sentence) { a.hear(s); once() })
		<-first
		<-heard
		joined := make(chan struct{})
		join := sync.OnceFunc(func() { close(joined) })
		go ask(func(s []news.Sentence) { b.hear(s); join() })
		<-joined
		close(go_on)
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if x, y := fmt.Sprint(a.all()), fmt.Sprint(b.all()); x != y || len(a.all()) != 2 {
			t.Errorf("one heard %s, the other %s", x, y)
		}
	})
}
