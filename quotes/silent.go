package quotes

import (
	"herald/text/lang"
	"herald/text/people"
)

// Of the mentions around a piece many can be nobody who speaks: objects, places,
// those who belong to somebody's office. What is known of a mention does not
// depend on the piece and is found once.

// mention is what is known of a mention wherever the piece stands that asks.
type mention struct {
	looked bool
	silent bool // can be nobody who speaks
	cited  bool // the object of a verb that hands on somebody's words
	cue    int  // see cueOf
}

func (s *scene) look(i int) mention {
	m := s.cast.Mentions[i]
	k := mention{looked: true}
	switch s.cited(m) {
	case citing:
		k.silent = true
	case cited:
		k.cited = true
	default:
		k.silent = s.silent(i)
	}
	if !k.silent {
		k.cue = s.cueOf(m.Words)
	}
	return k
}

// silent says that a mention stands where nobody speaks.
func (s *scene) silent(mention int) bool {
	m := s.cast.Mentions[mention]
	if m.Tag.Any(lang.Second) || m.Kind == people.Name && m.Person >= 0 && s.cast.People[m.Person].Place && m.Oblique {
		return true
	}
	return m.Covered || s.cast.Governed(mention) || s.object(m)
}

// What a mention is to a verb beside it that hands on somebody's words.
const (
	uncited = iota
	citing  // its subject, which says nothing of its own
	cited   // its object, whose words they are
)

// cited tells what a mention is to such a verb before it.
func (s *scene) cited(m people.Mention) int {
	near := 2 // words: "quotes the words of X"
	if m.Oblique && m.Kind == people.Name {
		near = 5 // the subject may stand between: "quotes the paper the mother of X"
	}
	if !s.doc.Pack.Names.Inflects() {
		return uncited
	}
	for i := m.Words[0] - 1; i >= 0 && i >= m.Words[0]-1-near; i-- {
		if s.token(i+1).Gap&people.Wide != 0 || s.token(i).Quoted {
			return uncited
		}
		if !s.tag(i).Any(lang.Cites) {
			continue
		}
		if m.Kind == people.Name && !s.cast.People[m.Person].Body && !s.cast.People[m.Person].Place && (m.Oblique || s.subjectBehind(m)) ||
			m.Kind == people.Noun && m.Tag.Any(lang.Role) && m.Oblique {
			return cited
		}
		return citing
	}
	if i := m.Words[0] - 1; i >= 0 && s.token(i).Mention >= 0 && s.token(i+1).Gap&people.Wide == 0 {
		if o := s.cast.Mentions[s.token(i).Mention]; o.Kind == people.Name && s.cited(o) == cited {
			return citing // «цитує Петренка агенція»
		}
	}
	return uncited
}

// subjectBehind says that another mention stands right behind a name without a
// mark: the subject, where the name is the object.
func (s *scene) subjectBehind(m people.Mention) bool {
	i := m.Words[1]
	return i < len(s.doc.Words) && s.token(i).Gap&people.Wide == 0 && s.token(i).Mention >= 0
}

// object says that a mention stands in a place where nobody speaks: an oblique
// pronoun, or, where the language inflects, somebody in another case than the
// nominative or behind a preposition. What
// a phrase names as a source is none.
func (s *scene) object(m people.Mention) bool {
	if s.source(m) {
		return false
	}
	if m.Kind == people.Pronoun {
		return m.Oblique && !m.Tag.Any(lang.Possessive) || m.Tag.Any(lang.Oblique)
	}
	if s.doc.Pack.Names.Inflects() && m.Oblique && (m.Kind == people.Noun || !s.cast.People[m.Person].Body) {
		return m.Kind == people.Noun || !s.topic(m)
	}
	i := m.Words[0]
	if !s.doc.Pack.Names.Inflects() || i == 0 || s.token(i).Gap&people.Wide != 0 || !s.tag(i-1).Any(lang.Preposition) {
		return false
	}
	if m.Kind == people.Name {
		return !s.cast.People[m.Person].Body
	}
	return m.Tag.Any(lang.Role)
}

// topic says that a mention is the only one in its sentence, in which nobody
// says anything: the words that follow are most likely those of the one whom it
// is about («Свято відбулося за підтримки Ганни Белл: «…»).
func (s *scene) topic(m people.Mention) bool {
	sentence := s.token(m.Head).Sentence
	for i := m.Words[0] - 1; i >= 0 && i > m.Words[0]-farthest && s.token(i).Sentence == sentence; i-- {
		if s.rivals(i, m) {
			return false
		}
	}
	for i := m.Words[1]; i < len(s.doc.Words) && i < m.Words[1]+farthest && s.token(i).Sentence == sentence && !s.token(i).Quoted; i++ {
		if s.rivals(i, m) {
			return false
		}
	}
	return true
}

// rivals says that word i is a reporting verb or belongs to somebody else than
// m.
func (s *scene) rivals(i int, m people.Mention) bool {
	t := s.token(i)
	if t.Tag.Any(lang.Cue | lang.Opens) {
		return true
	}
	if t.Mention < 0 {
		return false
	}
	o := s.cast.Mentions[t.Mention]
	return o.Person != m.Person && !o.Covered && (o.Kind == people.Noun && o.Tag.Any(lang.Role|lang.Body) || o.Kind == people.Name && !s.cast.People[o.Person].Place || o.Kind == people.Pronoun && o.Sex.Any(lang.Masculine|lang.Feminine))
}
