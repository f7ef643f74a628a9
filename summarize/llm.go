package summarize

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	PerMinute   int              // requests; 0 is DefaultPerMinute
	Concurrent  int              // requests at the same time; 0 is DefaultConcurrent
	Window      int              // letters of an article that are sent; 0 is DefaultWindow
	Now         func() time.Time // nil is time.Now
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
// asked for a JSON object, then for plain text, and what it took is
// remembered. Failures that may pass are tried again as long as the time
// allows, not before the server's Retry-After; after several failures in a row
// the endpoint is left alone for a while.
type LLM struct {
	client  *openai.Client
	config  LLMConfig
	slots   *semaphore.Weighted
	pace    *rate.Limiter
	tokens  *budgetOfDay
	breaker *breaker
	format  atomic.Int32 // the first format that the server has not refused
	limits  atomic.Int32 // 1: it wants max_completion_tokens
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
	config.HTTPClient = &client
	return &LLM{
		client:  openai.NewClientWithConfig(config),
		config:  c,
		slots:   semaphore.NewWeighted(int64(c.Concurrent)),
		pace:    rate.NewLimiter(rate.Limit(float64(c.PerMinute)/60), max(1, c.PerMinute/4)),
		tokens:  &budgetOfDay{limit: c.DailyTokens, now: c.Now},
		breaker: &breaker{now: c.Now},
	}
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

// Summarize asks the model. Its errors are ErrNoBudget, ErrResting, ErrAnswer,
// *EndpointError, and ctx's; each may be wrapped. The text of none holds the
// key, the article, or anything that the server wrote.
func (l *LLM) Summarize(ctx context.Context, r Request) (news.Summary, error) {
	ctx, cancel := context.WithTimeout(ctx, l.config.Timeout)
	defer cancel()
	doc := text.New(r.Title, r.Text, r.Lang)
	if len(doc.Sentences) == 0 {
		return news.Summary{Lang: doc.Lang, Method: news.Extractive}, nil
	}
	q := l.question(doc, r)
	if err := l.breaker.allow(); err != nil {
		return news.Summary{}, err
	}
	if err := l.slots.Acquire(ctx, 1); err != nil {
		return news.Summary{}, fmt.Errorf("wait for the model: %w", err)
	}
	defer l.slots.Release(1)
	answer, err := l.ask(ctx, q)
	if err == nil {
		var sentences []string
		if sentences, err = q.read(answer); err == nil {
			l.breaker.succeeded()
			return written(q.lang, sentences), nil
		}
	}
	if !errors.Is(err, ErrNoBudget) && !errors.Is(err, context.Canceled) {
		l.breaker.failed()
	}
	return news.Summary{}, fmt.Errorf("model: %w", err)
}

func written(lang string, sentences []string) news.Summary {
	s := news.Summary{Lang: lang, Method: news.Model, Sentences: make([]news.Sentence, len(sentences))}
	for i, t := range sentences {
		s.Sentences[i].Text = t
	}
	return s
}

// question is one summary as the model is asked for it.
type question struct {
	lang   string
	budget Budget
	system string
	user   string
}

// question puts the prompt and the article together. Of an article that is
// longer than the window the passages that say most are sent, in its order.
func (l *LLM) question(doc *text.Doc, r Request) question {
	q := question{lang: or(r.Into, doc.Lang), budget: r.Budget.orNormal()}
	body := passages(doc, l.config.Window)
	p := prompt{
		Lang: q.lang, Sentences: q.budget.Sentences, Words: q.budget.Words,
		Translated: q.lang != doc.Lang, Border: border(r.Title, body),
	}
	if p.Sentences <= 0 {
		p.Sentences = max(1, q.budget.Words/15)
	}
	// The template is compiled in and executed in the tests: it cannot fail.
	q.system, _ = p.instructions()
	q.user = p.article(r.Title, body)
	return q
}

// passages is a story without its furniture, whole where it is within so many
// letters, else the weightiest of its sentences.
func passages(doc *text.Doc, window int) string {
	s := newStory(doc)
	in := make([]bool, len(s.sentences))
	order := make([]int, len(s.sentences))
	for i := range order {
		order[i] = i
	}
	score := s.scores(&learned().several)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	size := 0
	for _, i := range order {
		if size += s.sentences[i].End - s.sentences[i].Start + 2; size > window {
			break
		}
		in[i] = true
	}
	var b strings.Builder
	for i, c := range s.sentences {
		switch {
		case !in[i]:
			continue
		case b.Len() > 0 && c.inParagraph == 0:
			b.WriteString("\n\n")
		case b.Len() > 0:
			b.WriteByte(' ')
		}
		b.WriteString(c.Of(doc.Text))
	}
	return b.String()
}
