package summarize

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"herald/news"
	"herald/text"
)

// Faithful lets through only what the articles say: each sentence of a model
// is held against them, and one with a number, a name or a quotation that does
// not stand there is dropped, from drafts too. An answer that loses more than
// a third is no summary of these articles: ErrUnproven. Extracts pass as they
// are, since their sentences are the articles' own.
type Faithful struct{ Of Summarizer }

// Summarize asks Of and checks what it says.
func (f Faithful) Summarize(ctx context.Context, r Request) (news.Summary, error) {
	proof := sync.OnceValue(func() proof { return newProof(r.given()) })
	lang, draft := r.Into, r.Draft
	if draft != nil {
		r.Draft = func(soFar []news.Sentence) {
			if kept := proof().proven(soFar, lang); len(kept) > 0 {
				draft(kept)
			}
		}
	}
	s, err := f.Of.Summarize(ctx, r)
	if err != nil || s.Method != news.Model {
		return s, err
	}
	kept := proof().proven(s.Sentences, s.Lang)
	if lost := len(s.Sentences) - len(kept); lost*3 > len(s.Sentences) || len(kept) == 0 {
		return news.Summary{}, fmt.Errorf("%w: %d of %d sentences", ErrUnproven, lost, len(s.Sentences))
	}
	s.Sentences = kept
	return s, nil
}

// proof is what sentences about one or several articles are held against: the
// evidence of all of them, together where they are in one language.
type proof struct {
	evidence []*evidence
	docs     []*text.Doc
}

func newProof(docs []*text.Doc) proof {
	p := proof{docs: docs}
	var langs []string
	titles, bodies := map[string][]string{}, map[string][]string{}
	for _, d := range docs {
		if _, known := bodies[d.Lang]; !known {
			langs = append(langs, d.Lang)
		}
		bodies[d.Lang] = append(bodies[d.Lang], d.Text)
		if d.Title != "" {
			titles[d.Lang] = append(titles[d.Lang], d.Title)
		}
	}
	for _, lang := range langs {
		doc := docs[0]
		if len(docs) > 1 {
			doc = text.New(strings.Join(titles[lang], "\n"), strings.Join(bodies[lang], "\n\n"), lang)
		}
		p.evidence = append(p.evidence, newEvidence(doc))
	}
	return p
}

// flaw is what a sentence claims and no language's articles hold; "" where
// those of one language hold all of it.
func (p proof) flaw(sentence, lang string) string {
	first := ""
	for _, e := range p.evidence {
		flaw := e.flaw(sentence, lang)
		if flaw == "" {
			return ""
		}
		first = or(first, flaw)
	}
	return first
}

// proven are the sentences without a flaw, each with the article that bears it
// out best.
func (p proof) proven(sentences []news.Sentence, lang string) []news.Sentence {
	kept := make([]news.Sentence, 0, len(sentences))
	for _, s := range sentences {
		if p.flaw(s.Text, lang) == "" {
			s.Article = p.source(s.Text, lang)
			kept = append(kept, s)
		}
	}
	return kept
}

// source is the article that has most of a sentence's words.
func (p proof) source(sentence, lang string) int {
	if len(p.docs) == 1 {
		return 0
	}
	wanted := map[string]bool{}
	for _, w := range text.New("", sentence, lang).Words {
		if !w.Stop {
			wanted[sound(w.Stem)] = true
		}
	}
	best, most := 0, 0
	for i, d := range p.docs {
		found := map[string]bool{}
		for _, w := range d.Words {
			if s := sound(w.Stem); wanted[s] {
				found[s] = true
			}
		}
		if len(found) > most {
			best, most = i, len(found)
		}
	}
	return best
}

// Unproven finds what a sentence claims that an article does not hold: the
// number, name or quotation as the sentence has it, "" where all of them stand
// in the article. lang is the sentence's language, which may be another than
// the article's: then names are compared by their sound, and quotations,
// which cannot be verbatim, are not let through.
func Unproven(article *text.Doc, sentence, lang string) string {
	return newEvidence(article).flaw(sentence, lang)
}
