package summarize

import (
	"cmp"
	"math/bits"
	"slices"
)

// What the search for the best set of sentences keeps in sight.
const (
	inSight = 40 // candidates, by score; a set of them is a mask of 64 bits
	beam    = 8  // sets of each size
)

// How the value of a set is reckoned; chosen with the weights, by the figures
// of articles that were left out.
const (
	shortReference = 30  // words that a person's one-sentence summary is taken to have
	reference      = 22  // and one of about three sentences
	repetition     = 0.6 // what a term costs that is said twice, beside its salience
	sameSaid       = 0.7 // two sentences say the same where this much of the salience of one is in the other
	sameTerms      = 0.5 // and, where sentences are counted, this much of its terms: see share
)

// expectedWords is how long a person's summary of that budget is taken to be.
// The longer, the less a set loses by another sentence.
func expectedWords(b Budget) float64 {
	switch {
	case b.Sentences == 1:
		return shortReference
	case b.Sentences > 3:
		return reference * float64(b.Sentences) / 3
	case b.Words > 60:
		return reference * float64(b.Words) / 60
	}
	return reference
}

// set is a choice of candidates on the way to a summary.
type set struct {
	members uint64 // by number of the candidate
	words   int
	hits    float64 // words that a person's own summary would hold too, as expected
	value   float64
}

// pick chooses the sentences of a summary. It returns their numbers in the
// text's order.
func (s *story) pick(b Budget, score []float64) []int {
	c := s.candidates(score, b)
	best := c.best(b)
	if best == 0 {
		return []int{s.lastResort()}
	}
	var picked []int
	for m := best; m != 0; m &= m - 1 {
		picked = append(picked, c.list[bits.TrailingZeros64(m)].sentence)
	}
	return picked
}

// best is the set of candidates whose words are expected to match a person's
// summary best: hits over length, as F1 has it. What a set says twice counts
// once. Sets grow by one sentence at a time, and the best few of each size are
// kept. It is 0 where no candidate may stand alone within the budget.
func (c *candidates) best(b Budget) (members uint64) {
	expected := expectedWords(b)
	sets := []set{{}}
	var best set
	for size := 0; len(sets) > 0 && (b.Sentences <= 0 || size < b.Sentences); size++ {
		best = b.better(best, sets)
		grown := make([]set, 0, beam+1)
		for _, from := range sets {
			for i := range c.list {
				if !c.may(i, from.members) || b.Words > 0 && from.words+c.list[i].words > b.Words {
					continue
				}
				grown = keep(grown, c.grow(from, i, expected))
			}
		}
		sets = grown
	}
	return b.better(best, sets).members
}

// better is the first of the sets, which are larger by a sentence, where it is
// better than the best of the smaller ones: of more value, or, where only
// sentences are counted, of no fewer hits. A third sentence is no gain where
// it can be had only in place of the news.
func (b Budget) better(than set, sets []set) set {
	switch {
	case len(sets) == 0:
		return than
	case sets[0].value > than.value, b.Words <= 0 && sets[0].hits >= than.hits:
		return sets[0]
	}
	return than
}

// keep puts a set among the best few, best first, unless it is there.
func keep(sets []set, s set) []set {
	at := len(sets)
	for at > 0 && sets[at-1].value < s.value {
		at--
	}
	if at == beam || slices.ContainsFunc(sets, func(k set) bool { return k.members == s.members }) {
		return sets
	}
	sets = slices.Insert(sets, at, s)
	return sets[:min(len(sets), beam)]
}

// candidates are the sentences that a set is chosen from, in the text's order.
type candidates struct {
	list   []candidate
	shared []float64 // by pair: the salience of what both say
	apart  []uint64  // by candidate: those that say the same, so that only one is chosen; nil for none
}

type candidate struct {
	sentence int
	words    int
	hits     float64 // its score, times its length
	needs    int     // candidate that it leans on; alone or never where there is none
}

// What a candidate needs that needs no other one.
const (
	alone = -1
	never = -2
)

// candidates are the sentences with the highest scores.
func (s *story) candidates(score []float64, b Budget) *candidates {
	list := make([]int, len(s.sentences))
	for i := range list {
		list[i] = i
	}
	if len(list) > inSight {
		slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
		list = list[:inSight]
		slices.Sort(list)
	}
	s.resolve(list, score, b)
	c := &candidates{list: make([]candidate, len(list))}
	for k, i := range list {
		from := &s.sentences[i]
		// Three words more: no sentence is so short that its share is certain.
		c.list[k] = candidate{sentence: i, words: from.words, hits: score[i] * float64(from.words+3), needs: s.needs(i)}
		if c.list[k].needs == i-1 && i > 0 {
			c.list[k].needs = never
			if k > 0 && list[k-1] == i-1 {
				c.list[k].needs = k - 1
			}
		}
	}
	c.share(s, b)
	return c
}

// share fills c.shared and c.apart. Names weigh most, so a sentence that goes on
// about the same people looks like a repetition. Where words are counted, that
// is as good as one; where sentences are, the reader wants the story to go
// on, and only what is also said in the same words is left out.
func (c *candidates) share(s *story, b Budget) {
	same := sameTerms
	if b.Words > 0 {
		same = 0
	}
	n := len(c.list)
	c.shared = make([]float64, n*n)
	in := make([]uint64, len(s.df))
	own := make([]float64, n) // by candidate: the salience of its terms
	common := make([]int, n)  // by an earlier candidate: terms that both have
	c.apart = make([]uint64, n)
	for k := range c.list {
		from := &s.sentences[c.list[k].sentence]
		for _, t := range s.terms[from.first:from.last] {
			for m := in[t]; m != 0; m &= m - 1 {
				j := bits.TrailingZeros64(m)
				c.shared[k*n+j] += s.weight[t]
				c.shared[j*n+k] += s.weight[t]
				common[j]++
			}
			in[t] |= 1 << k
			own[k] += s.weight[t]
		}
		for j := range k {
			other := &s.sentences[c.list[j].sentence]
			fewest := min(from.last-from.first, other.last-other.first)
			if least := min(own[j], own[k]); least > 0 && c.shared[k*n+j] > sameSaid*least && float64(common[j]) >= same*float64(fewest) {
				c.apart[k] |= 1 << j
				c.apart[j] |= 1 << k
			}
		}
		clear(common)
	}
}

// may says that a candidate can join a set.
func (c *candidates) may(i int, members uint64) bool {
	if members&(1<<i) != 0 || c.apart != nil && members&c.apart[i] != 0 {
		return false
	}
	needs := c.list[i].needs
	return needs == alone || needs >= 0 && members&(1<<needs) != 0
}

func (c *candidates) grow(from set, i int, expected float64) set {
	to := set{members: from.members | 1<<i, words: from.words + c.list[i].words, hits: from.hits + c.list[i].hits}
	for m := from.members; m != 0; m &= m - 1 {
		to.hits -= repetition * c.shared[i*len(c.list)+bits.TrailingZeros64(m)]
	}
	to.value = to.hits / (float64(to.words) + expected)
	return to
}

// needs is the sentence without which a person does not understand sentence i:
// the one before it, alone for none, never where it cannot be used at all.
func (s *story) needs(i int) int {
	c := &s.sentences[i]
	switch {
	case c.opens || c.ends || c.speech || c.fragment || c.leans == background:
		return never
	case c.leans == standsAlone || s.who[i] != "":
		return alone
	case i == 0:
		return never
	}
	return i - 1
}

// lastResort is what is given where no sentence may stand alone within the
// budget: the shortest readable one, else the first.
func (s *story) lastResort() int {
	best := -1
	for i := range s.sentences {
		if s.needs(i) == alone && (best < 0 || s.sentences[i].words < s.sentences[best].words) {
			best = i
		}
	}
	return max(best, 0)
}
