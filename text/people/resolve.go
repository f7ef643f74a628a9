package people

import (
	"herald/text/lang"
)

// resolve tells whom the pronouns and descriptions of the narration mean, in
// the text's order, so that each can lean on the one before.
func (c *Cast) resolve() {
	for i := range c.Mentions {
		m := &c.Mentions[i]
		if m.Kind == Name || c.Tokens[m.Head].Quoted {
			continue
		}
		switch m.Kind {
		case Pronoun:
			if m.Tag.Any(lang.First|lang.Second|lang.Neuter|lang.Plural) || m.Sex&(lang.Masculine|lang.Feminine) == 0 {
				continue
			}
			if m.Tag.Any(lang.Relative) {
				continue
			}
			m.Person = c.antecedent(i, m.Sex, nil)
		case Noun:
			if m.Tag.Any(lang.Role) && !m.Tag.Any(lang.Plural|lang.Anonymous) {
				m.Person = c.described(i)
			}
		}
	}
}

const (
	reach     = 8  // sentences that an antecedent may lie back
	mentioned = 60 // mentions that are looked at: it bounds the cost
)

// antecedent is the person whom a mention at index i most likely means: near,
// the subject of a sentence, often named. It is -1 where nobody fits.
func (c *Cast) antecedent(i int, sex lang.Tag, fits func(*Person) bool) int {
	m := c.Mentions[i]
	sentence := c.Tokens[m.Head].Sentence
	best, points := -1, 0
	for k := i - 1; k >= 0 && k >= i-mentioned; k-- {
		o := c.Mentions[k]
		t := c.Tokens[o.Head]
		back := sentence - t.Sentence
		if back > reach {
			break
		}
		if t.Quoted || o.Person < 0 {
			continue
		}
		p := &c.People[o.Person]
		if p.Body || p.Place || p.Sex != 0 && sex&(lang.Masculine|lang.Feminine) != 0 && !p.Sex.Any(sex) {
			continue
		}
		if fits != nil && !fits(p) {
			continue
		}
		score := 100 - 12*back
		if c.Subject(k) {
			score += 25
		}
		if o.Oblique && o.Kind == Name {
			score -= 10
		}
		if p.Sex != 0 {
			score += 8
		}
		score += min(p.Count, 8) * 2
		if back == 0 && o.Kind == Name && !c.Subject(k) {
			score -= 15
		}
		if best < 0 || score > points {
			best, points = o.Person, score
		}
	}
	return best
}

// described is the person whom a noun means: one whose role has that word, or,
// for words that fit anybody, one who was spoken of right before.
func (c *Cast) described(i int) int {
	m := c.Mentions[i]
	stem := c.doc.Words[m.Head].Stem
	if c.indefinite(m) {
		return -1
	}
	who := c.antecedent(i, m.Sex, func(p *Person) bool {
		for _, r := range p.roles {
			if r == stem {
				return true
			}
		}
		return false
	})
	if who >= 0 {
		return who
	}
	if m.Tag.Any(lang.Generic) {
		return c.antecedent(i, m.Sex, nil)
	}
	return -1
}

// indefinite says that a noun brings somebody new: "a minister", "his
// spokesman".
func (c *Cast) indefinite(m Mention) bool {
	t := c.Tokens[m.Words[0]]
	if m.Words[0] < m.Head && t.Tag.Any(lang.Possessive) {
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
	sentence := c.Tokens[m.Head].Sentence
	for k := i - 1; k >= 0 && i-k < 4; k-- {
		o := c.Mentions[k]
		if t := c.Tokens[o.Head]; t.Sentence != sentence {
			break
		} else if t.Quoted || o.Oblique || c.governed(o) {
			continue
		}
		return false
	}
	return true
}
