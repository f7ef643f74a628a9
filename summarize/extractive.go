package summarize

import (
	"context"

	"herald/news"
	"herald/text"
)

// Extractive picks sentences of the article, or of several on one story: see
// Extract and ExtractSeveral. The zero value is ready. It needs no model and no
// network, and fails only when ctx is done.
type Extractive struct{}

// Summarize picks the sentences; Into is not heeded, since nothing is
// translated.
func (Extractive) Summarize(ctx context.Context, r Request) (news.Summary, error) {
	if err := ctx.Err(); err != nil {
		return news.Summary{}, err
	}
	if len(r.Others) > 0 {
		return several(r), nil
	}
	doc := text.New(r.Title, r.Text, r.Lang)
	return news.Summary{Lang: doc.Lang, Method: news.Extractive, Sentences: Extract(doc, r.Budget)}, nil
}

// Extract picks the sentences of a text that together say most of what is in
// it, within the budget and in the text's order. Each is a sentence of the
// story, verbatim but for the brackets told of below. A story that fits into the
// budget is given whole; a text without a story gives none.
//
// A sentence that leans on the one before it (it opens with "He" or
// "However") comes only together with that one; where it is known whom a
// pronoun means, the sentence may come alone, with the name in square brackets
// in its Text: "[Ellen Hart] added …". A mere "But" or "Meanwhile" is left out,
// of the span too, and the letter that is made a capital stands in brackets:
// "[T]he council …". Words between quotation marks come whole or not at all.
//
// Extract is pure, deterministic, and linear in the length of the text.
func Extract(doc *text.Doc, b Budget) []news.Sentence {
	return extract(doc, b, weightsFor(b))
}

func extract(doc *text.Doc, b Budget, w *weights) []news.Sentence {
	b = b.orNormal()
	s := newStory(doc)
	var picked []int
	if s.fits(b) {
		picked = make([]int, len(s.sentences))
		for i := range picked {
			picked[i] = i
		}
	} else {
		picked = s.pick(b, s.scores(w))
	}
	out := make([]news.Sentence, 0, len(picked))
	for k, i := range picked {
		span := s.sentences[i].Span
		line := news.Sentence{Text: span.Of(doc.Text), Span: news.Span{Start: span.Start, End: span.End}}
		if len(picked) < len(s.sentences) && (k == 0 || picked[k-1] != i-1 || s.estranged(i)) {
			line = s.alone(i, picked[:k])
		}
		out = append(out, line)
	}
	return out
}
