package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"herald/news"
	"herald/summarize"
)

// scenario is how the fake behaves, and what it answers.
type scenario struct {
	name   string
	chaos  map[string]float64
	answer string
}

const (
	article = `The council of Riverton agreed on Tuesday to rebuild the old stone bridge over the Alder, which the flood of March destroyed. The vote was 23 to 7.

The United Crossings Fund gives 12.5 million crowns, and Victor Malone of Northgate Engineering will lead eighteen months of work. Mayor Ellen Hart said that the town had waited for two years.

Opposition leader Samuel Oduya said that the money would go to roads in Laketon. Traffic has fallen to 3,400 cars a day.`

	faithful = `{"sentences":["The council of Riverton voted 23 to 7 to rebuild the old stone bridge over the Alder.","The United Crossings Fund gives 12.5 million crowns for eighteen months of work.","Opposition leader Samuel Oduya said that the money would go to roads in Laketon."]}`
	invented = `{"sentences":["The council of Riverton voted 24 to 6 to rebuild the bridge.","The United Crossings Fund gives 99 million crowns.","Opposition leader Samuel Okafor agreed."]}`
)

var scenarios = []scenario{
	{"all is well", nil, faithful},
	{"30 % of requests answered by 429", map[string]float64{"ratelimit": 0.3}, faithful},
	{"429, 500, bad JSON, cut connections, 10 % each", map[string]float64{"ratelimit": 0.1, "drop": 0.1, "malformed": 0.1, "disconnect": 0.1}, faithful},
	{"every request answered by 429", map[string]float64{"ratelimit": 1}, faithful},
	{"a model that invents", nil, invented},
}

// result is what readers got in a scenario.
type result struct {
	model, extract, errors int
	drafts                 int // times that a reader saw a summary grow
	requests               map[int]int
	reasons                map[string]int // of extracts
	took                   []time.Duration
}

const header = "model  extract  errors  drafts   p50     p95     max     requests by status; reasons of extracts"

// String is a line of the table.
func (r result) String() string {
	slices.Sort(r.took)
	at := func(p float64) time.Duration { return r.took[int(p*float64(len(r.took)-1))].Round(time.Millisecond) }
	return fmt.Sprintf("%5d  %7d  %6d  %6d  %6s  %6s  %6s  %v; %v", r.model, r.extract, r.errors, r.drafts, at(.5), at(.95), at(1), r.requests, r.reasons)
}

// play asks for n summaries of n different articles, several at a time, wired
// as the bot has it.
func (s scenario) play(ctx context.Context, f *fake, n int) (result, error) {
	url, stop, err := f.start(ctx, map[string]string{"Riverton": s.answer}, s.chaos)
	if err != nil {
		return result{}, err
	}
	defer stop()
	r := result{requests: map[int]int{}, reasons: map[string]int{}}
	var mu sync.Mutex
	count := func(status int) { mu.Lock(); r.requests[status]++; mu.Unlock() }
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	llm := summarize.NewLLM(summarize.LLMConfig{
		BaseURL: url, Key: "none", Model: "gpt-4o-mini", DailyTokens: -1, PerMinute: 1e6, Concurrent: 8, Timeout: 15 * time.Second,
		HTTPClient: &http.Client{Transport: counted{transport, count}},
	})
	why := reasons(func(reason string) { mu.Lock(); r.reasons[reason]++; mu.Unlock() })
	engine := summarize.Fallback{
		Primary:    summarize.NewCached(summarize.Faithful{Of: llm}, llm.Version(), n),
		Extractive: summarize.Extractive{}, Log: slog.New(why),
	}
	var readers sync.WaitGroup
	slots := make(chan struct{}, 8)
	for i := range n {
		slots <- struct{}{}
		readers.Go(func() {
			defer func() { <-slots }()
			q := summarize.Request{Title: "Riverton will rebuild its bridge", Text: fmt.Sprintf("%s\n\nThis is copy %d.", article, i), Lang: "en", Model: true}
			if i%2 == 0 {
				q.Draft = func([]news.Sentence) { mu.Lock(); r.drafts++; mu.Unlock() }
			}
			start := time.Now()
			got, err := engine.Summarize(ctx, q)
			mu.Lock()
			defer mu.Unlock()
			r.took = append(r.took, time.Since(start))
			switch {
			case err != nil || len(got.Sentences) == 0:
				r.errors++
			case got.Method == news.Model:
				r.model++
			default:
				r.extract++
			}
		})
	}
	readers.Wait()
	return r, ctx.Err()
}

// counted tells the status of every answer, 0 where there was none.
type counted struct {
	http.RoundTripper
	tell func(int)
}

// RoundTrip sends one request.
func (c counted) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.RoundTripper.RoundTrip(r)
	if err != nil {
		c.tell(0)
		return nil, err
	}
	c.tell(resp.StatusCode)
	return resp, nil
}

// reasons is a log that hears why the model gave no summary.
type reasons func(string)

// Enabled wants everything.
func (reasons) Enabled(context.Context, slog.Level) bool { return true }

// WithAttrs pays no heed.
func (r reasons) WithAttrs([]slog.Attr) slog.Handler { return r }

// WithGroup pays no heed.
func (r reasons) WithGroup(string) slog.Handler { return r }

// Handle names the reason of one extract.
func (r reasons) Handle(_ context.Context, record slog.Record) error {
	record.Attrs(func(a slog.Attr) bool {
		err, ok := a.Value.Any().(error)
		if !ok {
			return true
		}
		var failed *summarize.EndpointError
		switch {
		case errors.Is(err, summarize.ErrResting):
			r("endpoint rests")
		case errors.Is(err, summarize.ErrUnproven):
			r("not in the article")
		case errors.Is(err, summarize.ErrAnswer):
			r("unreadable answer")
		case errors.As(err, &failed) && failed.Status != 0:
			r(fmt.Sprint(failed.Status))
		case errors.As(err, &failed):
			r("connection")
		default:
			r(strings.TrimSpace(err.Error()))
		}
		return true
	})
	return nil
}
