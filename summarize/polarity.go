package summarize

import (
	"strings"

	"herald/text"
)

// How much of a sentence another one has to hold to speak of the same.
const (
	likeTerms = 2
	likeShare = 0.6
	likeMost  = 0.75 // to say all of it, so that what is left out was left out
)

// like are the article's sentences that say most of what a sentence says, but
// for one of its words; none where none says such a share of it.
func (e *evidence) like(d *text.Doc, but string, share float64) []int {
	terms := map[string]bool{}
	for _, w := range d.Words {
		if !w.Stop && w.Stem != but {
			terms[w.Stem] = true
		}
	}
	most := max(likeTerms, int(share*float64(len(terms))+0.999))
	var best []int
	for i, words := range e.within {
		hits := 0
		for t := range terms {
			if words[t] {
				hits++
			}
		}
		if hits > most {
			most, best = hits, nil
		}
		if hits == most {
			best = append(best, i)
		}
	}
	return best
}

// reach is how far behind a negation what it turns may stand: "not an easy".
const reach = 2

// negations are the words that each negation of a stretch of words turns, at
// most two: the next one with a meaning in its clause and the one behind that;
// where it ends the clause, as in German, those before. There may be none.
func negations(d *text.Doc, from, to int) [][]int {
	var all [][]int
	for i := from; i < to; i++ {
		if !d.Pack.Negations[d.Words[i].Lower] {
			continue
		}
		var turned []int
		j := i + 1
		for ; j < to && j <= i+reach && len(turned) == 0 && oneClause(d, j); j++ {
			if meaning(d, j) {
				turned = append(turned, j)
			}
		}
		if len(turned) == 1 && j < to && oneClause(d, j) && meaning(d, j) {
			turned = append(turned, j)
		}
		ends := i+1 == to || !oneClause(d, i+1)
		for j := i - 1; ends && j >= from && len(turned) < 2 && oneClause(d, j+1); j-- {
			if meaning(d, j) {
				turned = append(turned, j)
			}
		}
		all = append(all, turned)
	}
	return all
}

func meaning(d *text.Doc, i int) bool {
	return !d.Words[i].Stop && !isNumeric(d.Words[i].Lower) && !d.Pack.Negations[d.Words[i].Lower]
}

// oneClause says that no mark parts a word from the one before it.
func oneClause(d *text.Doc, i int) bool {
	return i > 0 && !strings.ContainsAny(d.Text[d.Words[i-1].End:d.Words[i].Start], ",;:—–()…!?"+quoteMarks)
}

// turned finds a word that the sentence negates and the article, where it says
// the same, does not, or the other way round.
func (e *evidence) turned(d *text.Doc) string {
	claimed := negations(d, 0, len(d.Words))
	stems := map[string]bool{}
	refuses := false
	for i, w := range d.Words {
		stems[w.Stem] = stems[w.Stem] || meaning(d, i)
		for _, o := range d.Pack.Opposites[w.Stem] {
			refuses = refuses || o.Side
		}
	}
	if len(claimed) > 0 {
		return e.negatedAnew(d, claimed, stems)
	}
	if refuses {
		return "" // "denied spitting" is "did not spit"
	}
	return e.leftOut(d, stems)
}

// negatedAnew finds a word that the sentence negates and the article, where it
// says the same, has without any negation, nor a verb that says no: "no train
// ran" where all were stopped.
func (e *evidence) negatedAnew(d *text.Doc, claimed [][]int, stems map[string]bool) string {
	for _, at := range e.like(d, "", likeShare) {
		s := e.doc.Sentences[at]
		if len(negations(e.doc, s.Words[0], s.Words[1])) > 0 {
			continue
		}
		for _, turned := range claimed {
			if len(turned) == 0 {
				continue
			}
			first := d.Words[turned[0]]
			if e.within[at][first.Stem] && !e.refuses(at, first.Stem, stems) {
				return first.Of(d.Text)
			}
		}
	}
	return ""
}

// leftOut finds a word that the article has nowhere but negated, where it says
// the same.
func (e *evidence) leftOut(d *text.Doc, stems map[string]bool) string {
	for _, at := range e.like(d, "", likeMost) {
		s := e.doc.Sentences[at]
		for _, turned := range negations(e.doc, s.Words[0], s.Words[1]) {
			if len(turned) == 0 {
				continue
			}
			first := e.doc.Words[turned[0]]
			if stems[first.Stem] && e.once(at, first.Stem) {
				return first.Of(e.doc.Text)
			}
		}
	}
	return ""
}

// once says that a sentence of the article has a word a single time.
func (e *evidence) once(at int, stem string) bool {
	s := e.doc.Sentences[at]
	n := 0
	for _, w := range e.doc.Words[s.Words[0]:s.Words[1]] {
		if w.Stem == stem {
			n++
		}
	}
	return n == 1
}

// refusal is how many words a verb that says no may stand from what it
// refuses.
const refusal = 3

// refuses says that a sentence of the article has, near a word, a verb that
// says no and that the claim does not have.
func (e *evidence) refuses(at int, stem string, claimed map[string]bool) bool {
	s := e.doc.Sentences[at]
	for i := s.Words[0]; i < s.Words[1]; i++ {
		for _, o := range e.doc.Pack.Opposites[e.doc.Words[i].Stem] {
			if !o.Side || claimed[e.doc.Words[i].Stem] {
				continue
			}
			for j := max(s.Words[0], i-refusal); j < min(s.Words[1], i+refusal+1); j++ {
				if e.doc.Words[j].Stem == stem {
					return true
				}
			}
		}
	}
	return false
}

// contrary finds a verb whose contrary the article has, where it says the same
// otherwise: "rose" where the traffic fell.
func (e *evidence) contrary(d *text.Doc) string {
	for i, w := range d.Words {
		for _, said := range d.Pack.Opposites[w.Stem] {
			for _, at := range e.like(d, w.Stem, likeShare) {
				same, other := -1, -1
				s := e.doc.Sentences[at]
				for j := s.Words[0]; j < s.Words[1]; j++ {
					for _, there := range e.doc.Pack.Opposites[e.doc.Words[j].Stem] {
						switch {
						case there.Pair != said.Pair:
						case there.Side == said.Side:
							same = j
						default:
							other = j
						}
					}
				}
				if same < 0 && other >= 0 && negated(d, i, 0, len(d.Words)) == negated(e.doc, other, s.Words[0], s.Words[1]) {
					return w.Of(d.Text)
				}
			}
		}
	}
	return ""
}

func negated(d *text.Doc, i, from, to int) bool {
	for _, turned := range negations(d, from, to) {
		for _, j := range turned {
			if i == j {
				return true
			}
		}
	}
	return false
}
