package summarize

import (
	"slices"

	"herald/news"
	"herald/text"
)

// What follows is for the command that learns the weights, summarize/train.

// Features are the names of what sentences and terms are weighed by.
func Features() (sentence, term []string) {
	return slices.Clone(featureNames[:]), slices.Clone(termNames[:])
}

// Weights are how much each feature counts, in the order of Features.
type Weights struct{ Sentence, Term []float64 }

func (w Weights) weights() *weights {
	out := new(weights)
	copy(out.sentence[:], w.Sentence)
	copy(out.term[:], w.Term)
	return out
}

// Candidate is a sentence of a story as the extract weighs it.
type Candidate struct {
	text.Span
	Features []float64
}

// Candidates are the sentences of a story. Their features depend on the
// weights of the terms.
func Candidates(doc *text.Doc, w Weights) []Candidate {
	s := newStory(doc)
	list := make([]Candidate, len(s.sentences))
	for i, v := range s.describe(w.weights()) {
		list[i] = Candidate{s.sentences[i].Span, slices.Clone(v[:])}
	}
	return list
}

// Term is a term of a story: Stem as text.Word has it.
type Term struct {
	Stem     string
	Features []float64
}

// Terms are the terms of a story.
func Terms(doc *text.Doc) []Term {
	s := newStory(doc)
	list := make([]Term, len(s.df))
	for i, v := range s.describeTerms(s.rank()) {
		list[i] = Term{s.stems[i], slices.Clone(v[:])}
	}
	return list
}

// ExtractBy is Extract with other weights than the learned ones.
func ExtractBy(doc *text.Doc, b Budget, w Weights) []news.Sentence {
	return extract(doc, b, w.weights())
}
