package summarize

import "math"

// rank is each sentence's centrality: how much of the story's vocabulary it
// shares with all other sentences, as LexRank has it (Erkan and Radev, JAIR 22,
// 2004), 1 for the most central.
//
// The similarity of two sentences is the cosine of their terms weighted by
// rarity. LexRank's matrix of all pairs is never built: with A the sentences'
// unit vectors in rows, a step of the power method is A(Aᵀx), which takes time
// and memory linear in the text.
func (s *story) rank() []float64 {
	n := len(s.sentences)
	weight := make([]float64, len(s.terms))
	rarity := make([]float64, n+1) // by the number of sentences that hold a term
	for df := 1; df <= n; df++ {
		rarity[df] = math.Log(1 + float64(n)/float64(df))
	}
	for i := range s.sentences {
		c := &s.sentences[i]
		norm := 0.0
		for k := c.first; k < c.last; k++ {
			w := rarity[s.df[s.terms[k]]]
			if s.counts[k] > 1 {
				w *= 1 + math.Log(float64(s.counts[k]))
			}
			weight[k] = w
			norm += w * w
		}
		if norm > 0 {
			norm = 1 / math.Sqrt(norm)
		}
		for k := c.first; k < c.last; k++ {
			weight[k] *= norm
		}
	}
	rank := make([]float64, n)
	degree := make([]float64, n)
	for i := range rank {
		rank[i] = 1
	}
	topics := make([]float64, len(s.df))
	s.spread(degree, rank, weight, topics)
	for i, d := range degree {
		degree[i] = 1 / math.Max(d, 1e-9)
	}
	const damping = 0.85
	next, scaled := make([]float64, n), make([]float64, n)
	for range rounds {
		for i := range rank {
			scaled[i] = rank[i] * degree[i]
		}
		s.spread(next, scaled, weight, topics)
		for i := range rank {
			rank[i] = 1 - damping + damping*next[i]
		}
	}
	top := 0.0
	for _, r := range rank {
		top = math.Max(top, r)
	}
	for i := range rank {
		rank[i] /= max(top, 1e-9)
	}
	return rank
}

// rounds of the power method; the order of sentences settles after a few.
const rounds = 6

// spread sets out to A(Aᵀx).
func (s *story) spread(out, x, weight, topics []float64) {
	clear(topics)
	for i := range s.sentences {
		c := &s.sentences[i]
		for k := c.first; k < c.last; k++ {
			topics[s.terms[k]] += weight[k] * x[i]
		}
	}
	for i := range s.sentences {
		c := &s.sentences[i]
		sum := 0.0
		for k := c.first; k < c.last; k++ {
			sum += weight[k] * topics[s.terms[k]]
		}
		out[i] = sum
	}
}
