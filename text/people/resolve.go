package people

import (
	"math"
	"strings"

	"herald/text/lang"
)

// resolve tells whom the pronouns and descriptions of the narration mean, in
// the text's order, so that each can lean on the one before.
func (c *Cast) resolve() {
	c.cheer()
	for i := range c.Mentions {
		m := &c.Mentions[i]
		if m.Kind == Name || m.Person >= 0 || c.Tokens[m.Head].Quoted {
			continue
		}
		switch m.Kind {
		case Pronoun:
			if m.Tag.Any(lang.Relative) {
				m.Person = c.head(i)
				continue
			}
			if m.Tag.Any(lang.First|lang.Second|lang.Neuter|lang.Plural) || m.Sex&(lang.Masculine|lang.Feminine) == 0 {
				continue
			}
			m.Person = c.antecedent(i, m.Head, m.Sex, nil)
		case Noun:
			switch {
			case m.Tag.Any(lang.Plural|lang.Anonymous) || c.several(m.Head):
			case m.Tag.Any(lang.Role):
				m.Person = c.described(i)
			case m.Tag.Any(lang.Body):
				m.Person = c.institution(i)
			}
		}
	}
}

// head is the person named right before a relative pronoun: "Bell, who".
func (c *Cast) head(i int) int {
	m := c.Mentions[i]
	if i == 0 || m.Tag.Any(lang.Oblique|lang.Plural|lang.Neuter) || c.Tokens[m.Head].Gap&Comma == 0 {
		return -1
	}
	if o := c.Mentions[i-1]; o.Words[1] == m.Words[0] {
		return o.Person
	}
	return -1
}

// several says that a noun stands in a case of the plural.
func (c *Cast) several(i int) bool {
	w := c.doc.Words[i]
	if c.speech.Lemmas[w.Stem] == w.Lower {
		return false
	}
	for _, e := range c.speech.Plurals {
		if len(w.Lower) > len(w.Stem) && strings.HasSuffix(w.Lower, e) {
			return true
		}
	}
	return false
}

// Implied is the person whom a reporting verb without a subject at that word
// means («— пояснює.»); -1 where nobody fits.
func (c *Cast) Implied(word int) int {
	i := len(c.Mentions)
	for k := word; k < len(c.Tokens); k++ {
		if m := c.Tokens[k].Mention; m >= 0 {
			i = m
			break
		}
	}
	return c.antecedent(i, word, c.Tokens[word].Tag&lang.Sexes, nil)
}

const (
	reach     = 8  // sentences that an antecedent may lie back
	mentioned = 60 // mentions that are looked at: it bounds the cost

	// stranger is what somebody without a name counts who was just brought
	// in: as much as a name of unknown gender that is a subject.
	stranger = 125
)

// antecedent is the person whom a mention at index i, at that word, most
// likely means: near, the subject of a sentence, often named. It is -1 where
// nobody fits, and where somebody fits better whom the text does not name ("a
// woman in a green coat … She").
func (c *Cast) antecedent(i, word int, sex lang.Tag, fits func(*Person) bool) int {
	sentence := c.Tokens[word].Sentence
	best, points := -1, math.MinInt
	for k := i - 1; k >= 0 && k >= i-mentioned; k-- {
		o := c.Mentions[k]
		t := c.Tokens[o.Head]
		back := sentence - t.Sentence
		if back > reach {
			break
		}
		if t.Quoted {
			continue
		}
		if o.Person < 0 {
			if fits == nil && o.Kind == Noun && o.Sex.Any(sex&(lang.Masculine|lang.Feminine)) && (c.indefinite(o) || c.speech.Names.Inflects() && c.speaks(o) && !c.plain(o)) {
				if score := stranger - 12*back; score > points {
					best, points = -1, score
				}
			}
			continue
		}
		p := &c.People[o.Person]
		if p.Body || p.Place || p.Sex != 0 && sex&(lang.Masculine|lang.Feminine) != 0 && !p.Sex.Any(sex) {
			continue
		}
		if fits != nil && !fits(p) || p.idle() {
			continue
		}
		score := 100 - 12*back + min(p.Count, 8)*2
		if c.Subject(k) {
			score += 25
		}
		if back > 0 && c.speaks(o) {
			score += 15
		}
		if o.Oblique && o.Kind == Name {
			score -= 10
		}
		if p.Sex != 0 {
			score += 8
		}
		if !p.likely() {
			score -= 30
		}
		if back == 0 && o.Kind == Name && !c.Subject(k) && c.rival(k, sex) {
			score -= 15
		}
		if score > points {
			best, points = o.Person, score
		}
	}
	return best
}

// rival says that somebody else of that gender is named before mention k in its
// sentence, as a subject.
func (c *Cast) rival(k int, sex lang.Tag) bool {
	sentence := c.Tokens[c.Mentions[k].Head].Sentence
	for i := k - 1; i >= 0 && i > k-10; i-- {
		o := &c.Mentions[i]
		if c.Tokens[o.Head].Sentence != sentence {
			break
		}
		if o.Person >= 0 && o.Person != c.Mentions[k].Person && c.Subject(i) {
			if p := &c.People[o.Person]; !p.Body && !p.Place && (p.Sex == 0 || sex&(lang.Masculine|lang.Feminine) == 0 || p.Sex.Any(sex)) {
				return true
			}
		}
	}
	return false
}

// likely says that a name is surely a person's: it has a first name of known
// gender, several words, or a role.
func (p *Person) likely() bool {
	return len(p.keys) > 1 || p.Sex != 0 || len(p.roles) > 0
}

// idle says that nothing tells a name to be a person's: it has no gender, no
// role, and it is never the subject of a sentence or stands behind an article.
// Such are inns and harbours.
func (p *Person) idle() bool {
	return p.Sex == 0 && (!p.lead || p.thing) && len(p.roles) == 0
}

// Idle says that nothing tells a name to be a person's.
func (c *Cast) Idle(person int) bool { return c.People[person].idle() }

// described is the person whom a noun means: one whose role has that word or
// another word for it, or, for words that fit anybody, one who was spoken of
// right before.
func (c *Cast) described(i int) int {
	m := c.Mentions[i]
	if c.governs(i) {
		return -1
	}
	if c.indefinite(m) {
		if !c.Tokens[m.Words[0]].Tag.Any(lang.Possessive) {
			return -1
		}
		stem := c.doc.Words[m.Head].Stem // "his friend" is the friend who was named
		return c.antecedent(i, m.Head, c.sexOf(m), func(p *Person) bool { return p.has(stem) })
	}
	sex := c.sexOf(m)
	stem := c.doc.Words[m.Head].Stem
	if who := c.antecedent(i, m.Head, sex, func(p *Person) bool { return p.has(stem) }); who >= 0 {
		return who
	}
	if set := c.speech.Synonyms[stem]; set != 0 {
		if who := c.antecedent(i, m.Head, sex, func(p *Person) bool {
			for _, r := range p.roles {
				if c.speech.Synonyms[r]&set != 0 {
					return true
				}
			}
			return false
		}); who >= 0 {
			return who
		}
	}
	generic := m.Tag.Any(lang.Generic)
	if generic && c.unnamed(i) >= 0 || m.Tag.Any(lang.Indefinite) && !c.plain(m) {
		return -1
	}
	if who := c.antecedent(i, m.Head, sex, func(p *Person) bool {
		return p.likely() && (generic || len(p.roles) == 0 && p.lead)
	}); who >= 0 {
		return who
	}
	if who := c.actor(i, sex); who >= 0 {
		return who
	}
	return c.hero(sex)
}

// plain says that a noun stands without anything that would tell who is meant to
// somebody who has not heard of them: «участник рынка» brings somebody new.
func (c *Cast) plain(m Mention) bool {
	i := m.Words[1]
	if i >= len(c.Tokens) || c.Tokens[i].Gap&Wide != 0 || c.Tokens[i].Tag.Any(ends) || c.doc.Words[i].Stop || c.Tokens[i].Quoted != c.Tokens[m.Head].Quoted {
		return true
	}
	return !c.Tokens[i].Upper && !c.Tokens[i].Tag.Any(lang.Body|lang.Role) && !c.speech.Genitive(c.doc.Words[i].Lower)
}

// acted is how many sentences back somebody who acted is still meant by a noun
// that nothing else joins to them.
const acted = 2

// actor is the person who was the subject of a sentence right before; -1 where
// nobody was, or somebody of another gender.
func (c *Cast) actor(i int, sex lang.Tag) int {
	sentence := c.Tokens[c.Mentions[i].Head].Sentence
	for k := i - 1; k >= 0 && k >= i-mentioned; k-- {
		o := &c.Mentions[k]
		t := c.Tokens[o.Head]
		if sentence-t.Sentence > acted {
			break
		}
		if t.Quoted || t.Sentence == sentence || o.Kind != Name || !c.Subject(k) && !c.speaks(*o) {
			continue
		}
		p := &c.People[o.Person]
		if p.Body || p.Place || !p.likely() || p.Sex != 0 && sex&(lang.Masculine|lang.Feminine) != 0 && !p.Sex.Any(sex) {
			continue
		}
		return o.Person
	}
	return -1
}

// hero is the only person of that gender whom a text tells of; -1 where there
// are several.
func (c *Cast) hero(sex lang.Tag) int {
	who := -1
	for _, i := range c.heroes {
		p := &c.People[i]
		if p.Sex != 0 && sex&(lang.Masculine|lang.Feminine) != 0 && !p.Sex.Any(sex) {
			continue
		}
		if who >= 0 {
			return -1
		}
		who = i
	}
	return who
}

// cheer lists the people whom a text tells of: more than two of one gender are
// as good as many.
func (c *Cast) cheer() {
	for i := range c.People {
		if p := &c.People[i]; !p.Body && !p.Place && p.lead && p.likely() && p.Count >= 3 && len(c.heroes) < 8 {
			c.heroes = append(c.heroes, i)
		}
	}
}

// governs says that a noun belongs to the person named right behind it:
// «представитель Обамы» is not Obama.
func (c *Cast) governs(i int) bool {
	if !c.speech.Names.Inflects() || i+1 >= len(c.Mentions) {
		return false
	}
	m, o := c.Mentions[i], c.Mentions[i+1]
	return o.Kind == Name && o.Oblique && o.Words[0] == m.Words[1] && c.Tokens[o.Words[0]].Gap&Wide == 0 && !c.People[o.Person].Body && !c.People[o.Person].Place
}

// sexOf is the gender that a noun and its verb tell. Where a verb beside it
// tells one, that counts; a noun for an office in the masculine may mean a
// woman, one in the feminine means no man.
func (c *Cast) sexOf(m Mention) lang.Tag {
	for _, i := range [2]int{m.Words[0] - 1, m.Words[1]} {
		if i >= 0 && i < len(c.Tokens) && c.Tokens[i].Tag.Any(lang.Cue|lang.Weak) && !c.Tokens[i].Quoted {
			if sex := c.Tokens[i].Tag & (lang.Masculine | lang.Feminine); sex != 0 {
				return sex
			}
		}
	}
	return m.Sex & lang.Feminine
}

// institution is the institution that a noun means: the last one named whose
// name has the word, or, for words that fit any, the last one that acted.
func (c *Cast) institution(i int) int {
	m := c.Mentions[i]
	if c.indefinite(m) || m.Oblique {
		return -1
	}
	key := c.key(m.Head)
	sentence := c.Tokens[m.Head].Sentence
	actor := -1
	for k := i - 1; k >= 0 && k >= i-mentioned; k-- {
		o := c.Mentions[k]
		if o.Kind != Name || !c.People[o.Person].Body || c.Tokens[o.Head].Quoted {
			continue
		}
		for _, w := range c.People[o.Person].keys {
			if w == key {
				return o.Person
			}
		}
		if actor < 0 && sentence-c.Tokens[o.Head].Sentence <= recent && (c.Sourced(o.Words[0]) || c.Subject(k)) {
			actor = o.Person
		}
	}
	if !m.Tag.Any(lang.Generic) {
		return -1
	}
	return actor
}

func (p *Person) has(role string) bool {
	for _, r := range p.roles {
		if r == role {
			return true
		}
	}
	return false
}

// indefinite says that a noun brings somebody new: "a minister", "his
// spokesman".
func (c *Cast) indefinite(m Mention) bool {
	t := c.Tokens[m.Words[0]]
	if m.Words[0] < m.Head && t.Tag.Any(lang.Possessive) && !t.Tag.Any(lang.First) {
		return true
	}
	if m.Words[0] == m.Head {
		return !c.speech.Names.Inflects()
	}
	return t.Tag.Any(lang.Indefinite)
}

// Subject says that a mention is likely the subject of its sentence: it is the
// first there that no preposition governs and that is no possessive.
func (c *Cast) Subject(i int) bool {
	m := c.Mentions[i]
	if m.Oblique || c.governed(m) {
		return false
	}
	if c.inverted(m) {
		return true
	}
	sentence := c.Tokens[m.Head].Sentence
	for k := i - 1; k >= 0 && i-k < 6; k-- {
		o := c.Mentions[k]
		if t := c.Tokens[o.Head]; t.Sentence != sentence {
			break
		} else if t.Quoted || o.Oblique || c.governed(o) || o.Person >= 0 && o.Person == m.Person {
			continue
		}
		return false
	}
	return true
}

// speaks says that a mention is the subject of a reporting verb beside it.
func (c *Cast) speaks(m Mention) bool {
	if c.inverted(m) {
		return true
	}
	i := m.Words[1]
	return i < len(c.Tokens) && c.Tokens[i].Gap&Wide == 0 && c.Tokens[i].Tag.Any(lang.Cue) && !c.Tokens[i].Quoted && !c.governed(m)
}

// inverted says that a mention stands right behind a reporting verb as its
// subject does, and that the verb has no subject before it: "said Bell".
func (c *Cast) inverted(m Mention) bool {
	i := m.Words[0]
	if i == 0 || c.Tokens[i].Gap&Wide != 0 {
		return false
	}
	verb := c.Tokens[i-1]
	if !verb.Tag.Any(lang.Cue) || verb.Tag.Any(lang.Receiver|lang.Continues) || verb.Quoted {
		return false
	}
	return i == 1 || verb.Gap&Wide != 0 || c.Tokens[i-2].Quoted || c.Tokens[i-2].Mention < 0 && !c.Tokens[i-2].Tag.Any(lang.Auxiliary)
}
