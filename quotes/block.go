package quotes

import (
	"sort"
	"strings"

	"herald/text/lang"
	"herald/text/people"
)

// A block quotation has its narration in other paragraphs: the sentence before
// it that leads to it, the line behind it that says whose it is, or an
// attribution behind a dash there.

// blocks finds what is said around the block quotations, and which of them are
// speech: those that a colon leads to, that somebody signs, or that have marks;
// and those that say "I", if a reporting verb leads to them or the story itself
// never does so.
func (s *scene) blocks() {
	confides := -1
	for i := 0; i < len(s.pieces); {
		if !s.pieces[i].Block {
			i++
			continue
		}
		j := i + 1
		for j < len(s.pieces) && s.pieces[j].Block && (s.pieces[j].Continues || s.pieces[j].Resumes) {
			j++
		}
		led, n, tells := s.lead(i), 0, false
		said := s.trail(j-1) || s.pieces[i].colon
		for k := i; k < j; k++ {
			p := &s.pieces[k]
			n += p.words[1] - p.words[0]
			said = said || !p.Credit.Empty() || p.Opened || p.Resumes
			tells = tells || s.tells(p.words)
		}
		if !said && tells {
			if confides < 0 && !led {
				confides = s.confides()
			}
			said = led || confides == 0
		}
		for k := i; k < j; k++ {
			s.pieces[k].said = said && n > 1
		}
		i = j
	}
}

// confides is how often the story says "I" or "we" outside of what it quotes.
func (s *scene) confides() int {
	n := 0
	for _, p := range s.doc.Paragraphs {
		if p.Block {
			continue
		}
		for i := p.Words[0]; i < p.Words[1]; i++ {
			if !s.token(i).Quoted && s.tells([2]int{i, i + 1}) {
				n++
			}
		}
	}
	return n
}

// lead finds the sentence that leads to the block quotation of piece k: the
// last one before it, if a colon ends it or somebody says something in it.
func (s *scene) lead(k int) bool {
	p := &s.pieces[k]
	at := p.Paragraph - 1
	for at >= 0 && s.doc.Paragraphs[at].Furniture {
		at--
	}
	if at < 0 || s.doc.Paragraphs[at].Words[1] != p.words[0] {
		p.colon = false
		return false
	}
	par := s.doc.Paragraphs[at]
	p.colon = strings.HasSuffix(strings.TrimRight(par.Of(s.doc.Text), "[]0123456789"), ":") // and a footnote
	if par.Block && !p.colon || par.Heading && !p.colon || par.Sentences[0] == par.Sentences[1] {
		return false
	}
	from, led := s.doc.Sentences[par.Sentences[1]-1].Words[0], p.colon
	if k > 0 && s.pieces[k-1].Paragraph == at && s.pieces[k-1].words[1] > from {
		from = s.pieces[k-1].words[1]
		if !p.colon {
			return false // what is said there is said of that one
		}
	}
	for i := from; i < par.Words[1] && !led; i++ {
		led = s.cues(i)
	}
	if led {
		p.home, p.left = at, from
	}
	return led
}

// trail finds an attribution behind the block quotation that ends with piece k:
//
//	— написав він у Telegram.
func (s *scene) trail(k int) bool {
	const near = 4
	p := &s.pieces[k]
	at := p.Paragraph + 1
	if at >= len(s.doc.Paragraphs) || p.right != p.words[1] || !p.Credit.Empty() {
		return false
	}
	par := s.doc.Paragraphs[at]
	if par.Block || par.Furniture || par.Words[0] == par.Words[1] || par.Words[0] != p.words[1] {
		return false
	}
	first := par.Words[0]
	if s.token(first).Upper || s.token(first).Gap&people.Dash == 0 {
		return false
	}
	for i := first; i < par.Words[1] && i < first+near; i++ {
		if s.tag(i).Any(lang.Cue) && !s.tag(i).Any(lang.First) {
			p.away, p.right = at, par.Words[1]
			return true
		}
	}
	return false
}

// tells says that one of the words a to b is somebody's for himself.
func (s *scene) tells(words [2]int) bool {
	for i := words[0]; i < words[1]; i++ {
		if t := s.tag(i); t.Any(lang.Pronoun) && t.Any(lang.First) {
			return true
		}
	}
	return false
}

// led says that narration around a block quotation may name who speaks, and no
// credit does.
func (p *piece) led() bool {
	return p.Credit.Empty() && (p.home != p.Paragraph || p.away != p.Paragraph || p.words[1] != p.right)
}

// credited is the choice of whom the credit of a block quotation names: the
// one before a handle ("Anna Bell (@annabell)"), else the first; nobody where
// there is no credit.
func (s *scene) credited(p *piece) choice {
	if p.Credit.Empty() {
		return noChoice
	}
	words := s.doc.Words
	a := sort.Search(len(words), func(i int) bool { return words[i].Start >= p.Credit.Start })
	end := p.Credit.End
	handle := strings.Index(p.Credit.Of(s.doc.Text), "(@")
	if handle >= 0 {
		end = p.Credit.Start + handle
	}
	b := a + sort.Search(len(words)-a, func(i int) bool { return words[a+i].Start >= end })
	best := -1
	for i := a; i < b; i++ {
		if m := s.token(i).Mention; m >= 0 && s.cast.Mentions[m].Kind == people.Name && (best < 0 || handle >= 0 || s.place(best)) {
			best = m
		}
	}
	if best >= 0 {
		m := s.cast.Mentions[best]
		return choice{mention: best, person: m.Person, found: true,
			candidate: candidate{mention: best, words: m.Words, head: m.Head, kind: m.Kind, place: behind, cue: -1}}
	}
	for a < b && !s.token(a).Upper {
		a++
	}
	n := a
	for n < b && s.token(n).Upper && (n == a || s.token(n).Gap&people.Wide == 0) {
		n++
	}
	if n == a {
		return noChoice
	}
	return choice{mention: -1, person: -1, found: true,
		candidate: candidate{mention: -1, words: [2]int{a, n}, head: n - 1, kind: people.Name, place: behind, cue: -1}}
}

// place says that a mention is one of a country or a city.
func (s *scene) place(mention int) bool {
	who := s.cast.Mentions[mention].Person
	return who >= 0 && s.cast.People[who].Place
}
