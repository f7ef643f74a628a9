package people

import (
	"unicode/utf8"

	"herald/text/lang"
)

// longestRole bounds a role's words.
const longestRole = 12

// before is the role that stands right before a name: the words from a on, up
// to the name.
func (c *Cast) before(m Mention) (a, b int) {
	if c.speech.Names.Inflects() {
		return c.genitive(m)
	}
	end := m.Words[0]
	a = end
	strangers := 0
	for i := end; i > 0 && end-i < longestRole; i-- {
		if !c.attached(i, end) {
			break
		}
		t := c.Tokens[i-1].Tag
		switch {
		case c.possessive(i - 1):
			if a == end && strangers == 0 {
				return end, end
			}
			for i--; i > 0 && c.Tokens[i].Gap == 0 && c.Tokens[i-1].Upper && !c.Tokens[i].Opens; i-- {
			}
			return i, end
		case t.Any(lang.Determiner|lang.Pronoun|lang.Cue) && !c.Tokens[i-1].Upper:
			if strangers > 0 && a < end {
				a = i
			}
			return a, end
		case t.Any(lang.Role|lang.Title|lang.Modifier) && (!t.Any(lang.Given) || !c.Tokens[i-1].Upper),
			t.Any(lang.Body) && !c.Tokens[i-1].Upper && a < end && strangers == 0: // "council leader Ann Hill"
			a, strangers = i-1, 0
		case t.Any(lang.Preposition|lang.Conjunction|lang.Weak|lang.Auxiliary) || a == end && !c.Tokens[i-1].Upper:
			return a, end
		case c.Tokens[i-1].Upper:
			if strangers == 0 && a < end {
				a = i - 1
			} else if a == end {
				return a, end
			}
		default:
			if strangers++; strangers > 3 {
				return a, end
			}
		}
	}
	return a, end
}

// attached says that word i-1 may belong to a role that ends before word end.
func (c *Cast) attached(i, end int) bool {
	gap := c.Tokens[i].Gap
	return (gap&Wide == 0 || gap == Stop|Wide && c.abbreviated(i-1)) && !c.Tokens[i].Opens && c.Tokens[i-1].Quoted == c.Tokens[end].Quoted
}

// genitive is the role before a name where the language inflects: the noun
// stands first and what it governs follows, with one preposition at most. Where
// the noun is in the nominative and a clause starts with it, a second office
// and a name in marks may stand between: «начальник управління та тренер клубу
// «Зоря» Анна Белл».
func (c *Cast) genitive(m Mention) (a, b int) {
	end := m.Words[0]
	a = end
	linked, bridged, listed := false, false, false
	for i := end; i > 0 && end-i < longestRole; i-- {
		if !c.attached(i, end) {
			marked := c.markedBefore(i, end)
			if marked == i {
				break
			}
			i, bridged = marked, true
		}
		t := c.Tokens[i-1].Tag
		switch {
		case t.Any(lang.Role|lang.Title) && !t.Any(lang.Given) || t.Any(lang.Role) && !c.Tokens[i-1].Upper:
			if !listed || c.heads(i-1) || c.sourcedOffice(i-1) {
				a = i - 1
			}
		case t.Any(lang.Modifier):
			if a == i {
				a = i - 1
			}
		case t.Any(lang.Conjunction) && t.Any(lang.Linking), t.Any(lang.Possessive):
			bridged, listed = true, true
		case t.Any(lang.Determiner | lang.Pronoun | lang.Conjunction | lang.Cue | lang.Weak | lang.Auxiliary):
			return a, end
		case t.Any(lang.Preposition):
			if linked || i == end || !t.Any(lang.Linking) {
				return a, end
			}
			linked = true
		case c.stranger(i-1) || bridged && c.acts(i-1):
			return a, end
		}
	}
	return a, end
}

// sourcedOffice says that a phrase that names a source leads to the office at word
// i: «за словами головного інженера і голови ради Петра Белла».
func (c *Cast) sourcedOffice(i int) bool {
	for i > 0 && c.Tokens[i].Gap&Wide == 0 && c.Tokens[i-1].Tag.Any(lang.Modifier) {
		i--
	}
	return c.Sourced(i)
}

// heads says that the noun at word i stands in the nominative where a subject
// does: it opens its clause, or a verb stands shortly before it.
func (c *Cast) heads(i int) bool {
	const near = 4
	w := c.doc.Words[i]
	if c.speech.Lemmas[w.Stem] != w.Lower {
		return false
	}
	for k := i; k > 0 && i-k <= near; k-- {
		if c.Tokens[k].Opens || c.Tokens[k].Gap&Wide != 0 || c.Tokens[k-1].Tag.Any(lang.Cue|lang.Weak|lang.Auxiliary) {
			return true
		}
	}
	return false
}

// markedBefore is the first word of a short name in marks that ends right
// before word i; i where there is none.
func (c *Cast) markedBefore(i, end int) int {
	const longest = 4
	if c.Tokens[i].Quoted || c.Tokens[end].Quoted || !c.Tokens[i-1].Quoted || c.Tokens[i].Opens || c.Tokens[i].Gap&^(Quote|Wide) != 0 {
		return i
	}
	k := i
	for k > 0 && c.Tokens[k-1].Quoted && i-k <= longest {
		k--
	}
	if k == 0 || c.Tokens[k-1].Quoted || c.Tokens[k].Gap&^(Quote|Wide) != 0 {
		return i
	}
	return k
}

// stranger says that word i, which no list knows, is a verb by its ending.
func (c *Cast) stranger(i int) bool {
	w := c.doc.Words[i]
	return !c.Tokens[i].Upper && c.Tokens[i].Tag == 0 && utf8.RuneCountInString(w.Lower) > 5 && c.speech.Past(w.Lower) != 0
}

// behind is the role that stands behind a name, between commas or dashes.
func (c *Cast) behind(m Mention) (a, b int) {
	a = m.Words[1]
	if a >= len(c.Tokens) || c.Tokens[a].Gap&(Comma|Open) == 0 || c.Tokens[a].Opens || c.Tokens[a].Quoted != c.Tokens[m.Head].Quoted {
		return 0, 0
	}
	if age := c.doc.Words[a].Lower; len(age) <= 3 && age[0] >= '0' && age[0] <= '9' && a+1 < len(c.Tokens) && c.Tokens[a+1].Gap&Comma != 0 {
		a++ // "Anna Bell, 32, a nurse"
	}
	if t := c.Tokens[a].Tag; t.Any(lang.Relative | lang.Conjunction | lang.Cue | lang.Weak | lang.Pronoun) {
		return 0, 0
	}
	found := false
	for b = a; b < len(c.Tokens) && b-a < longestRole; b++ {
		t := c.Tokens[b]
		if b > a && (t.Gap&(Comma|Semicolon|Colon|Dash|Shut|Stop|Ask|Line|Quote) != 0 && !(t.Gap == Stop|Wide && !t.Opens && c.abbreviated(b-1)) || t.Opens || t.Tag.Any(lang.Relative)) {
			break
		}
		if t.Tag.Any(lang.Cue) && !t.Tag.Any(lang.Role) || c.acts(b) {
			return 0, 0
		}
		if (b-a < 3 || b-a < 6 && !c.speech.Names.Inflects()) && t.Tag.Any(lang.Role|lang.Title) {
			found = true
		}
	}
	if !found || b-a == longestRole { // so long without a mark it is a clause
		return 0, 0
	}
	if c.Tokens[a].Tag.Any(lang.Determiner) {
		a++
	}
	return a, b
}

// acts says that word i belongs to somebody's name in the nominative: where the
// language inflects, no role holds one.
func (c *Cast) acts(i int) bool {
	k := c.Tokens[i].Mention
	if k < 0 || !c.speech.Names.Inflects() {
		return false
	}
	m := c.Mentions[k]
	return m.Kind == Name && !m.Oblique && !c.governed(m) && m.Words[1]-m.Words[0] > 1 && !c.People[m.Person].Body && !c.People[m.Person].Place
}
