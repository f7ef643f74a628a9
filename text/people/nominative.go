package people

import (
	"strings"

	"herald/text/lang"
)

// nominative is a person's fullest name. Where the language inflects names, a
// name that stands in another case is put into the nominative: by a form that
// the text has elsewhere, by the dictionary of first names, by the paradigms.
func (c *Cast) nominative(person int, stands map[int][]string) string {
	p := &c.People[person]
	m := c.Mentions[p.best]
	if !c.speech.Names.Inflects() || p.Body || p.Place {
		return c.written(m)
	}
	if !c.oblique(person, m) {
		return c.written(m)
	}
	var b strings.Builder
	at := m.Start
	for i := m.Words[0]; i < m.Words[1]; i++ {
		w := c.doc.Words[i]
		b.WriteString(c.doc.Text[at:w.Start])
		model := w.Of(c.doc.Text)
		if n := c.base(person, i, i == m.Words[0] && m.Words[1]-m.Words[0] > 1, stands); n == w.Lower {
			b.WriteString(model)
		} else {
			b.WriteString(titled(n, model))
		}
		at = w.End
	}
	return b.String()
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
		if m.Kind != Name || m.Words[1]-m.Words[0] < 2 || c.given(m.Words[0]) != lang.Given {
			continue
		}
		p := &c.People[m.Person]
		if p.Sex == 0 {
			switch role := c.introduced(*m); {
			case c.speaks(*m) || role > 0:
				p.Sex = lang.Feminine
			case c.governed(*m) || role < 0:
				p.Sex = lang.Masculine
			}
		}
		m.Oblique = m.Oblique || c.givenOblique(*m)
	}
}

// introduced tells the case of a name by the noun of the role that stands
// before it: 1 is the nominative, -1 is another, 0 is unknown.
func (c *Cast) introduced(m Mention) int {
	a, b := c.genitive(m)
	for i := a; i < b; i++ {
		if !c.Tokens[i].Tag.Any(lang.Role) {
			continue
		}
		w := c.doc.Words[i]
		switch {
		case c.speech.Lemmas[w.Stem] != w.Lower:
			return -1
		case !c.Tokens[i].Tag.Any(lang.Plural):
			return 1
		}
		break
	}
	return 0
}

// oblique says that a name does not stand in the nominative.
func (c *Cast) oblique(person int, m Mention) bool {
	if role := c.introduced(m); role != 0 {
		return role < 0
	}
	if m.Words[1]-m.Words[0] > 1 || c.given(m.Words[0]) != 0 {
		if _, _, oblique, ok := c.speech.Names.Given(c.doc.Words[m.Words[0]].Lower, c.People[person].Sex); ok {
			return oblique
		}
	}
	return c.governed(m) || !c.speech.Names.Nominal(c.doc.Words[m.Words[0]].Lower) && !c.speaks(m)
}

// governed says that the words before a name demand another case than the
// nominative: a preposition, or a phrase that names a source.
func (c *Cast) governed(m Mention) bool {
	i := m.Words[0]
	return i > 0 && c.Tokens[i].Gap&Wide == 0 && (c.Tokens[i-1].Tag.Any(lang.Preposition) || c.Sourced(i))
}

// base is the nominative of one word of a name, lower case.
func (c *Cast) base(person, word int, given bool, stands map[int][]string) string {
	lower := c.doc.Words[word].Lower
	if given {
		if n, _, _, ok := c.speech.Names.Given(lower, c.People[person].Sex); ok {
			return n
		}
	}
	candidates := c.speech.Names.Nominatives(lower, c.People[person].Sex)
	key := c.key(word)
	for _, n := range stands[person] {
		if n != lower && c.speech.Names.Key(n) == key {
			return n
		}
	}
	return candidates[0]
}

// forms are the surnames of each person that stand where the nominative is
// likely, those that speak first.
func (c *Cast) forms() map[int][]string {
	set := map[int][]string{}
	if !c.speech.Names.Inflects() {
		return set
	}
	for _, speaking := range [2]bool{true, false} {
		for _, m := range c.Mentions {
			if m.Kind != Name || m.Oblique || len(set[m.Person]) >= 4 {
				continue
			}
			lower := c.doc.Words[m.Head].Lower
			if c.speaks(m) == speaking && !c.governed(m) && c.speech.Names.Nominal(lower) {
				set[m.Person] = append(set[m.Person], lower)
			}
		}
	}
	return set
}

// Sourced says that a phrase that names a source ends right before word i.
func (c *Cast) Sourced(i int) bool {
	if c.Tokens[i].Gap&Wide != 0 {
		return false
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if c.Tokens[k].Tag.Any(lang.Opens|lang.Cue) && k+c.Phrase(k) == i {
			return true
		}
	}
	return false
}

// Phrase is how many words a phrase has that starts at word i and names a
// source behind it; 0 where there is none.
func (c *Cast) Phrase(i int) int {
	if n := c.plural(i); n > 0 {
		return n
	}
	if !c.Tokens[i].Tag.Any(lang.Opens) {
		return 0
	}
	longest := 0
	for _, p := range c.speech.Phrases[c.doc.Words[i].Lower] {
		n := len(p.Words)
		if n <= longest || i+n > len(c.doc.Words) {
			continue
		}
		fits := true
		for k := 1; k < n && fits; k++ {
			fits = c.doc.Words[i+k].Lower == p.Words[k] && c.Tokens[i+k].Gap&Wide == 0
		}
		if fits {
			longest = n
		}
	}
	return longest
}

// plural is how many words a reporting verb without a subject has with the
// preposition behind it: «сообщили в», «заверили нас в».
func (c *Cast) plural(i int) int {
	if t := c.Tokens[i].Tag; !c.speech.Names.Inflects() || !t.Any(lang.Cue) || !t.Any(lang.Plural) {
		return 0
	}
	for n := 1; n <= 2 && i+n+1 < len(c.Tokens); n++ {
		t := c.Tokens[i+n]
		if t.Gap&Wide != 0 {
			return 0
		}
		if t.Tag.Any(lang.Linking) {
			if next := c.Tokens[i+n+1]; next.Gap == 0 && (next.Upper || next.Tag.Any(lang.Body|lang.Document)) {
				return n + 1
			}
			return 0
		}
		if !t.Tag.Any(lang.Pronoun) {
			return 0
		}
	}
	return 0
}
