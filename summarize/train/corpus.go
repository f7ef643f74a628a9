package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"herald/summarize"
	"herald/text"
)

// article is an article with a person's summary.
type article struct {
	doc       *text.Doc
	reference [][]string // sentences of stemmed words
	hit       map[string]bool
	share     []float64 // by sentence: how much of it the summary holds
}

// load reads JSON lines.
func load(file string, t *tokenizer) ([]article, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	var list []article
	for lines.Scan() {
		var r struct {
			Title, Text, Lang string
			Summary           json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s: article %d: %w", file, len(list)+1, err)
		}
		list = append(list, newArticle(text.New(r.Title, r.Text, r.Lang), sentences(r.Summary), t))
	}
	return list, lines.Err()
}

// sentences reads a summary: a list of sentences, or one string of lines.
func sentences(raw json.RawMessage) []string {
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return nil
	}
	return strings.Split(s, "\n")
}

func newArticle(doc *text.Doc, summary []string, t *tokenizer) article {
	a := article{doc: doc, hit: map[string]bool{}}
	for _, s := range summary {
		if w := t.tokens(s); len(w) > 0 {
			a.reference = append(a.reference, w)
		}
	}
	for _, w := range text.New("", strings.Join(summary, "\n"), doc.Lang).Words {
		a.hit[w.Stem] = true
	}
	all := join(a.reference)
	ones, twos := grams(all, 1), grams(all, 2)
	for _, c := range summarize.Candidates(doc, summarize.Weights{}) {
		s := t.tokens(c.Of(doc.Text))
		hits := overlap(grams(s, 1), ones) + pairs*overlap(grams(s, 2), twos)
		a.share = append(a.share, float64(hits)/float64(len(s)+shortness)/(1+pairs))
	}
	return a
}

const (
	pairs     = 1 // what a common pair of words counts beside a common word
	shortness = 3 // words that every sentence is taken to have besides, so that short ones are not certain
)
