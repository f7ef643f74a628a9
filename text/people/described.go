package people

import (
	"slices"

	"herald/text/lang"
)

// Nouns that mean somebody named before: "the minister", «речниця», "the agency".

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
	if c.indefinite(m) || m.Oblique && !c.Sourced(m.Words[0]) {
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
		if slices.Contains(c.People[o.Person].keys, key) || c.speech.Names.Inflects() && c.holds(o, c.doc.Words[m.Head].Stem) {
			return o.Person
		}
		if actor < 0 && sentence-c.Tokens[o.Head].Sentence <= recent && (c.Sourced(o.Words[0]) || c.Subject(k)) {
			actor = o.Person
		}
	}
	if !m.Tag.Any(lang.Generic) || m.Oblique {
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
