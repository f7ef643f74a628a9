package summarize

import (
	"cmp"
	"os"
	"slices"
)

// What the search for the best set of sentences keeps in sight.
const (
	inSight = 40 // candidates, by score
	beam    = 12 // sets of each size
)

// set is a choice of sentences on the way to a summary.
type set struct {
	members []int // in the order they were chosen
	words   int
	hits    float64 // words that a reader's own summary would hold too, as expected
	value   float64
}

// pick chooses the set of sentences whose words are expected to match a
// person's summary best: hits over length, as F1 has it. What a set says twice
// counts once. Sets grow by one sentence at a time, and the best few of each
// size are kept. It returns the sentences' numbers in the text's order.
func (s *story) pick(b Budget, score []float64) []int {
	candidates := s.candidates(score)
	expected := expectedWords(b)
	best := set{}
	sets := []set{{}}
	for size := 0; len(sets) > 0 && (b.Sentences <= 0 || size < b.Sentences); size++ {
		var grown []set
		for _, from := range sets {
			for _, i := range candidates {
				if slices.Contains(from.members, i) || !s.readable(i, from.members) || b.Words > 0 && from.words+s.sentences[i].words > b.Words {
					continue
				}
				grown = append(grown, s.grow(from, i, score[i], expected))
			}
		}
		slices.SortStableFunc(grown, func(a, b set) int { return cmp.Compare(b.value, a.value) })
		grown = distinct(grown)
		sets = grown
		if len(sets) > 0 && (sets[0].value > best.value || b.Words <= 0) {
			best = sets[0]
		}
	}
	if len(best.members) == 0 {
		best.members = []int{s.lastResort()}
	}
	slices.Sort(best.members)
	return best.members
}

// How the value of a set is reckoned; chosen with the weights, by the figures
// of held-out articles.
const (
	shortReference = 30  // words that a person's one-sentence summary is taken to have
	reference      = 25  // and one of about three sentences
	repetition     = 0.7 // what a term costs that is said twice, beside its salience
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

func (s *story) grow(from set, i int, score, expected float64) set {
	c := &s.sentences[i]
	twice := 0.0
	for _, m := range from.members {
		twice += s.shared(c, &s.sentences[m])
	}
	to := set{members: append(slices.Clone(from.members), i), words: from.words + c.words}
	to.hits = from.hits + score*float64(c.words+3) - repetition*twice
	to.value = to.hits / (float64(to.words) + expected)
	return to
}

// shared is the salience of what two sentences both say.
func (s *story) shared(a, b *sentence) float64 {
	sum := 0.0
	for _, t := range s.terms[a.first:a.last] {
		for _, u := range s.terms[b.first:b.last] {
			if t == u {
				sum += s.weight[t]
			}
		}
	}
	return sum
}

// distinct keeps the best few sets of those that are not the same.
func distinct(sets []set) []set {
	kept := sets[:0]
	for _, c := range sets {
		if len(kept) == beam {
			break
		}
		if !slices.ContainsFunc(kept, func(k set) bool { return sameMembers(k.members, c.members) }) {
			kept = append(kept, c)
		}
	}
	return kept
}

func sameMembers(a, b []int) bool {
	for _, m := range a {
		if !slices.Contains(b, m) {
			return false
		}
	}
	return true
}

// candidates are the sentences with the highest scores.
func (s *story) candidates(score []float64) []int {
	list := make([]int, len(s.sentences))
	for i := range list {
		list[i] = i
	}
	if len(list) > inSight {
		slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
		list = list[:inSight]
		slices.Sort(list)
	}
	return list
}

// readable says that a person understands the sentence together with those
// that are chosen.
func (s *story) readable(i int, chosen []int) bool {
	c := &s.sentences[i]
	if c.opens || c.ends {
		return false
	}
	switch c.leans {
	case background:
		return false
	case pronoun, connective:
		return i > 0 && slices.Contains(chosen, i-1)
	}
	return true
}

// lastResort is what is given where no sentence may stand alone within
// the budget: the shortest readable one, else the first.
func (s *story) lastResort() int {
	best := -1
	for i := range s.sentences {
		if s.readable(i, nil) && (best < 0 || s.sentences[i].words < s.sentences[best].words) {
			best = i
		}
	}
	return max(best, 0)
}

var noRead = os.Getenv("NOREAD") != ""
