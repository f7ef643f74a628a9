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
