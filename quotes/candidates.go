package quotes

import (
	"herald/text/lang"
	"herald/text/people"
)

// candidate is a mention that may name the speaker of a piece.
type candidate struct {
	mention  int    // index into Cast.Mentions; -1 for a noun that no list knows
	words    [2]int // of the mention
	head     int
	kind     people.Kind
	place    place
	sentence int  // sentences between it and the piece
	passed   int  // other pieces between it and the piece
	cue      int  // word of the reporting verb that is nearest to it; -1 where there is none
	order    int  // other mentions between it and the piece
	cited    bool // the object of a verb that hands on somebody's words: «цитує Петренка агенція»
	implied  bool // no mention: the verb at cue lacks its subject
	person   int  // whom an implied subject means
}

// place is where a candidate stands, as seen from the piece.
type place byte

const (
	before   place = iota // in the piece's sentence, before it
	behind                // in the piece's sentence, behind it
	earlier               // in a sentence before, of the same paragraph
	above                 // in a paragraph before
	later                 // in the next sentence
	embedded              // inside the piece: only where it interrupts itself
)

const (
	farthest  = 45 // words of narration that are looked at on each side
	most      = 9  // mentions on each side
	paragraph = 2  // paragraphs that are looked at above
)

// candidates lists the mentions around piece k that may name its speaker: left
// to right on each side, nearest first.
func (s *scene) candidates(list []candidate, k int) []candidate {
	list = s.leftward(list[:0], k)
	list = s.rightward(list, k)
	if c, ok := s.subjectless(k); ok {
		list = append(list, c)
	}
	return list
}

// subjectless is the candidate of a reporting verb right behind piece k, or
// right before its colon, that has no subject beside it: «…, — пояснює. — …».
func (s *scene) subjectless(k int) (candidate, bool) {
	if !s.doc.Pack.Names.Inflects() {
		return candidate{}, false
	}
	p := &s.pieces[k]
	at, where := p.words[1], behind
	if at+1 < p.right && s.tag(at).Any(lang.Conjunction) && s.tag(at).Any(lang.Linking) && s.token(at+1).Gap == 0 {
		at++ // «…», – і додав
	}
	if at >= p.right || !s.tag(at).Any(lang.Cue) || s.token(at).Upper {
		at, where = s.announces(p), before
		if at < 0 {
			return candidate{}, false
		}
	}
	if s.tag(at).Any(lang.Continues|lang.First|lang.Plural) || s.hasSubject(at) {
		return candidate{}, false
	}
	who := s.cast.Implied(at)
	if who < 0 {
		return candidate{}, false
	}
	return candidate{mention: -1, words: [2]int{at, at + 1}, head: at, kind: people.Noun, place: where, cue: at, implied: true, person: who}, true
}

// announces is the reporting verb that leads to the colon before a piece; -1
// where there is none.
func (s *scene) announces(p *piece) int {
	const near = 6
	for i := p.words[0] - 1; p.colon && i >= p.left && i >= p.words[0]-near; i-- {
		if s.tag(i).Any(lang.Cue) {
			return i
		}
		if s.opens(i) || s.token(i).Gap&people.Wide != 0 {
			break
		}
	}
	return -1
}

// hasSubject says that a mention that can be the subject stands near the verb
// at word i, in its clause.
func (s *scene) hasSubject(i int) bool {
	for d := 1; d <= 6 && i+d < len(s.doc.Words); d++ {
		t := s.token(i + d)
		if t.Quoted || t.Gap&(people.Stop|people.Comma|people.Dash|people.Colon|people.Line) != 0 {
			break
		}
		if t.Mention >= 0 && !s.cast.Mentions[t.Mention].Oblique && s.stanceOf(t.Mention) != governed {
			return true
		}
	}
	for d := 1; d <= 6 && i-d >= 0; d++ {
		t := s.token(i - d)
		if t.Quoted {
			break
		}
		if t.Mention >= 0 && !s.cast.Mentions[t.Mention].Oblique && s.stanceOf(t.Mention) != governed {
			return true
		}
		if s.token(i-d+1).Gap&(people.Stop|people.Comma|people.Dash|people.Line) != 0 || s.opens(i-d) {
			break
		}
	}
	return false
}

func (s *scene) stanceOf(mention int) stance {
	m := s.cast.Mentions[mention]
	return s.stance(candidate{mention: mention, words: m.Words, head: m.Head, kind: m.Kind})
}

func (s *scene) leftward(list []candidate, k int) []candidate {
	p := &s.pieces[k]
	start := len(list)
	where, sentence, passed := before, 0, 0
	piece := k - 1
	steps, pars := 0, 0
	from := s.doc.Paragraphs[p.home].Words[0]
	par := p.home
	for i := p.words[0] - 1; i >= 0; i-- {
		for i < from {
			par--
			from = s.doc.Paragraphs[par].Words[0]
			pars++
			where = above
			sentence++
		}
		if pars > paragraph || steps > farthest || len(list)-start >= most {
			break
		}
		if piece >= 0 && i < s.pieces[piece].words[1] {
			q := &s.pieces[piece]
			if where == before && q.terminal && s.breaks(q, q.words[1]) {
				where, sentence = earlier, sentence+1
			}
			i = q.words[0]
			passed++
			piece--
			steps += 2
			continue
		}
		steps++
		if next := i + 1; next < len(s.doc.Words) && s.opens(next) && (piece+1 >= len(s.pieces) || next != s.pieces[piece+1].words[0] || !s.pieces[piece+1].lower) && next > from {
			sentence++
			if where == before {
				where = earlier
			}
		}
		if c, ok := s.candidate(i, where, sentence, passed, len(list)-start); ok {
			list = append(list, c)
			i = c.words[0]
		}
	}
	return list
}

func (s *scene) rightward(list []candidate, k int) []candidate {
	p := &s.pieces[k]
	start := len(list)
	where, sentence, passed := behind, 0, 0
	piece := k + 1
	end := s.doc.Paragraphs[p.away].Words[1]
	steps := 0
	for i := p.words[1]; i < end && steps <= farthest && len(list)-start < most; i++ {
		if piece < len(s.pieces) && i >= s.pieces[piece].words[0] {
			q := &s.pieces[piece]
			if where == behind && (q.terminal || !q.lower && !q.colon && i > p.words[1] && s.token(q.words[0]).Gap&people.Stop != 0) {
				where, sentence = later, sentence+1
			}
			i = q.words[1] - 1
			passed++
			piece++
			steps += 2
			continue
		}
		steps++
		if i == p.words[1] {
			if p.terminal && s.breaks(p, i) {
				where, sentence = later, 1
			}
		} else if s.opens(i) && i > p.words[1] {
			sentence++
			where = later
		}
		if sentence > 1 {
			break
		}
		if c, ok := s.candidate(i, where, sentence, passed, len(list)-start); ok {
			list = append(list, c)
			i = c.words[1] - 1
		}
	}
	return list
}

// breaks says that the narration at word i, right behind piece q, is a sentence
// of its own: it starts with a capital, and holds no reporting verb near or
// leads to a colon before the next piece.
func (s *scene) breaks(q *piece, i int) bool {
	if i >= len(s.doc.Words) {
		return true
	}
	t := s.token(i)
	if !t.Upper {
		return false
	}
	for k := i; k < len(s.doc.Words) && k < i+6 && !s.token(k).Quoted; k++ {
		if k > i && s.opens(k) {
			break
		}
		if s.tag(k).Any(lang.Cue) {
			return s.doc.Text[q.End-1] == '.' && q.Closed && (k > i+3 || s.introduces(i, q.right))
		}
	}
	return true
}

// introduces says that one sentence from word i on ends with a colon before
// word end: “… at night.” Residents say: “…”
func (s *scene) introduces(i, end int) bool {
	if end >= len(s.doc.Words) || end-i > farthest || s.token(end).Gap&people.Colon == 0 {
		return false
	}
	for k := i + 1; k < end; k++ {
		if s.opens(k) {
			return false
		}
	}
	return true
}

// candidate makes a candidate of word i where it belongs to a mention, or
// stands beside a reporting verb as its subject would.
func (s *scene) candidate(i int, where place, sentence, passed, order int) (candidate, bool) {
	t := s.token(i)
	c := candidate{mention: -1, place: where, sentence: sentence, passed: passed, order: order, cue: -1}
	if t.Mention >= 0 {
		known := &s.known[t.Mention]
		if !known.looked {
			*known = s.look(t.Mention)
		}
		m := &s.cast.Mentions[t.Mention]
		c.mention, c.words, c.head, c.kind, c.cue, c.cited = t.Mention, m.Words, m.Head, m.Kind, known.cue, known.cited
		return c, !known.silent
	}
	if where != before && where != behind || !s.nounBeside(i) {
		return c, false
	}
	c.words, c.head, c.kind = [2]int{i, i + 1}, i, people.Noun
	if i > 0 && s.token(i-1).Opens && t.Gap == 0 && s.token(i-1).Mention < 0 && !s.tag(i-1).Any(notNoun) && !s.doc.Words[i-1].Stop {
		c.words[0] = i - 1 // "Old sailors say"
	}
	c.cue = s.cueOf(c.words)
	return c, true
}

const notNoun = lang.Cue | lang.Weak | lang.Opens | lang.Pronoun | lang.Determiner | lang.Preposition | lang.Conjunction | lang.Auxiliary | lang.Calendar | lang.Hedge | lang.Modifier

// nounBeside says that word i, which no list knows, stands where the subject
// of a reporting verb stands: right before or behind it.
func (s *scene) nounBeside(i int) bool {
	if s.tag(i).Any(notNoun) || s.doc.Words[i].Stop || s.token(i).Quoted || s.hyphened(i+1) {
		return false
	}
	if s.doc.Pack.Adverb(s.doc.Words[i].Lower) || s.doc.Pack.Declined(s.doc.Words[i].Lower) || s.titles(i) || s.subjectNext(i) {
		return false
	}
	if s.cast.Sourced(i) {
		return true
	}
	if i > 0 && s.tag(i-1).Any(lang.Cue|lang.Weak) && s.token(i).Gap&people.Wide == 0 && !s.token(i-1).Quoted {
		return true
	}
	for k := i - 1; k >= 0 && k >= i-2 && s.token(k+1).Gap&people.Wide == 0; k-- {
		if s.tag(k).Any(lang.Preposition) {
			return false
		}
	}
	n := i + 1
	if n+1 < len(s.doc.Words) && s.tag(n).Any(lang.Hedge) && s.token(n).Gap&people.Wide == 0 {
		n++
	}
	return n < len(s.doc.Words) && s.tag(n).Any(lang.Cue|lang.Weak) && s.token(n).Gap&people.Wide == 0 && !s.token(n).Quoted
}

// subjectNext says that the word behind word i is somebody's name in the
// nominative, so that word i is an object: «подписал снимок Галкин».
func (s *scene) subjectNext(i int) bool {
	if !s.doc.Pack.Names.Inflects() || i+1 >= len(s.doc.Words) || s.token(i+1).Gap != 0 || s.token(i+1).Mention < 0 || s.token(i).Opens {
		return false
	}
	m := s.cast.Mentions[s.token(i+1).Mention]
	return m.Kind == people.Name && m.Words[0] == i+1 && !m.Oblique && !s.cast.People[m.Person].Body && !s.cast.People[m.Person].Place
}

// titles says that word i is the title of the name behind it.
func (s *scene) titles(i int) bool {
	if i+1 >= len(s.doc.Words) || s.token(i+1).Mention < 0 || s.token(i+1).Gap != 0 || !s.tag(i).Any(lang.Role|lang.Title) {
		return false
	}
	m := s.cast.Mentions[s.token(i+1).Mention]
	return m.Kind == people.Name && m.Words[0] == i+1 && s.token(i).Mention < 0
}

// hyphened says that a hyphen joins word i to the one before.
func (s *scene) hyphened(i int) bool {
	return i < len(s.doc.Words) && s.token(i).Gap == people.Hyphen
}
