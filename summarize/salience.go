package summarize

import (
	"iter"
	"math"
)

// termFeature is the number of one property of a term that its chance to stand
// in a summary is learned from.
type termFeature int

const (
	termBias termFeature = iota
	termFrequent
	termTop
	termSpread
	termEarly
	termFading
	termInFirst
	termInLead
	termName
	termNumber
	termLong
	termCentral
	termQuoted
	termManySentences
	termFrequentEarly
	termFrequentName
	termOnce
	termFeatures
)

var termNames = [termFeatures]string{
	"bias", "frequent", "top", "spread", "early", "fading", "in-first", "in-lead", "name", "number", "long", "central", "quoted", "many-sentences",
	"frequent-early", "frequent-name", "once",
}

type termVector [termFeatures]float64

// describeTerms gives the features of each term of the story. The vector is
// used again for the next one.
func (s *story) describeTerms(rank []float64) iter.Seq2[int, *termVector] {
	return func(yield func(int, *termVector) bool) { s.describeAllTerms(rank, yield) }
}

func (s *story) describeAllTerms(rank []float64, yield func(int, *termVector) bool) {
	central, quoted := make([]float64, len(s.df)), make([]float64, len(s.df))
	n := float64(len(s.sentences))
	top := 1.0
	for _, f := range s.tf {
		top = math.Max(top, float64(f))
	}
	firstIn := make([]int32, len(s.df))
	for i := range firstIn {
		firstIn[i] = -1
	}
	for i := range s.sentences {
		c := &s.sentences[i]
		q := float64(c.quoted) / float64(c.End-c.Start)
		for k := c.first; k < c.last; k++ {
			t := s.terms[k]
			if firstIn[t] < 0 {
				firstIn[t] = int32(i)
			}
			central[t] = max(central[t], rank[i])
			quoted[t] += q / float64(s.df[t])
		}
	}
	long := math.Min(1, math.Log(n)/5)
	var v termVector
	last, fading := -1.0, 0.0 // terms are numbered in the order of their first places
	for t := range s.df {
		tf := 0.0
		if s.tf[t] > 1 {
			tf = math.Log(float64(s.tf[t])) / 2
		}
		at := float64(firstIn[t])
		if at != last {
			last, fading = at, math.Exp(-at/6)
		}
		v = termVector{termBias: 1}
		v[termCentral], v[termQuoted] = central[t], quoted[t]
		v[termFrequent] = tf
		v[termTop] = float64(s.tf[t]) / top
		v[termSpread] = math.Min(1, 4*float64(s.df[t])/n)
		v[termEarly] = 1 / (1 + at)
		v[termFading] = fading
		v[termInFirst] = is(at == 0)
		v[termInLead] = is(at < 3)
		v[termName] = float64(s.high[t]) / float64(s.tf[t])
		v[termNumber] = is(s.kind[t]&aNumber != 0)
		v[termLong] = math.Min(float64(s.size[t]), 12) / 12
		v[termManySentences] = long
		v[termFrequentEarly] = tf * v[termFading]
		v[termFrequentName] = tf * v[termName]
		v[termOnce] = is(s.tf[t] == 1)
		if !yield(t, &v) {
			return
		}
	}
}

// salience is each term's chance to stand in a summary of the story.
func (s *story) salience(rank []float64, w *termVector) []float64 {
	out := make([]float64, len(s.df))
	for t, v := range s.describeTerms(rank) {
		sum := 0.0
		for f := range v {
			sum += w[f] * v[f]
		}
		out[t] = 1 / (1 + math.Exp(-sum))
	}
	return out
}

const aNumber = 1
