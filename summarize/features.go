package summarize

import (
	"iter"
	"math"
	"strings"
)

// feature is the number of one property of a sentence that its weight in a
// summary is learned from. None of them knows a language.
type feature int

// The features, in the order of the weights file's names.
const (
	bias feature = iota
	first
	second
	third
	early
	depth
	fading
	opensParagraph
	deepInParagraph
	oneParagraph
	closing
	length
	brief
	lengthy
	overlong
	centrality
	mass
	density
	leadLike
	titleShare
	titleFocus
	nameShare
	numeric
	quoteShare
	cutQuote
	dangling
	connected
	backgrounded
	asks
	stopShare
	fresh
	commas
	shortText
	salient
	salientShare
	salientPairs
	salientNew
	leadCentral
	leadNamed
	leadLeans
	leadTitled
	pairRepeated
	pairOfTerms
	pairInLead
	pairWeight
	reports
	colons
	newNames
	features
)

var featureNames = [features]string{
	"bias", "first", "second", "third", "early", "depth", "fading", "opens-paragraph", "deep-in-paragraph", "one-paragraph", "closing",
	"length", "brief", "lengthy", "overlong", "central", "mass", "density", "lead-like", "title-share", "title-focus", "name-share",
	"numeric", "quote-share", "cut-quote", "dangling", "connected", "background", "asks", "stop-share", "fresh", "commas", "short-text", "salient", "salient-share", "salient-pairs", "salient-new", "lead-central", "lead-named", "lead-leans", "lead-titled",
	"pair-repeated", "pair-of-terms", "pair-in-lead", "pair-weight", "reports", "colons", "new-names",
}

type vector [features]float64

// describe gives the features of each sentence, all about between 0 and 1. The
// vector is used again for the next one.
func (s *story) describe(w *weights) iter.Seq2[int, *vector] {
	return func(yield func(int, *vector) bool) {
		if len(s.sentences) > 0 {
			s.describeAll(w, yield)
		}
	}
}

func (s *story) describeAll(w *weights, yield func(int, *vector) bool) {
	n := len(s.sentences)
	rank := s.rank()
	s.weight = s.salience(rank, &w.term)
	meanTerm := s.meanTerm()
	paragraphs := s.sentences[n-1].paragraph + 1
	seen := make([]bool, len(s.df))
	lead := s.lead()
	pairs := s.countPairs()
	var v vector
	for i := range s.sentences {
		c := &s.sentences[i]
		v = vector{bias: 1}
		v[first], v[second], v[third] = is(i == 0), is(i == 1), is(i == 2)
		v[early] = 1 / float64(i+1)
		v[depth] = float64(i) / float64(n)
		v[fading] = math.Exp(-float64(i) / 5)
		if paragraphs > 1 {
			v[opensParagraph] = is(c.inParagraph == 0)
			v[deepInParagraph] = math.Min(float64(c.inParagraph), 4) / 4
		} else {
			v[oneParagraph] = is(i < 4)
		}
		v[closing] = is(i*10 >= n*9)
		size := float64(c.words)
		v[length] = math.Min(size, 25) / 25
		v[brief] = math.Max(0, 9-size) / 9
		v[lengthy] = math.Max(0, math.Min(size, 40)-25) / 15
		v[overlong] = math.Max(0, math.Min(size, 80)-40) / 40
		v[centrality] = rank[i]
		var salience, salientNext, newSalience float64
		var sum, repeated, inLead, inTitle, news, only float64
		for k := c.first; k < c.last; k++ {
			t := s.terms[k]
			sum++
			salience += s.weight[t]
			if k > c.first {
				salientNext += math.Sqrt(s.weight[t] * s.weight[s.terms[k-1]])
			}
			if !seen[t] {
				newSalience += s.weight[t]
			}
			repeated += float64(s.tf[t] - 1)
			inLead += is(lead[t])
			inTitle += is(s.title[t])
			only += is(s.df[t] == 1 && s.high[t] > 0)
			if !seen[t] {
				seen[t] = true
				news++
			}
		}
		if sum > 0 {
			v[mass] = math.Min(2, repeated/(12*meanTerm))
			v[density] = math.Min(2, repeated/sum/(2*meanTerm))
			v[leadLike] = inLead / sum
			v[titleFocus] = inTitle / sum
			v[fresh] = news / sum
		}
		if s.titled > 0 {
			v[titleShare] = inTitle / float64(s.titled)
		}
		if c.tokens > 0 {
			t := float64(c.tokens)
			v[nameShare] = math.Min(1, 2*float64(c.names)/t)
			v[numeric] = math.Min(1, float64(c.numbers)/3)
			v[stopShare] = float64(c.stops) / t
			v[newNames] = only / t
		}
		v[salient] = math.Min(2, salience/4)
		if c.words > 0 {
			v[salientShare] = 4 * salience / (size + 4)
			v[salientPairs] = 4 * salientNext / (size + 4)
		}
		v[salientNew] = math.Min(2, newSalience/4)
		v[leadCentral] = v[first] * v[centrality]
		v[leadNamed] = v[first] * v[nameShare]
		if s.titled > 0 && i < 2 {
			v[leadTitled] = v[titleShare] / float64(i+1)
		}
		v[leadLeans] = v[first] * is(c.leans != standsAlone)
		v[quoteShare] = float64(c.quoted) / float64(c.End-c.Start)
		v[cutQuote] = is(c.opens || c.ends)
		v[dangling] = is(c.leans == pronoun)
		v[connected] = is(c.leans == connective || c.drop > 0)
		v[backgrounded] = is(c.leans == background)
		body := c.Of(s.doc.Text)
		v[asks] = is(s.asks(i))
		v[commas] = math.Min(1, float64(strings.Count(body, ","))/4)
		v[shortText] = is(n < 12) * v[fading]
		s.describePairs(&v, i, pairs)
		v[reports] = 0.3 * float64(c.cues)
		v[colons] = float64(strings.Count(body, ":") + strings.Count(body, ";"))
		if !yield(i, &v) {
			return
		}
	}
}

func is(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// lead says of each term whether the story's first three sentences hold it.
func (s *story) lead() []bool {
	in := make([]bool, len(s.df))
	for i := range min(3, len(s.sentences)) {
		for _, t := range s.terms[s.sentences[i].first:s.sentences[i].last] {
			in[t] = true
		}
	}
	return in
}

// meanTerm is how often beyond the first time a term stands in the story, on
// average over its occurrences.
func (s *story) meanTerm() float64 {
	n, sum := 0.0, 0.0
	for k, t := range s.terms {
		n += float64(s.counts[k])
		sum += float64(s.counts[k]) * float64(s.tf[t]-1)
	}
	if sum == 0 {
		return 1
	}
	return sum / n
}
