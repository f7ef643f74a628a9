package people

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text/lang"
)

// nouns are the words that may mean somebody without a name.
const nouns = lang.Role | lang.Body | lang.Document

// mentions lists names, pronouns and nouns in the text's order.
func (c *Cast) mentions(runs []run) {
	c.Mentions = make([]Mention, 0, 2*len(runs)+16)
	r := 0
	for i := 0; i < len(c.Tokens); i++ {
		for r < len(runs) && runs[r].words[0] < i {
			r++
		}
		if r < len(runs) && runs[r].words[0] == i {
			c.nameMention(&runs[r])
			i = runs[r].words[1] - 1
			r++
			continue
		}
		t := c.Tokens[i].Tag
		switch {
		case t.Any(lang.Possessive) && i+1 < len(c.Tokens) && c.Tokens[i+1].Gap == 0 && !c.Tokens[i+1].Upper && c.Tokens[i+1].Tag.Any(nouns):
			// "our guest" is one mention, made at the noun.
		case t.Any(lang.Pronoun):
			c.put(Mention{Words: [2]int{i, i + 1}, Head: i, Kind: Pronoun, Tag: t, Sex: t & lang.Sexes, Oblique: t.Any(lang.Oblique | lang.Possessive)})
		case t.Any(nouns) && !c.titles(i, runs, r):
			c.noun(i)
		}
	}
	for i := range c.Mentions {
		m := c.Mentions[i]
		if m.Kind == Name && c.People[m.Person].First < 0 {
			c.People[m.Person].First = i
		}
	}
	c.tell()
	c.baptise()
}

func (c *Cast) put(m Mention) {
	m.Span = c.span(m.Words)
	if m.Kind != Name {
		m.Person = -1
	}
	for i := m.Words[0]; i < m.Words[1]; i++ {
		c.Tokens[i].Mention = len(c.Mentions)
	}
	c.Mentions = append(c.Mentions, m)
}

func (c *Cast) nameMention(r *run) {
	m := Mention{Words: r.words, Head: r.words[1] - 1, Kind: Name, Person: r.person, Tag: c.Tokens[r.words[1]-1].Tag, Sex: r.sex, Oblique: r.possessive}
	m.Oblique = m.Oblique || !r.body && c.givenOblique(m)
	c.People[r.person].First = -1
	c.put(m)
}

// givenOblique says that the first name of a mention stands in another case
// than the nominative.
func (c *Cast) givenOblique(m Mention) bool {
	if !c.speech.Names.Inflects() || c.given(m.Words[0]) == 0 {
		return false
	}
	_, _, oblique, _ := c.speech.Names.Given(c.doc.Words[m.Words[0]].Lower, c.People[m.Person].Sex)
	return oblique
}

// titles says that the noun at i belongs to a name right behind it: "envoy
// Steve Witkoff" is one mention, not two. "Глава МИД" is a noun with what it
// governs.
func (c *Cast) titles(i int, runs []run, r int) bool {
	return r < len(runs) && runs[r].words[0] == i+1 && c.Tokens[i].Tag.Any(lang.Role|lang.Title) && (c.Tokens[i+1].Gap == 0 || c.Tokens[i+1].Gap == Stop|Wide && !c.Tokens[i+1].Opens && c.abbreviated(i)) && c.bears(runs[r].words, i)
}

// bears says that the name at words is that of the person whom the noun at i
// means, and does not belong to the noun as "МИД" does in «глава МИД».
func (c *Cast) bears(words [2]int, i int) bool {
	if !c.speech.Names.Inflects() {
		return true
	}
	last := words[1] - 1
	if m := c.Tokens[words[0]].Mention; m >= 0 {
		if p := &c.People[c.Mentions[m].Person]; p.Body || p.Place {
			return false
		}
	} else if c.Tokens[last].Tag.Any(lang.Place|lang.Body) || isAcronym(c.doc.Words[last].Of(c.doc.Text)) {
		return false
	}
	if last > words[0] || c.given(last) != 0 {
		return true
	}
	w := c.doc.Words[i]
	return c.speech.Lemmas[w.Stem] != w.Lower || c.speech.Names.Nominal(c.doc.Words[last].Lower)
}

// noun makes a mention of a noun with what stands before it: article,
// possessive, modifiers.
func (c *Cast) noun(i int) {
	start := i
	for start > 0 && c.Tokens[start].Gap&Wide == 0 && i-start < 4 {
		t := c.Tokens[start-1]
		if c.Tokens[start].Gap == Hyphen && t.Mention < 0 {
			start--
			continue
		}
		if t.Mention >= 0 && !c.Mentions[t.Mention].Oblique {
			break
		}
		if !t.Tag.Any(lang.Determiner|lang.Modifier|lang.Possessive) && !(t.Tag.Any(lang.Role) && t.Mention < 0) && !c.qualifies(start-1, i) {
			break
		}
		if t.Mention >= 0 {
			break
		}
		start--
		if t.Tag.Any(lang.Determiner) {
			break
		}
	}
	tag := c.Tokens[i].Tag
	c.put(Mention{Words: [2]int{start, i + 1}, Head: i, Kind: Noun, Tag: tag, Sex: tag & lang.Sexes})
}

// qualifies says that word k, which no list knows, is an adjective that agrees
// with the noun at word i: «місцева поліція», «в обласній прокуратурі».
func (c *Cast) qualifies(k, i int) bool {
	w := c.doc.Words[i]
	if c.Tokens[k].Tag&^lang.Place != 0 || c.Tokens[k].Upper || !c.Tokens[i].Tag.Any(lang.Body|lang.Role) {
		return false
	}
	if c.speech.Lemmas[w.Stem] == w.Lower {
		return c.speech.Adjective(c.doc.Words[k].Lower)
	}
	return c.Tokens[i].Tag.Any(lang.Body) && c.speech.Agreeing(c.doc.Words[k].Lower)
}

// baptise gives everybody their name: the fullest that stands in the text, in
// the nominative.
func (c *Cast) baptise() {
	for i := range c.Mentions {
		m := c.Mentions[i]
		if m.Kind != Name {
			continue
		}
		p := &c.People[m.Person]
		if p.best < 0 || c.fuller(i, p.best) {
			p.best = i
		}
	}
	stands := c.forms()
	for i := range c.People {
		if p := &c.People[i]; p.best >= 0 {
			p.Name = c.nominative(i, stands)
		}
	}
	c.unfold()
	c.alias()
	c.entitle()
}

// certain is what a name's case counts for fuller: less than a word.
const certain = 2

// fuller says that mention a names its person better than mention b: with more
// words, without initials, in the nominative, outside quotes. Where that does
// not tell, the form that the other is inflected from is better.
func (c *Cast) fuller(a, b int) bool {
	x, y := c.fullness(a), c.fullness(b)
	if !c.speech.Names.Inflects() || x-y > 2*certain || y-x > 2*certain {
		return x > y
	}
	if p := &c.People[c.Mentions[a].Person]; !p.Body && !p.Place {
		x, y = x+certain*c.standing(c.Mentions[a]), y+certain*c.standing(c.Mentions[b])
	}
	if x != y {
		return x > y
	}
	m, o := c.doc.Words[c.Mentions[a].Head].Lower, c.doc.Words[c.Mentions[b].Head].Lower
	sex := c.People[c.Mentions[a].Person].Sex
	return m != o && c.speech.Names.Inflected(o, m, sex) && !c.speech.Names.Inflected(m, o, sex)
}

func (c *Cast) fullness(i int) int {
	m := c.Mentions[i]
	points := 0
	end := m.Words[1]
	if c.People[m.Person].Body && c.speech.Names.Inflects() {
		end = c.extent(m)
	}
	for k := m.Words[0]; k < end; k++ {
		switch {
		case !c.initial(k):
			points += 8
		default:
			points += 3
		}
	}
	if p := &c.People[m.Person]; !m.Oblique && (!c.speech.Names.Inflects() || p.Body || p.Place) {
		points += 2
	}
	if m.Words[1]-m.Words[0] == 2 && c.doc.Words[m.Head].Patronymic {
		points -= 6 // a surname tells more
	}
	if !c.Tokens[m.Head].Quoted {
		points++
	}
	if len(c.speech.Short[c.key(m.Words[0])]) > 0 {
		points-- // the whole first name tells more
	}
	return points
}

// initial says that word i is an initial or another short form: one letter, or
// two before a dot.
func (c *Cast) initial(i int) bool {
	w := c.doc.Words[i]
	n := utf8.RuneCountInString(w.Lower)
	return n == 1 || n == 2 && (!c.speech.Names.Inflects() || strings.HasPrefix(c.doc.Text[w.End:], "."))
}

// written is a name as it stands, without the possessive ending.
func (c *Cast) written(m Mention) string {
	s := m.Of(c.doc.Text)
	if m.Oblique && !c.speech.Names.Inflects() {
		s = strings.TrimRight(s, "’'")
		if r, n := utf8.DecodeLastRuneInString(s); r == 's' || r == 'S' {
			if q, k := utf8.DecodeLastRuneInString(s[:len(s)-n]); q == '\'' || q == '’' {
				s = s[:len(s)-n-k]
			}
		}
	}
	return s
}

// titled writes a lower-case word as its model: with a capital, or in capitals.
func titled(lower, model string) string {
	if isAcronym(model) && utf8.RuneCountInString(model) > 1 {
		return strings.ToUpper(lower)
	}
	r, n := utf8.DecodeRuneInString(lower)
	return string(unicode.ToUpper(r)) + lower[n:]
}
