package main

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"herald/news"
	"herald/quotes"
	"herald/summarize"
)

// budgetFlags say how long a summary may be.
type budgetFlags struct {
	Sentences int `help:"How many sentences the summary has." placeholder:"3"`
	Words     int `help:"At most so many words; exceeded only where a single sentence is longer." placeholder:"N"`
}

func (f budgetFlags) budget() (summarize.Budget, error) {
	if f.Sentences < 0 || f.Words < 0 {
		return summarize.Budget{}, usageError{errors.New("--sentences and --words take a positive number")}
	}
	return summarize.Budget{Sentences: f.Sentences, Words: f.Words}, nil
}

// modelFlag lets the configured language model work.
type modelFlag struct {
	LLM bool `name:"llm" help:"Let the configured language model work too: it writes the summary, or names speakers that are missing."`
}

// engines are the language model with its fallback, and the one who names
// speakers by it; the extract and nobody where the model was not asked for.
func (f modelFlag) engines(w world) (summarize.Summarizer, quotes.Namer, *slog.Logger, error) {
	if !f.LLM {
		return summarize.Extractive{}, nil, nil, nil
	}
	set, err := modelSettings()
	if err != nil {
		return nil, nil, nil, err
	}
	log := newLog(w.stderr, set)
	summaries, speakers := newEngines(set, nil, log)
	return summaries, speakers, log, nil
}

// modelSettings are the settings where a language model is asked for.
func modelSettings() (Settings, error) {
	set, err := readSettings()
	if err != nil {
		return set, usageError{err}
	}
	if !set.ModelOn() {
		return set, usageError{errors.New("--llm needs a language model: set OPENAI_API_KEY or OPENAI_BASE_URL, and OPENAI_MODEL")}
	}
	return set, nil
}

// summaryCmd prints what an article says, or several on one story together.
type summaryCmd struct {
	budgetFlags
	Sources []string `arg:"" name:"source" help:"Files (.html .txt .md .pdf, .gz of them), URLs, or - for standard input. Several articles on one story make one summary."`
	articleFlags
	modelFlag
}

// Run prints a sentence a line, or the JSON of the contract.
func (c *summaryCmd) Run(w world) error {
	budget, err := c.budget()
	if err != nil {
		return err
	}
	if len(c.Sources) > summarize.MaxArticles {
		return usageError{fmt.Errorf("one summary is made over %d articles at most", summarize.MaxArticles)}
	}
	s, _, _, err := c.engines(w)
	if err != nil {
		return err
	}
	if i := slices.Index(c.Sources, "-"); i >= 0 && slices.Contains(c.Sources[i+1:], "-") {
		return usageError{errors.New("standard input can be read only once")}
	}
	var articles []news.Article
	for _, name := range c.Sources {
		a, err := c.read(w, name)
		if err != nil {
			return err
		}
		articles = append(articles, a)
	}
	a := articles[0]
	r := summarize.Request{Title: a.Title, Text: a.Body, Lang: a.Lang, Published: a.Published, Budget: budget, Model: c.LLM}
	for _, other := range articles[1:] {
		r.Others = append(r.Others, summarize.Article{Title: other.Title, Text: other.Body, Lang: other.Lang, Published: other.Published})
	}
	summary, err := s.Summarize(w.ctx, r)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Sources[0], err)
	}
	switch {
	case c.JSON:
		return printJSON(w.stdout, summaryShape(articles, summary))
	case len(articles) > 1:
		printSeveral(w, articles, summary)
		return nil
	}
	for _, s := range summary.Sentences {
		fmt.Fprintln(w.stdout, oneLine(s.Text))
	}
	return nil
}

// printSeveral prints each sentence with the number of its article, and below
// them the articles.
func printSeveral(w world, articles []news.Article, s news.Summary) {
	for _, line := range s.Sentences {
		fmt.Fprintf(w.stdout, "%s [%d]\n", oneLine(line.Text), line.Article+1)
	}
	fmt.Fprintln(w.stdout)
	for i, a := range articles {
		line := oneLine(a.Title)
		if from := a.Source(); from != "" {
			line += " — " + oneLine(from)
		}
		fmt.Fprintf(w.stdout, "[%d] %s\n", i+1, line)
	}
}

type jsonSummary struct {
	URL      string         `json:"url"`
	Title    string         `json:"title"`
	Lang     string         `json:"lang"`
	Method   news.Method    `json:"method"`
	Text     string         `json:"text"`
	Summary  []jsonSentence `json:"summary"`
	Articles []jsonPart     `json:"articles,omitempty"` // where there are several
}

// jsonPart is one of several articles: text[start:end] is its own.
type jsonPart struct {
	URL       string  `json:"url"`
	Title     string  `json:"title"`
	Published *string `json:"published"`
	Start     int     `json:"start"`
	End       int     `json:"end"`
}

// summaryShape is the JSON of a summary. The text of several articles is all
// their texts, parted by a blank line, so that spans are into it as ever; url
// and title are the first one's.
func summaryShape(articles []news.Article, s news.Summary) jsonSummary {
	out := jsonSummary{URL: articles[0].URL, Title: articles[0].Title, Lang: s.Lang, Method: s.Method}
	var b strings.Builder
	starts := make([]int, len(articles))
	for i, a := range articles {
		if i > 0 {
			b.WriteString("\n\n")
		}
		starts[i] = b.Len()
		b.WriteString(a.Body)
	}
	out.Text = b.String()
	sentences := make([]news.Sentence, len(s.Sentences))
	for i, line := range s.Sentences {
		if !line.Span.Empty() {
			line.Span.Start += starts[line.Article]
			line.Span.End += starts[line.Article]
		}
		sentences[i] = line
	}
	p := newPoints(out.Text)
	out.Summary = p.sentences(sentences)
	if len(articles) == 1 {
		return out
	}
	for i, a := range articles {
		part := p.span(news.Span{Start: starts[i], End: starts[i] + len(a.Body)})
		out.Articles = append(out.Articles, jsonPart{URL: a.URL, Title: a.Title, Published: timestamp(a.Published), Start: part[0], End: part[1]})
	}
	for i := range out.Summary {
		article := s.Sentences[i].Article
		out.Summary[i].Article = &article
	}
	return out
}
