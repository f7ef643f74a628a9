package quotes

import (
	"herald/text/lang"
	"herald/text/people"
)

// A name, an irony or a motto in marks is short; from this many words on a
// stretch is held to be somebody's words unless something speaks against it.
const speech = 4

// quoted says that piece k is somebody's words: no title of a work, no name of
// a company, no word used with a smile.
func (s *scene) quoted(k int, c choice) bool {
	p := &s.pieces[k]
	n := p.words[1] - p.words[0]
	if (s.doc.Paragraphs[p.Paragraph].Heading || p.Single) && s.repeated(k) {
		return false
	}
	if s.named(p, k) {
		return false
	}
	if n >= speech {
		return !s.title(p) || s.own(k) != 0
	}
	if !c.found || c.candidate.cue < 0 {
		return false
	}
	if !p.comma && !p.terminal && !p.colon {
		return n > 2 && s.tag(c.candidate.cue).Any(lang.Cue) && s.besides(p, c.candidate.cue)
	}
	return s.tag(c.candidate.cue).Any(lang.Cue) && (p.colon || s.besides(p, c.candidate.cue) || s.besides(p, c.candidate.head))
}

// besides says that word i stands within two words of the piece.
func (s *scene) besides(p *piece, i int) bool {
	return i >= p.words[1] && i <= p.words[1]+2 || i < p.words[0] && i >= p.words[0]-3
}

// named says that the words right before a piece tell that a name follows: the
// film "…", ТОВ «…», Закон України «…», гасло: «…».
func (s *scene) named(p *piece, k int) bool {
	const back = 3
	for i := p.words[0]; i > p.left && i > p.words[0]-back; i-- {
		g := s.token(i).Gap
		if g&(people.Comma|people.Stop|people.Ask|people.Line|people.Shut) != 0 || s.opens(i) && i < p.words[0] {
			return false
		}
		if g&(people.Colon|people.Dash) != 0 && (i < p.words[0] || s.own(k) != 0) {
			return false
		}
		t := s.tag(i - 1)
		if t.Any(lang.Work) {
			return !p.lower && (s.own(k) == 0 || s.title(p) || i == p.words[0] && g&people.Wide != 0 && !p.comma)
		}
		if t.Any(lang.Cue | lang.Weak | lang.Preposition | lang.Conjunction) {
			return false
		}
	}
	return false
}

// title says that most words of a piece are written as in a title: with
// capitals, or that it is one name.
func (s *scene) title(p *piece) bool {
	n, upper := 0, 0
	for i := p.words[0]; i < p.words[1]; i++ {
		if s.doc.Words[i].Stop || s.tag(i).Any(lang.Preposition|lang.Determiner|lang.Conjunction) {
			continue
		}
		n++
		if s.token(i).Upper {
			upper++
		}
	}
	return n > 0 && upper*10 >= n*8 && !p.comma && (n > 1 || p.words[1]-p.words[0] == 1)
}

// repeated says that a heading's words stand in the story too, in whatever
// letters.
func (s *scene) repeated(k int) bool {
	words := s.pieces[k].words
	n := words[1] - words[0]
	for i := range s.pieces {
		q := &s.pieces[i]
		if q.Paragraph <= s.pieces[k].Paragraph || s.doc.Paragraphs[q.Paragraph].Heading {
			continue
		}
		for at := q.words[0]; at+n <= q.words[1]; at++ {
			same := true
			for d := 0; d < n && same; d++ {
				same = s.doc.Words[at+d].Lower == s.doc.Words[words[0]+d].Lower
			}
			if same {
				return true
			}
		}
	}
	return false
}
