package summarize

import (
	"math"
	"math/bits"

	"herald/text"
)

// pairCount is what is known of two words that follow one another, by their
// stems. What a story says again in the same words is likely to be in its
// summary.
type pairCount struct {
	key  uint64 // 0 for a free place
	last int32  // 1 + the last sentence that holds the pair
	df   uint16 // how many do; no more are counted than fit
	lead uint8  // by bit: which of the first three do
}

// pairTable is a hash table with open addressing, by pairKey; its length is a
// power of two and at least one and a half times the number of pairs.
type pairTable []pairCount

func (t pairTable) at(key uint64) *pairCount {
	for i := key & uint64(len(t)-1); ; i = (i + 1) & uint64(len(t)-1) {
		if t[i].key == key || t[i].key == 0 {
			return &t[i]
		}
	}
}

// pairKey is one number for two words in their order.
func pairKey(a, b *text.Word) uint64 {
	return (bits.RotateLeft64(a.Key, 23)^b.Key)*0x9e3779b97f4a7c15 | 1<<63
}

// countPairs counts the pairs of all sentences.
func (s *story) countPairs() pairTable {
	n := 2
	for i := range s.sentences {
		n += s.sentences[i].tokens
	}
	table := make(pairTable, 1<<bits.Len(uint(n+n/2)))
	s.eachPair(func(i int, a, b *text.Word) {
		p := table.at(pairKey(a, b))
		p.key = pairKey(a, b)
		if p.last != int32(i+1) {
			p.last = int32(i + 1)
			if p.df < math.MaxUint16 {
				p.df++
			}
		}
		if i < 3 {
			p.lead |= 1 << i
		}
	})
	return table
}

func (s *story) eachPair(visit func(i int, a, b *text.Word)) {
	for i := range s.sentences {
		words := s.doc.Sentences[s.sentences[i].source].Words
		for w := words[0] + 1; w < words[1]; w++ {
			visit(i, &s.doc.Words[w-1], &s.doc.Words[w])
		}
	}
}

// describePairs fills the features of sentence i that come from its pairs:
// shares of its words, and of three words more, since no short sentence is
// certain.
func (s *story) describePairs(v *vector, i int, table pairTable) {
	words := s.doc.Sentences[s.sentences[i].source].Words
	var repeated, terms, lead, weight float64
	for w := words[0] + 1; w < words[1]; w++ {
		a, b := &s.doc.Words[w-1], &s.doc.Words[w]
		p := table.at(pairKey(a, b))
		if p.df > 1 {
			repeated++
			weight += math.Log(float64(p.df))
			if !a.Stop && !b.Stop {
				terms++
			}
		}
		own := uint8(0)
		if i < 3 {
			own = 1 << i
		}
		if p.lead&^own != 0 {
			lead++
		}
	}
	size := float64(words[1] - words[0] + 2)
	v[pairRepeated], v[pairOfTerms], v[pairInLead], v[pairWeight] = repeated/size, terms/size, lead/size, weight/size
}
