package quotes

import (
	"herald/text/lang"
	"herald/text/people"
)

// cueOf is the reporting verb that a mention most likely belongs to: the
// nearest in its sentence, one that it touches first.
func (s *scene) cueOf(words [2]int) int {
	const near = 14
	if i := s.behindClause(words[1]); i >= 0 {
		return i
	}
	best, points := -1, 0
	sentence := s.token(words[0]).Sentence
	for d := 0; d < near; d++ {
		for _, i := range [2]int{words[1] + d, words[0] - 1 - d} {
			if i < 0 || i >= len(s.doc.Words) || s.token(i).Quoted || s.token(i).Sentence != sentence {
				continue
			}
			t := s.tag(i)
			if !t.Any(lang.Cue | lang.Weak) {
				continue
			}
			score := 100 - 4*d
			if t.Any(lang.Cue) {
				score += 20
			}
			if i >= words[1] {
				score += 3
			}
			if best < 0 || score > points {
				best, points = i, score
			}
		}
	}
	return best
}

// behindClause is the reporting verb behind the relative clause that starts at
// word i: "X, who told us nothing, said"; -1 where there is none.
func (s *scene) behindClause(i int) int {
	if i >= len(s.doc.Words) || s.token(i).Gap&people.Comma == 0 || s.token(i).Gap&people.Shut != 0 || !s.tag(i).Any(lang.Relative) {
		return -1
	}
	sentence := s.token(i).Sentence
	for k := i + 1; k < len(s.doc.Words) && k < i+farthest; k++ {
		t := s.token(k)
		if t.Quoted || t.Sentence != sentence {
			break
		}
		if t.Gap&people.Comma != 0 && s.tag(k).Any(lang.Cue) && !s.tag(k).Any(lang.Continues) {
			return k
		}
	}
	return -1
}
