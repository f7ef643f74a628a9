package people

import (
	"unicode/utf8"

	"herald/text/lang"
)

// what they depend on.
func (c *Cast) standing(m Mention) int {
	first, last := c.order(m)
	if first < 0 && c.Tokens[m.Head].Tag.Any(lang.Place|lang.Body) {
		return 1 // nobody's name: its case matters to nobody
	}
	sex := c.People[m.Person].Sex
	cases := c.givenCases(first, sex)
	if last >= 0 {
		switch own, ok := c.speech.Names.Stands(c.doc.Words[last].Lower, sex); {
		case !ok || !own.Meets(cases):
		case cases == 0:
			cases = own
		case own != 0:
			cases &= own
		}
	}
	switch {
	case cases != 0 && cases&lang.Nominative == 0:
		return -1
	case cases == lang.Nominative:
		return 1
	}
	if role := c.introduced(m); role != 0 {
		return role
	}
	switch {
	case c.governed(m):
		return -1
	case c.speaks(m):
		return 1
	}
	return 0
}

// tells the case: «Жан-Клода». The surname may stand first.
func (c *Cast) order(m Mention) (first, last int) {
	a, b := m.Words[0], m.Head
	for a+1 < b && c.Tokens[a+1].Gap == Hyphen {
		a++
	}
	patronymic := b > a && c.speech.Patronymic(c.doc.Words[b].Lower)
	switch {
	case c.given(a) != 0 && (a == b || patronymic):
		return a, -1
	case c.given(a) != 0:
		return a, b
	case a == b:
		return -1, b
	case c.given(b) != 0:
		return b, m.Words[0]
	case patronymic && c.given(b-1) != 0:
		return b - 1, m.Words[0]
	case utf8.RuneCountInString(c.doc.Words[b].Lower) == 1:
		return -1, m.Words[0] // «Белов В. И.»
	}
	return -1, b
}

// it tells nothing.
func (c *Cast) givenCases(first int, sex lang.Tag) lang.Cases {
	if first < 0 {
		return 0
	}
	return c.speech.Names.GivenCases(c.doc.Words[first].Lower, sex)
}

// leans says that a name stands right behind a word that may govern it: «после
// смерти Уго Чавеса».
func (c *Cast) leans(m Mention) bool {
	i := m.Words[0]
	return i > 0 && c.Tokens[i].Gap == 0 && !c.Tokens[i].Opens && !c.Tokens[i-1].Tag.Any(lang.Conjunction|lang.Auxiliary|lang.Cue|lang.Weak)
}

// the deputy or his son.
func (c *Cast) introduced(m Mention) int {
	a, b := c.genitive(m)
	role := 0
	for i := a; i < b; i++ {
		if !c.Tokens[i].Tag.Any(lang.Role) || i+1 < b && c.Tokens[i+1].Gap == Hyphen && c.Tokens[i+1].Tag.Any(lang.Role) {
			continue // «прем'єр-міністра»: the last part is inflected
		}
		w := c.doc.Words[i]
		switch {
		case c.speech.Lemmas[w.Stem] != w.Lower && role == 0:
			return -1
		case c.speech.Lemmas[w.Stem] != w.Lower:
			if i == b-1 && !c.several(i) {
				return 0
			}
		case !c.Tokens[i].Tag.Any(lang.Plural):
			role = 1
		default:
			return role
		}
	}
	return role
}

// governed says that the words before a name demand another case than the
// nominative: a preposition, or a phrase that names a source.
func (c *Cast) governed(m Mention) bool {
	i := m.Words[0]
	return i > 0 && c.Tokens[i].Gap&Wide == 0 && (c.Tokens[i-1].Tag.Any(lang.Preposition) || c.Sourced(i))
}

// tell decides whether a name that is a woman's, or a man's in another case
// («Олександра»), is the one or the other: who speaks stands in the
// nominative, what a preposition or a noun in another case governs does not.
func (c *Cast) tell() {
	if !c.speech.Names.Inflects() {
		return
	}
	for i := range c.Mentions {
		m := &c.Mentions[i]
		if m.Kind != Name {
			continue
		}
		p := &c.People[m.Person]
		if sex := c.verbal(*m); sex != 0 && !p.Body && !p.Place && (p.Sex == 0 || sex == lang.Feminine || c.given(m.Words[0])&lang.Sexes == 0 || m.Words[1]-m.Words[0] == 2) {
			p.Sex = sex
		}
		if m.Words[1]-m.Words[0] < 2 || c.given(m.Words[0]) != lang.Given {
			continue
		}
		if p.Sex == 0 {
			his, hers := c.agrees(*m, lang.Masculine), c.agrees(*m, lang.Feminine)
			switch role := c.introduced(*m); {
			case hers && !his:
				p.Sex = lang.Feminine
			case his && !hers:
				p.Sex = lang.Masculine
			case c.speaks(*m) || role > 0:
				p.Sex = lang.Feminine
			case c.governed(*m) || role < 0:
				p.Sex = lang.Masculine
			}
		}
		m.Oblique = m.Oblique || c.givenOblique(*m)
	}
}

// agrees says that first name and surname may stand in one case, if they are
// somebody's of that gender: «Олеся Білого» is no woman's.
func (c *Cast) agrees(m Mention, sex lang.Tag) bool {
	first, last := c.order(m)
	if last < 0 {
		return true
	}
	cases, ok := c.speech.Names.Stands(c.doc.Words[last].Lower, sex)
	return ok && cases.Meets(c.givenCases(first, sex))
}

// one who speaks; 0 where none stands there or it tells nothing.
func (c *Cast) verbal(m Mention) lang.Tag {
	if !c.speaks(m) {
		return 0
	}
	i := m.Words[0] - 1
	if !c.inverted(m) {
		i = m.Words[1]
	}
	return one(c.Tokens[i].Tag)
}
