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
	if s.turn != nil && s.turn[k] != 0 {
		return s.turn[k] == answer
	}
	if p.Block {
		return p.said
	}
	if (s.doc.Paragraphs[p.Paragraph].Heading || p.Single) && s.repeated(k) {
		return false
	}
	if s.named(p, k) || s.entitled(p, k) || s.authored(p) || s.listed(k) || s.heading(p, k) {
		return false
	}
	if n >= speech {
		shouted := p.colon && s.doc.Text[p.End-1] == '!' // no title: X on his site: “THE DEAL IS DONE!”
		return !(s.title(p) && !shouted && (s.own(k) == 0 || s.inserted(p)) || s.term(p, k))
	}
	if !c.found || c.candidate.cue < 0 || !s.tag(c.candidate.cue).Any(lang.Cue) {
		return false
	}
	if p.colon || p.comma {
		return p.colon || s.besides(p, c.candidate.cue) || s.besides(p, c.candidate.head)
	}
	if p.terminal && !p.lower {
		return s.besides(p, c.candidate.cue) && c.candidate.cue >= p.words[1]
	}
	return n == speech-1 && p.lower && s.besides(p, c.candidate.cue)
}

// carried says that piece k, however short, is a sentence of its own behind the
// quote before it, by the same speaker: «…», said X. «We wait.»
func (s *scene) carried(k int, chosen []choice) bool {
	p, q := &s.pieces[k], &s.pieces[k-1]
	if p.Paragraph != q.Paragraph || p.lower || p.Single || !p.terminal || !p.Opened || !p.Closed || !chosen[k].found || chosen[k-1].candidate.cue < 0 {
		return false
	}
	if p.words[0] == q.words[1] || s.token(p.words[0]).Gap&people.Stop == 0 || p.words[1] < p.right && !s.opens(p.words[1]) {
		return false
	}
	return chosen[k].mention == chosen[k-1].mention || chosen[k].person >= 0 && chosen[k].person == chosen[k-1].person
}

// listed says that a piece goes on with a list of names: films «A», «B» and «C».
func (s *scene) listed(k int) bool {
	for i := k; i > 0; i-- {
		p, q := &s.pieces[i], &s.pieces[i-1]
		if p.Paragraph != q.Paragraph || p.lower || p.Dash || q.Dash || p.words[0]-q.words[1] > 1 || s.own(i) != 0 {
			return false
		}
		if p.words[0] > q.words[1] && !s.tag(q.words[1]).Any(lang.Conjunction) || s.token(p.words[0]).Gap&(people.Stop|people.Ask|people.Dash) != 0 || q.ends {
			return false
		}
		if s.named(q, i-1) {
			return true
		}
	}
	return false
}

// heading says that a piece is a line of its own between paragraphs, or stands
// behind a dash as another name for what comes before it, and ends as no
// sentence does.
func (s *scene) heading(p *piece, k int) bool {
	const longest = 6
	if !s.doc.Pack.Terms || p.ends || p.lower || p.Dash || p.Continues || p.words[1]-p.words[0] > longest || s.own(k) != 0 {
		return false
	}
	par := s.doc.Paragraphs[p.Paragraph].Words
	return p.words == par && p.Opened && p.Closed || p.words[0] > p.left && s.token(p.words[0]).Gap&people.Dash != 0 && p.words[1] == p.right
}

// marked are the marks that set speech off from the narration around it.
const marked = people.Comma | people.Colon | people.Dash | people.Stop | people.Ask | people.Line

// entitled says that a piece stands inside a sentence like a name: it starts
// with a capital though no mark leads to it, and nobody is said to speak
// behind it.
func (s *scene) entitled(p *piece, k int) bool {
	return s.doc.Pack.Terms && !p.lower && !p.Dash && p.words[0] > p.left && s.token(p.words[0]).Gap&marked == 0 && s.own(k)&2 == 0
}

// authored says that a piece is a work with its author's name behind it: “The
// Long Way Back,” by Anna Bell.
func (s *scene) authored(p *piece) bool {
	i := p.words[1]
	return p.comma && !p.lower && i+1 < p.right && s.tag(i).Any(lang.Byline) && s.token(i+1).Gap&people.Wide == 0 &&
		(s.token(i+1).Upper || s.tag(i+1).Any(lang.Determiner) && i+2 < p.right && s.token(i+2).Upper)
}

// term says that a piece is a term or the wording of a law: it is a part of a
// sentence in which nobody says anything.
func (s *scene) term(p *piece, k int) bool {
	if !s.doc.Pack.Terms || !p.lower || p.colon || p.Dash || p.words[0] <= p.left || s.own(k) != 0 {
		return false
	}
	for i := p.words[0] - 1; i >= p.left && !s.opens(i+1); i-- {
		if s.tag(i).Any(lang.Weak) {
			return false
		}
	}
	return true
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
			if p.lower {
				return s.doc.Pack.Terms && i == p.words[0] && g&^(people.Quote|people.Wide) == 0 && s.own(k) == 0
			}
			return (s.own(k) == 0 || s.title(p) || i == p.words[0] && g&people.Wide != 0 && !p.comma)
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
		if r := s.doc.Text[s.doc.Words[i].Start]; s.token(i).Upper || '0' <= r && r <= '9' {
			upper++
		}
	}
	return n > 0 && upper*10 >= n*8 && (n > 1 || p.words[1]-p.words[0] == 1)
}

// inserted says that a piece stands in the narration like any other word: no
// mark and no reporting verb leads to it.
func (s *scene) inserted(p *piece) bool {
	return p.words[0] > p.left && s.token(p.words[0]).Gap&marked == 0 && !s.tag(p.words[0]-1).Any(lang.Cue)
}

// ahead bounds the pieces that a heading's words are looked for in.
const ahead = 100

// repeated says that a heading's words stand in the story too, in whatever
// letters.
func (s *scene) repeated(k int) bool {
	words := s.pieces[k].words
	for i := k + 1; i < len(s.pieces) && i < k+ahead; i++ {
		q := &s.pieces[i]
		if q.Paragraph <= s.pieces[k].Paragraph || s.doc.Paragraphs[q.Paragraph].Heading {
			continue
		}
		if s.stands(words, q.words) {
			return true
		}
	}
	return false
}
