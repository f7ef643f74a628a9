package quotes

import (
	"herald/text/lang"
	"herald/text/people"
)

// A candidate is judged by what can be said of it without knowing its words:
// where it stands, how a reporting verb stands to it, what kind of mention it
// is. The values below are combined by the templates of weights.go, and each
// combination has a learned weight.

// relation is how a candidate stands to its reporting verb.
type relation byte

const (
	alone      relation = iota // no verb near
	inverted                   // "said X"
	nearby                     // "said on Monday X", "told X"
	object                     // "told X"
	subject                    // "X said"
	modified                   // "X later said"
	interposed                 // "X, the mayor, said"
	remote                     // a verb somewhere in the sentence
	source                     // "according to X"
	label                      // "X:"
	relations
)

// class is what kind of mention a candidate is.
type class byte

const (
	person class = iota
	institution
	country
	pronoun // he, she
	plural  // they
	thing   // it, that, which
	first   // I, we
	relative
	role
	anonymous
	body
	document
	unknown
	implied // a verb that lacks its subject
	nobody  // the choice of no candidate at all
	classes
)

// verb is what kind of reporting verb a candidate has.
type verb byte

const (
	noVerb verb = iota
	strong
	weak
	hanging // adding, saying
	verbs
)

// stance is whether a candidate can be a subject by its form and place.
type stance byte

const (
	free     stance = iota
	leading         // the first of its sentence
	governed        // behind a preposition
	oblique         // by its form: him, Trump's
	stances
)

// link is how a candidate stands to the speaker of the piece before.
type link byte

const (
	unlinked link = iota
	sameWords
	samePerson
	samePersonAbove // of a piece in a paragraph before
	stranger        // the piece before in this paragraph has another speaker
	links
)

// view is all that is weighed of one candidate.
type view struct {
	place    place
	relation relation
	class    class
	verb     verb
	stance   stance
	link     link
	order    int  // 0 to 3
	sentence int  // 0 to 3
	passed   int  // 0 to 2
	distance int  // 0 to 5: words between candidate and piece
	reach    int  // 0 to 4: words between its verb and the piece
	shape    int  // 0 to 7: how the piece starts and ends
	own      int  // 0 to 3: whether the piece's sentence has a reporting verb before it, behind it
	agrees   int  // 0 to 2: unknown, the verb's gender or number is the candidate's, is another
	idle     bool // a name that may well be that of a house or a town
	after    int  // 0 to 3: what follows the candidate: nothing, comma, other, the piece
}

// view looks at a candidate for piece k. chosen are the speakers of the pieces
// before.
func (s *scene) view(k int, c candidate, own int, chosen []choice) view {
	p := &s.pieces[k]
	v := view{place: c.place, order: min(c.order, 3), sentence: min(c.sentence, 3), passed: min(c.passed, 2), own: own}
	v.class = s.class(c)
	v.relation, v.verb = s.relation(c)
	v.stance = s.stance(c)
	v.link = s.link(k, c, chosen)
	v.idle = v.class == person && s.cast.Idle(s.personOf(c))
	if c.words[0] >= p.words[1] {
		v.distance = bucket(c.words[0] - p.words[1])
	} else {
		v.distance = bucket(p.words[0] - c.words[1])
	}
	if c.cue >= 0 {
		if c.cue >= p.words[1] {
			v.reach = bucket(c.cue - p.words[1])
		} else {
			v.reach = bucket(p.words[0] - 1 - c.cue)
		}
		v.reach = min(v.reach, 4)
	}
	v.agrees = s.agrees(c)
	v.shape = s.shape(p)
	if n := c.words[1]; n < len(s.doc.Words) {
		switch g := s.token(n).Gap; {
		case n == p.words[0]:
			v.after = 3
		case g&people.Comma != 0:
			v.after = 1
		case g&people.Wide != 0:
			v.after = 2
		}
	}
	return v
}

// agrees compares the gender and number of a candidate and its verb.
func (s *scene) agrees(c candidate) int {
	const singular = lang.Masculine | lang.Feminine | lang.Neuter
	if c.cue < 0 || c.mention < 0 {
		return 0
	}
	verb := s.tag(c.cue) & lang.Sexes
	m := s.cast.Mentions[c.mention]
	sex := m.Sex
	if m.Person >= 0 {
		sex = s.cast.People[m.Person].Sex
	}
	switch {
	case verb == 0:
	case verb.Any(lang.Plural) && sex.Any(singular) && !sex.Any(lang.Plural), verb.Any(singular) && sex.Any(lang.Plural):
		return 2
	case verb.Any(sex):
		return 1
	case verb == lang.Feminine && sex&lang.Sexes == lang.Masculine && m.Kind == people.Name, verb == lang.Masculine && sex&lang.Sexes == lang.Feminine:
		return 2
	}
	return 0
}

func bucket(n int) int {
	switch {
	case n <= 0:
		return 0
	case n <= 2:
		return 1
	case n <= 5:
		return 2
	case n <= 10:
		return 3
	case n <= 20:
		return 4
	}
	return 5
}

func (s *scene) shape(p *piece) int {
	shape := 0
	if p.lower {
		shape |= 1
	}
	if p.colon {
		shape |= 2
	}
	if p.comma {
		shape |= 4
	}
	return shape
}

func (s *scene) class(c candidate) class {
	if c.implied {
		return implied
	}
	if c.mention < 0 {
		return unknown
	}
	m := s.cast.Mentions[c.mention]
	switch m.Kind {
	case people.Name:
		switch who := s.cast.People[m.Person]; {
		case who.Place:
			return country
		case who.Body:
			return institution
		}
		return person
	case people.Pronoun:
		switch {
		case m.Tag.Any(lang.Relative):
			return relative
		case m.Tag.Any(lang.First):
			return first
		case m.Tag.Any(lang.Plural):
			return plural
		case m.Tag.Any(lang.Neuter):
			return thing
		}
		return pronoun
	}
	switch {
	case m.Tag.Any(lang.Anonymous):
		return anonymous
	case m.Tag.Any(lang.Role):
		return role
	case m.Tag.Any(lang.Body):
		return body
	}
	return document
}

func (s *scene) stance(c candidate) stance {
	if c.words[0] > 0 {
		if t := s.token(c.words[0]); t.Gap&people.Wide == 0 && s.tag(c.words[0]-1).Any(lang.Preposition) {
			return governed
		}
	}
	if c.mention < 0 {
		return free
	}
	if s.cast.Mentions[c.mention].Oblique {
		return oblique
	}
	if s.cast.Subject(c.mention) {
		return leading
	}
	return free
}

func (s *scene) link(k int, c candidate, chosen []choice) link {
	if k == 0 {
		return unlinked
	}
	last := chosen[k-1]
	same := s.pieces[k-1].Paragraph == s.pieces[k].home
	if last.mention < 0 && last.person < 0 {
		return unlinked
	}
	if last.mention == c.mention && c.mention >= 0 {
		return sameWords
	}
	who := s.personOf(c)
	switch {
	case who >= 0 && who == last.person && same:
		return samePerson
	case who >= 0 && who == last.person:
		return samePersonAbove
	case same:
		return stranger
	}
	return unlinked
}

// relation tells how a candidate stands to its verb.
func (s *scene) relation(c candidate) (relation, verb) {
	if c.cited || s.sourced(c) {
		return source, strong
	}
	if n := c.words[1]; n < len(s.doc.Words) && s.token(n).Gap&people.Colon != 0 && (c.cue < 0 || c.cue > c.head) {
		return label, noVerb
	}
	if c.implied {
		return inverted, strong
	}
	if c.cue < 0 {
		return alone, noVerb
	}
	t := s.tag(c.cue)
	v := weak
	switch {
	case t.Any(lang.Continues):
		v = hanging
	case t.Any(lang.Cue):
		v = strong
	}
	if c.cue < c.words[0] {
		d := c.words[0] - c.cue - 1
		wide := s.wide(c.cue+1, c.words[0])
		switch {
		case t.Any(lang.Receiver) && d == 0 && !wide:
			return object, v
		case d == 0 && !wide:
			return inverted, v
		case d <= 3 && !wide:
			return nearby, v
		}
		return remote, v
	}
	d := c.cue - c.words[1]
	switch {
	case d == 0 && !s.wide(c.words[1], c.cue):
		return subject, v
	case s.auxiliaries(c.words[1], c.cue):
		return modified, v
	case s.token(c.words[1]).Gap&(people.Comma|people.Open|people.Dash) != 0 && s.token(c.cue).Gap&(people.Comma|people.Shut|people.Dash) != 0:
		return interposed, v
	case d <= 3 && !s.wide(c.words[1], c.cue):
		return modified, v
	}
	return remote, v
}

// sourced says that a phrase that names a source leads to a candidate.
func (s *scene) sourced(c candidate) bool {
	if c.words[0] == 0 {
		return false
	}
	if c.mention < 0 {
		return s.cast.Sourced(c.words[0])
	}
	return s.source(s.cast.Mentions[c.mention])
}

// source says that a phrase names a mention as the source: it stands behind the
// phrase, or in it («за її словами»).
func (s *scene) source(m people.Mention) bool {
	return s.cast.Sourced(s.cast.Titled(m)) || m.Kind == people.Pronoun && s.cast.Voiced(m.Words[0]-1) > 0
}

// wide says that there is more than space in a gap of the words a to b, that of
// b included.
func (s *scene) wide(a, b int) bool {
	for i := a; i <= b && i < len(s.doc.Words); i++ {
		if s.token(i).Gap&people.Wide != 0 {
			return true
		}
	}
	return false
}

// auxiliaries says that the words a to b are nothing but auxiliaries.
func (s *scene) auxiliaries(a, b int) bool {
	for i := a; i < b; i++ {
		if !s.tag(i).Any(lang.Auxiliary|lang.Hedge) || s.token(i).Gap&people.Wide != 0 {
			return false
		}
	}
	return s.token(b).Gap&people.Wide == 0
}
