package quotes

import "herald/text/people"

// unite gives the pieces of one quote one speaker: a quote that runs over
// paragraphs is attributed once, at its start or at its end.
func (s *scene) unite(chosen []choice) {
	for i := 0; i < len(s.pieces); {
		j := i + 1
		for j < len(s.pieces) && (s.pieces[j].Continues || s.pieces[j].Resumes) {
			j++
		}
		if j-i > 1 {
			best := i
			for k := i; k < j; k++ {
				if s.own(k) != 0 && chosen[k].found && (s.own(best) == 0 || !chosen[best].found) {
					best = k
				}
			}
			for k := i; k < j; k++ {
				chosen[k] = chosen[best]
			}
		}
		i = j
	}
}

// continues says that piece k is one quote with the piece before it.
func (s *scene) continues(k int, chosen []choice) bool {
	if k == 0 {
		return false
	}
	p, q := &s.pieces[k-1], &s.pieces[k]
	if q.Continues || q.Resumes {
		return true
	}
	return p.Paragraph == q.Paragraph && s.interrupted(k, chosen)
}

// interrupted says that nothing but an attribution stands between piece k and
// the piece before: «… ,» said X, «…».
func (s *scene) interrupted(k int, chosen []choice) bool {
	p, q := &s.pieces[k-1], &s.pieces[k]
	a, b := p.words[1], q.words[0]
	if p.terminal && !p.comma || b <= a || b-a > farthest {
		return false
	}
	c := chosen[k-1]
	if !c.found || c.candidate.words[0] < a || c.candidate.words[0] >= b || !chosen[k].found || chosen[k].mention != c.mention {
		return false
	}
	for i := a + 1; i < b; i++ {
		if s.opens(i) {
			return false
		}
	}
	return s.token(b).Gap&(people.Comma|people.Dash) != 0 && s.token(b).Gap&(people.Stop|people.Colon) == 0
}
