package summarize

import (
	"context"
	"fmt"

	"herald/news"
	"herald/text"
)

// Faithful lets through only what the article says: each sentence of a model
// is held against it, and one with a number, a name or a quotation that does
// not stand there is dropped. An answer that loses more than a third is no
// summary of this article: ErrUnproven. Extracts pass as they are, since
// their sentences are the article's own.
type Faithful struct{ Of Summarizer }

// Summarize asks Of and checks what it says.
func (f Faithful) Summarize(ctx context.Context, r Request) (news.Summary, error) {
	s, err := f.Of.Summarize(ctx, r)
	if err != nil || s.Method != news.Model {
		return s, err
	}
	e := newEvidence(text.New(r.Title, r.Text, r.Lang))
	kept := make([]news.Sentence, 0, len(s.Sentences))
	for _, sentence := range s.Sentences {
		if e.flaw(sentence.Text, s.Lang) == "" {
			kept = append(kept, sentence)
		}
	}
	if lost := len(s.Sentences) - len(kept); lost*3 > len(s.Sentences) || len(kept) == 0 {
		return news.Summary{}, fmt.Errorf("%w: %d of %d sentences", ErrUnproven, lost, len(s.Sentences))
	}
	s.Sentences = kept
	return s, nil
}

// Unproven finds what a sentence claims that an article does not hold: the
// number, name or quotation as the sentence has it, "" where all of them stand
// in the article. lang is the sentence's language, which may be another than
// the article's: then names are compared by their sound, and quotations,
// which cannot be verbatim, are not let through.
func Unproven(article *text.Doc, sentence, lang string) string {
	return newEvidence(article).flaw(sentence, lang)
}
