package people

import (
	"slices"
	"strings"

	"herald/text/lang"
)

// the text has elsewhere, by the dictionary of first names, by the paradigms.
func (c *Cast) nominative(person int, stands map[int][]string) string {
	p := &c.People[person]
	m := c.Mentions[p.best]
	if p.Body && !p.Place {
		return c.official(m)
	}
	if !c.speech.Names.Inflects() || p.Place || !c.oblique(person, m, stands) {
		return c.written(m)
	}
	if first, _ := c.order(m); p.Sex == 0 && c.givenCases(first, lang.Feminine) == lang.Nominative {
		p.Sex = lang.Masculine // «Олександра» in another case is no woman
	}
	var b strings.Builder
	at := m.Start
	for i := m.Words[0]; i < m.Words[1]; i++ {
		w := c.doc.Words[i]
		b.WriteString(c.doc.Text[at:w.Start])
		model := w.Of(c.doc.Text)
		if n := c.base(person, i, stands); n == w.Lower {
			b.WriteString(model)
		} else {
			b.WriteString(titled(n, model))
		}
		at = w.End
	}
	return b.String()
}

// oblique says that a name does not stand in the nominative.
func (c *Cast) oblique(person int, m Mention, stands map[int][]string) bool {
	switch at := c.standing(m); {
	case at < 0 || c.outspoken(person, m, stands):
		return true
	case at > 0:
		return false
	}
	lower, sex := c.doc.Words[m.Head].Lower, c.People[person].Sex
	for _, n := range stands[person] {
		if c.speech.Names.Inflected(lower, n, sex) && !c.speech.Names.Inflected(n, lower, sex) {
			return true
		}
	}
	if !sex.Any(lang.Masculine) || m.Head == m.Words[0] || !c.leans(m) {
		return false
	}
	cases, _ := c.speech.Names.Stands(lower, sex)
	return cases&lang.Genitive != 0
}

// surname stands in another form where the person speaks: «глава фирмы, Боба
// Арума … – заявил Арум».
func (c *Cast) outspoken(person int, m Mention, stands map[int][]string) bool {
	if m.Words[1]-m.Words[0] < 2 || c.speaks(m) {
		return false
	}
	lower, key := c.doc.Words[m.Head].Lower, c.key(m.Head)
	other := false
	for _, n := range stands[person][:min(len(stands[person]), c.spoken[person])] {
		if n == lower {
			return false
		}
		other = other || c.speech.Names.Key(n) == key
	}
	return other
}

// base is the nominative of one word of a person's best name, lower case.
func (c *Cast) base(person, word int, stands map[int][]string) string {
	names, m := &c.speech.Names, c.Mentions[c.People[person].best]
	lower, sex := c.doc.Words[word].Lower, c.People[person].Sex
	first, last := c.order(m)
	if word == first && m.Head > m.Words[0] {
		if n, _, _, ok := names.Given(lower, sex); ok {
			return n
		}
	}
	if word < first && last == m.Head {
		return lower // «Анна-Лену», «Жан-Клода»
	}
	if first < 0 && word != last && last >= 0 { // a first name that no list knows
		cases, _ := names.Stands(c.doc.Words[last].Lower, sex)
		return names.Nominatives(lower, sex, cases)[0]
	}
	if sex == 0 {
		sex = c.declares(person, stands)
	}
	key := c.key(word)
	for k, n := range stands[person] {
		if n != lower && names.Key(n) == key && (k < c.spoken[person] || names.Inflected(lower, n, sex)) {
			return n
		}
	}
	cases := c.givenCases(first, sex)
	if cases == 0 && first >= 0 && first != word && c.standing(m) == 0 {
		cases = lang.Genitive // see leans
	}
	return names.Nominatives(lower, sex, cases)[0]
}

// one that ends in a consonant and is inflected is a man's.
func (c *Cast) declares(person int, stands map[int][]string) lang.Tag {
	if n := c.spoken[person]; n > 0 {
		if lang.Consonant(stands[person][0]) {
			return lang.Masculine
		}
	}
	return 0
}

// those first that speak, then those that nothing governs, then the rest.
func (c *Cast) forms() map[int][]string {
	set := map[int][]string{}
	if !c.speech.Names.Inflects() {
		return set
	}
	c.spoken = make([]int, len(c.People))
	var rest []int
	for i, m := range c.Mentions {
		if m.Kind != Name {
			continue
		}
		switch p := &c.People[m.Person]; {
		case p.Body || p.Place:
		case !m.Oblique && c.speaks(m) && !c.governed(m):
			if c.form(set, m) {
				c.spoken[m.Person]++
			}
		default:
			rest = append(rest, i)
		}
	}
	for _, governed := range [2]bool{false, true} {
		for _, i := range rest {
			if m := c.Mentions[i]; (m.Oblique || c.governed(m)) == governed {
				c.form(set, m)
			}
		}
	}
	return set
}

// false where it may not or is noted already.
func (c *Cast) form(set map[int][]string, m Mention) bool {
	const enough = 4
	lower, list := c.doc.Words[m.Head].Lower, set[m.Person]
	if len(list) >= enough || slices.Contains(list, lower) || !c.speech.Names.NominalOf(lower, either(c.People[m.Person].Sex)) {
		return false
	}
	set[m.Person] = append(list, lower)
	return true
}

// either is a gender, or both where it is not known.
func either(sex lang.Tag) lang.Tag {
	if sex == 0 {
		return lang.Masculine | lang.Feminine
	}
	return sex
}
