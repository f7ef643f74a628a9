package summarize

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sashabaranov/go-openai"
	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"herald/news"
	"herald/text"
)

// LLMConfig says which model is asked, and how much.
type LLMConfig struct {
	Key     string // of the endpoint; "" where it needs none. It reaches no error and no log
	BaseURL string // with its version, such as "http://127.0.0.1:11434/v1"; "" is OpenAI's
	Model   string

	HTTPClient  *http.Client     // nil is one of our own
	Timeout     time.Duration    // for one summary with all its retries; 0 is DefaultTimeout
	Pause       time.Duration    // before the first retry, doubled before the next; 0 is DefaultPause
	DailyTokens int              // budget of a UTC day, question and answer together; 0 is none at all, negative has no limit
	Ledger      Ledger           // keeps what was taken of them; nil is one of our own, which begins anew with the process
	PerMinute   int              // requests; 0 is DefaultPerMinute
	Concurrent  int              // requests at the same time; 0 is DefaultConcurrent
	Window      int              // letters of all articles that are sent; 0 is DefaultWindow
	Now         func() time.Time // nil is time.Now
	Log         *slog.Logger     // told what could not be stored; nil for nobody
}

// What LLMConfig's zero values stand for.
const (
	DefaultTimeout    = 45 * time.Second
	DefaultPause      = 500 * time.Millisecond
	DefaultPerMinute  = 60
	DefaultConcurrent = 4
	DefaultWindow     = 24_000 // about 6,000 tokens of English and 10,000 of Ukrainian: within every model's window
)

// LLM lets a language model write summaries, at any endpoint that speaks
// OpenAI's chat completions. It is safe for concurrent use.
//
// A summary is asked for as JSON by a schema; a server that refuses schemas is
// asked for a JSON object, then for plain text; one whose model has a smaller
// window gets less of the article; one that cannot stream is asked for the
// whole. What it took is remembered. Failures that may pass are tried again as long as the time
// allows, not before the server's Retry-After; after several failures in a row
// the endpoint is left alone for a while.
type LLM struct {
	client  *openai.Client
	config  LLMConfig
	slots   *semaphore.Weighted
	pace    *rate.Limiter
	tokens  *budgetOfDay
	breaker *breaker
	form    atomic.Pointer[form] // what the server took last
}

// NewLLM makes the summarizer. It sends nothing yet.
func NewLLM(c LLMConfig) *LLM {
	c.Timeout = or(c.Timeout, DefaultTimeout)
	c.Pause = or(c.Pause, DefaultPause)
	c.PerMinute = or(c.PerMinute, DefaultPerMinute)
	c.Concurrent = or(c.Concurrent, DefaultConcurrent)
	c.Window = or(c.Window, DefaultWindow)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Ledger == nil {
		c.Ledger = &oneDay{}
	}
	config := openai.DefaultConfig(c.Key)
	if c.BaseURL != "" {
		config.BaseURL = strings.TrimRight(c.BaseURL, "/")
	}
	base := c.HTTPClient
	if base == nil {
		base = &http.Client{}
	}
	client := *base
	client.Transport = &transport{base: or(base.Transport, http.DefaultTransport)}
	if client.CheckRedirect == nil {
		client.CheckRedirect = sameHost
	}
	config.HTTPClient = &client
	l := &LLM{
		client:  openai.NewClientWithConfig(config),
		config:  c,
		slots:   semaphore.NewWeighted(int64(c.Concurrent)),
		pace:    rate.NewLimiter(rate.Limit(float64(c.PerMinute)/60), max(1, c.PerMinute/4)),
		tokens:  &budgetOfDay{ledger: c.Ledger, limit: c.DailyTokens, now: c.Now, log: c.Log},
		breaker: &breaker{now: c.Now},
	}
	l.form.Store(&form{window: c.Window})
	return l
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// Version names the model and the prompt: what a cached summary depends on
// besides the request.
func (l *LLM) Version() string { return l.config.Model + "/" + PromptVersion }

// Summarize asks the model. Its errors are ErrNoBudget, ErrNoLedger, ErrResting,
// ErrBusy, ErrAnswer, *EndpointError, and ctx's; each may be wrapped. The text of none
// holds the key, the article, or anything that the server wrote.
func (l *LLM) Summarize(ctx context.Context, r Request) (news.Summary, error) {
	ctx, cancel := context.WithTimeout(ctx, l.config.Timeout)
	defer cancel()
	docs := r.given()
	first := slices.IndexFunc(docs, func(d *text.Doc) bool { return len(d.Sentences) > 0 })
	if first < 0 {
		return news.Summary{Lang: docs[0].Lang, Method: news.Extractive}, nil
	}
	w := wanted{lang: or(r.Into, docs[first].Lang), budget: r.Budget.orNormal()}
	var sentences []string
	err := l.converse(ctx, asked{
		question: func(window int) question { return summaryOf(docs, r, w, window) },
		draft:    w.draft(r.Draft),
		read: func(a answer) (err error) {
			sentences, err = w.read(a)
			return err
		},
	})
	if err != nil {
		return news.Summary{}, err
	}
	return written(w.lang, sentences), nil
}

// asked is one thing that a model is asked for.
type asked struct {
	question func(window int) question // with so many letters of the article
	draft    func(text string)         // hears what was written so far; nil: nobody wants to
	read     func(answer) error        // takes the answer, or says that it is none
}

// converse asks within all the limits.
func (l *LLM) converse(ctx context.Context, q asked) error {
	if err := l.breaker.allow(); err != nil {
		return err
	}
	if err := l.slots.Acquire(ctx, 1); err != nil {
		return fmt.Errorf("wait for the model: %w", err)
	}
	defer l.slots.Release(1)
	a, err := l.ask(ctx, q)
	if err == nil {
		err = q.read(a)
	}
	if err == nil {
		l.breaker.succeeded()
		return nil
	}
	var failed *EndpointError
	if errors.Is(err, ErrAnswer) || errors.As(err, &failed) && !errors.Is(err, context.Canceled) {
		l.breaker.failed()
	}
	return fmt.Errorf("model: %w", err)
}

func written(lang string, sentences []string) news.Summary {
	s := news.Summary{Lang: lang, Method: news.Model, Sentences: make([]news.Sentence, len(sentences))}
	for i, t := range sentences {
		s.Sentences[i].Text = t
	}
	return s
}
