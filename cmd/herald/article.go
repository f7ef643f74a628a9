package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"herald/news"
	"herald/quotes"
	"herald/reader"
	"herald/reader/fetch"
	"herald/text"
)

// source is the argument of the verbs that read one article.
type source struct {
	Source string `arg:"" help:"A file (.html .txt .md .pdf, .gz of them), a URL, or - for standard input."`
	articleFlags
}

// articleFlags say how an article is read and printed.
type articleFlags struct {
	Lang string `help:"The article's language, such as en, uk or ru; found out where it is not given."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// read brings an article in; its body has neither headline nor furniture.
func (f articleFlags) read(w world, from string) (news.Article, error) {
	r, err := newReader()
	if err != nil {
		return news.Article{}, err
	}
	a, err := r.Source(w.ctx, from, w.stdin)
	if err != nil {
		return a, err
	}
	if f.Lang != "" {
		a.Lang = strings.ToLower(f.Lang)
	}
	return a, nil
}

// newReader is a reader that goes by the settings of the environment.
func newReader() (*reader.Reader, error) {
	set, err := readSettings()
	if err != nil {
		return nil, usageError{err}
	}
	return reader.New(fetch.New(fetch.Options{AllowPrivate: bool(set.AllowPrivate)}), reader.Options{}), nil
}

// quotesCmd prints who said what.
type quotesCmd struct {
	source
	modelFlag
}

// Run prints each quote with its speaker beneath, or the JSON of the contract.
func (c *quotesCmd) Run(w world) error {
	_, namer, log, err := c.engines(w)
	if err != nil {
		return err
	}
	a, err := c.read(w, c.Source)
	if err != nil {
		return err
	}
	doc := text.New(a.Title, a.Body, a.Lang)
	found := quotes.Find(doc)
	if namer != nil {
		named, err := quotes.Name(w.ctx, doc, found, namer)
		if err != nil {
			log.Warn("the model named no speaker", "reason", err)
		}
		found = named
	}
	if c.JSON {
		return printJSON(w.stdout, struct {
			URL    string      `json:"url"`
			Title  string      `json:"title"`
			Lang   string      `json:"lang"`
			Text   string      `json:"text"`
			Quotes []jsonQuote `json:"quotes"`
		}{a.URL, a.Title, doc.Lang, a.Body, newPoints(a.Body).quotes(found)})
	}
	if len(found) == 0 {
		fmt.Fprintln(w.stderr, "herald: the article quotes nobody")
	}
	for i, q := range found {
		if i > 0 {
			fmt.Fprintln(w.stdout)
		}
		fmt.Fprintf(w.stdout, "“%s”\n    — %s\n", oneLine(q.Text), signature(q))
	}
	return nil
}

// signature is the line beneath a quote: the speaker, the role, the verb, and
// the doubt where the article has one.
func signature(q news.Quote) string {
	s := q.Speaker
	if s == "" {
		s = "not named in the text"
	}
	if q.Role != "" {
		s += ", " + q.Role
	}
	if q.Cue != "" {
		s += " (" + q.Cue + ")"
	}
	if q.Certainty == news.Reported {
		s += " [reported, not confirmed by the article]"
	}
	return oneLine(s)
}

// extractCmd prints the article of a page, or of many.
type extractCmd struct {
	Source string `arg:"" optional:"" help:"A file (.html .txt .md .pdf, .gz of them), a URL, or - for standard input."`
	JSON   bool   `name:"json" help:"Print JSON."`
	JSONL  bool   `name:"jsonl" help:"Read lines with id, html_file and url from standard input, and print one JSON line for each."`
}

// Run prints the headline and the text, or the JSON of the contract.
func (c *extractCmd) Run(w world) error {
	switch {
	case c.JSONL && c.Source != "":
		return usageError{errors.New("--jsonl reads standard input and takes no source")}
	case c.JSONL:
		return extractLines(w)
	case c.Source == "":
		return usageError{errors.New("name a source: a file, a URL, or - for standard input; see herald extract --help")}
	}
	a, err := articleFlags{}.read(w, c.Source)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(w.stdout, articleShape(a))
	}
	for _, line := range []string{a.Title, a.Byline, a.Source()} {
		if line != "" {
			fmt.Fprintln(w.stdout, oneLine(line))
		}
	}
	if !a.Published.IsZero() {
		fmt.Fprintln(w.stdout, *timestamp(a.Published))
	}
	fmt.Fprintf(w.stdout, "\n%s\n", a.Body)
	return nil
}

func printJSON(out io.Writer, v any) error {
	if _, err := out.Write(append(encode(v), '\n')); err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	return nil
}

// oneLine folds the newlines of a stretch that runs over paragraphs.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
