package people

import (
	"strings"
	"unicode/utf8"

	"herald/text/lang"
)

// nominative is a person's fullest name. Where the language inflects names, a
// name that stands in another case is put into the nominative: by a form that
// the text has elsewhere, by the dictionary of first names, by the paradigms.
func (c *Cast) nominative(person int, stands map[int][]string) string {
	p := &c.People[person]
	m := c.Mentions[p.best]
	if p.Body && !p.Place {
		return c.official(m)
	}
	if !c.speech.Names.Inflects() || p.Place {
		return c.written(m)
	}
	if !c.oblique(person, m) && !c.outspoken(person, m, stands) {
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

// outspoken says that a name does not stand in the nominative because its
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

// verbal is the gender that the reporting verb right beside a name tells of the
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
	if _, sex, oblique, ok := c.speech.Names.Given(c.doc.Words[m.Words[0]].Lower, c.People[person].Sex); ok && oblique && sex != 0 && m.Words[1]-m.Words[0] > 1 {
		return true // a role's cases may fall together: «цитує мати Світлану»
	}
	if role := c.introduced(m); role != 0 {
		return role < 0
	}
	if m.Words[1]-m.Words[0] > 1 || c.given(m.Words[0]) != 0 {
		if _, _, oblique, ok := c.speech.Names.Given(c.doc.Words[m.Words[0]].Lower, c.People[person].Sex); ok {
			return oblique
		}
	}
	if m.Words[1]-m.Words[0] > 1 && consonant(c.doc.Words[m.Head].Lower) {
		return false // a man's surname would have an ending, a woman's has none
	}
	return c.governed(m) || !c.speech.Names.Nominal(c.doc.Words[m.Words[0]].Lower) && !c.speaks(m)
}

// consonant says that a name ends in a consonant.
func consonant(lower string) bool {
	r, _ := utf8.DecodeLastRuneInString(lower)
	return !strings.ContainsRune("аеєёиіїоуыэюяйaeiouy", r)
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
	sex := c.People[person].Sex
	if sex == 0 {
		sex = c.declares(person, stands)
	}
	candidates := c.speech.Names.Nominatives(lower, sex)
	key := c.key(word)
	for _, n := range stands[person] {
		if n != lower && c.speech.Names.Key(n) == key {
			return n
		}
	}
	return candidates[0]
}

// declares is the gender that a surname's form tells where the person speaks:
// one that ends in a consonant and is inflected is a man's.
func (c *Cast) declares(person int, stands map[int][]string) lang.Tag {
	if n := c.spoken[person]; n > 0 {
		if consonant(stands[person][0]) {
			return lang.Masculine
		}
	}
	return 0
}

// forms are the surnames of each person that stand where the nominative is
// likely, those that speak first.
func (c *Cast) forms() map[int][]string {
	set := map[int][]string{}
	if !c.speech.Names.Inflects() {
		return set
	}
	c.spoken = make([]int, len(c.People))
	for _, speaking := range [2]bool{true, false} {
		for _, m := range c.Mentions {
			if m.Kind != Name || m.Oblique || len(set[m.Person]) >= 4 {
				continue
			}
			lower := c.doc.Words[m.Head].Lower
			if c.speaks(m) == speaking && !c.governed(m) && c.speech.Names.Nominal(lower) {
				set[m.Person] = append(set[m.Person], lower)
				if speaking {
					c.spoken[m.Person]++
				}
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

// Titled is the first word of what stands before a name as its title and is no
// mention of its own: «протоієрея Івана Белла».
func (c *Cast) Titled(m Mention) int {
	const longest = 4
	i := m.Words[0]
	for m.Kind == Name && i > 0 && m.Words[0]-i < longest && c.Tokens[i].Gap == 0 && c.Tokens[i-1].Mention < 0 && c.Tokens[i-1].Tag.Any(lang.Role|lang.Title|lang.Modifier|lang.Determiner) {
		i--
	}
	return i
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
