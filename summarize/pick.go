package summarize

import (
	"slices"
)

// pick chooses sentences greedily by score within the budget; what repeats the
// chosen ones counts less. It returns their numbers in the text's order.
func (s *story) pick(b Budget, score []float64) []int {
	p := picker{story: s, budget: b, score: score, covered: make([]bool, len(s.df)), chosen: make([]bool, len(s.sentences))}
	for p.next() {
	}
	if len(p.picked) == 0 && len(s.sentences) > 0 {
		p.take(p.lastResort())
	}
	slices.Sort(p.picked)
	return p.picked
}

type picker struct {
	*story
	budget  Budget
	score   []float64
	covered []bool // by term: a chosen sentence holds it
	chosen  []bool
	picked  []int
	words   int
}

// next takes the best sentence that may be taken, and says whether there was
// one.
func (p *picker) next() bool {
	if p.budget.Sentences > 0 && len(p.picked) >= p.budget.Sentences {
		return false
	}
	best, top := -1, 0.0
	for i := range p.sentences {
		if p.chosen[i] || !p.fitsIn(i) || !p.readable(i) {
			continue
		}
		if v := p.gain(i); best < 0 || v > top {
			best, top = i, v
		}
	}
	if best < 0 {
		return false
	}
	p.take(best)
	return true
}

func (p *picker) take(i int) {
	c := &p.sentences[i]
	p.chosen[i] = true
	p.picked = append(p.picked, i)
	p.words += c.words
	for _, t := range p.terms[c.first:c.last] {
		p.covered[t] = true
	}
}

// fitsIn says that the sentence keeps the cap of words; the first sentence of
// a summary may be longer than the cap.
func (p *picker) fitsIn(i int) bool {
	return p.budget.Words <= 0 || p.words+p.sentences[i].words <= p.budget.Words
}

// redundancy is what a sentence loses that repeats nothing but chosen ones.
const redundancy = 0.6

func (p *picker) gain(i int) float64 {
	c := &p.sentences[i]
	known := 0
	for _, t := range p.terms[c.first:c.last] {
		if p.covered[t] {
			known++
		}
	}
	if known == 0 {
		return p.score[i]
	}
	share := float64(known) / float64(c.last-c.first)
	return p.score[i] - redundancy*share*share
}

// readable says that a person understands the sentence with what is chosen.
func (p *picker) readable(i int) bool {
	c := &p.sentences[i]
	if c.opens || c.ends {
		return false
	}
	switch c.leans {
	case background:
		return false
	case pronoun, connective:
		return i > 0 && p.chosen[i-1]
	}
	return true
}

// lastResort is what is given where no sentence may stand alone within
// the budget: the shortest readable one, else the first.
func (p *picker) lastResort() int {
	best := -1
	for i := range p.sentences {
		if p.readable(i) && (best < 0 || p.sentences[i].words < p.sentences[best].words) {
			best = i
		}
	}
	return max(best, 0)
}
