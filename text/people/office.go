package people

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text/lang"
)

// What stands around a name as its role is shown as an office: from the noun
// that agrees with the name on, in the nominative.

// role notes the words a to b as a role of the person whom m names.
func (c *Cast) role(m Mention, a, b int) {
	p := &c.People[m.Person]
	for i := a; i < b; i++ {
		if t := c.Tokens[i].Tag; t.Any(lang.Role | lang.Title) {
			p.roles = append(p.roles, c.doc.Words[i].Stem)
			if sex := one(t); p.Sex == 0 && (sex == lang.Feminine || !c.speech.Names.Inflects()) {
				p.Sex = sex // a noun in the masculine may be a woman's office
			}
		}
	}
	role := c.office(m, a, b)
	if role == "" {
		return
	}
	role += c.ending(role, c.doc.Words[b-1].End)
	if len(role) > len(p.Role) && (p.Role == "" || !c.courtesy(p.Role)) || c.courtesy(p.Role) {
		p.Role = role
	}
}

// ending is what the last word of a role needs to be whole, of what stands
// behind it at that byte: the mark that closes a name in marks, the dot of an
// abbreviation.
func (c *Cast) ending(role string, at int) string {
	r, n := utf8.DecodeRuneInString(c.doc.Text[at:])
	last := role[strings.LastIndexByte(role, ' ')+1:]
	switch {
	case strings.ContainsRune("»”“\"", r) && strings.ContainsAny(role, "«“„\"") && (r != '"' || strings.Count(role, "\"")%2 == 1):
		return c.doc.Text[at : at+n]
	case r == '.' && c.doc.Pack.Abbreviations[strings.ToLower(last)] != 0:
		return "."
	}
	return ""
}

// office is the role that the words a to b give to the person whom m names, as
// it is shown: from the first noun that agrees with the name in case, in the
// nominative. It is "" where none does, and where there is no noun at all.
func (c *Cast) office(m Mention, a, b int) string {
	for a < b && c.Tokens[a].Tag.Any(lang.Possessive|lang.Pronoun) && !shouted(c.doc.Words[a].Of(c.doc.Text)) {
		a++
	}
	for i := a; i < b; i++ {
		t := c.Tokens[i]
		if !t.Tag.Any(lang.Role|lang.Title) || i+1 < b && c.Tokens[i+1].Gap == Hyphen && c.Tokens[i+1].Tag.Any(lang.Role) {
			continue
		}
		w := c.doc.Words[i]
		rest := c.doc.Text[w.End:c.doc.Words[b-1].End]
		lemma, known := c.speech.Lemmas[w.Stem]
		if !c.speech.Names.Inflects() || !known || lemma == w.Lower {
			return c.unopened(a, strings.TrimSpace(c.doc.Text[c.doc.Words[a].Start:w.End]+rest))
		}
		if t.Tag.Any(lang.Modifier) {
			continue // it has the stem of a noun: «головний», «голова»
		}
		if c.inflected(m) && !c.several(i) {
			if t.Upper && !t.Opens {
				lemma = titled(lemma, w.Of(c.doc.Text))
			}
			if i > a && t.Gap == Hyphen {
				lemma = c.doc.Text[c.doc.Words[i-1].Start:w.Start] + lemma // «прем'єр-міністр»
			}
			return lemma + rest
		}
		for a = i + 1; a < b && !c.Tokens[a].Tag.Any(lang.Role|lang.Title|lang.Modifier); {
			a++
		}
		i = a - 1
	}
	return ""
}

// unopened is a role without the capital that its first word, at word a, has
// from opening a sentence, where the language writes offices small.
func (c *Cast) unopened(a int, role string) string {
	t := c.Tokens[a]
	if !t.Opens || !t.Upper || !c.speech.Names.Inflects() || !t.Tag.Any(lang.Role|lang.Modifier) || isAcronym(c.doc.Words[a].Of(c.doc.Text)) {
		return role
	}
	r, n := utf8.DecodeRuneInString(role)
	return string(unicode.ToLower(r)) + role[n:]
}

// shouted says that a word is capitals alone: "US" is a country, not a pronoun.
func shouted(word string) bool {
	return len(word) > 1 && word == strings.ToUpper(word)
}

// inflected says that a name surely stands in another case than the nominative.
func (c *Cast) inflected(m Mention) bool {
	if c.given(m.Words[0]) == 0 {
		return m.Oblique
	}
	_, _, oblique, ok := c.speech.Names.Given(c.doc.Words[m.Words[0]].Lower, c.People[m.Person].Sex)
	return ok && oblique
}

// courtesy says that a role is no more than "Mr.".
func (c *Cast) courtesy(role string) bool {
	t := c.speech.Forms[strings.ToLower(strings.TrimSuffix(role, "."))]
	return t.Any(lang.Title) && !t.Any(lang.Role)
}
