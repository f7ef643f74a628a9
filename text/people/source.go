package people

import "herald/text/lang"

// A statement, a letter or a post speaks for somebody: «говориться в
// повідомленні» means the ministry whose message it is. "They" speaks for those
// named before.

const (
	issued = 8 // sentences back in which whoever issued a message is looked for
	owned  = 5 // words behind a message in which its owner stands
	// together is how many sentences back those lie whom a plural pronoun means.
	together = 3
	acting   = 6 // words behind an institution in which its verb stands
)

// Source is the mention of those for whom a message or a plural pronoun stands:
// an index into Mentions, or -1 where the text does not tell.
func (c *Cast) Source(i int) int {
	m := c.Mentions[i]
	switch {
	case m.Kind == Pronoun && m.Tag.Any(lang.Plural) && !m.Tag.Any(lang.First|lang.Second|lang.Relative):
		return c.those(i)
	case m.Kind == Pronoun && m.Sex.Any(lang.Masculine|lang.Feminine) && !m.Tag.Any(lang.First|lang.Second|lang.Relative) && c.speech.Names.Inflects():
		return c.unnamed(i)
	case m.Kind == Noun && m.Tag.Any(lang.Role) && m.Tag.Any(lang.Generic) && c.speech.Names.Inflects():
		return c.unnamed(i)
	case m.Kind == Noun && m.Tag.Any(lang.Document) && m.Tag.Any(lang.Generic) && c.speech.Names.Inflects():
		return c.issuer(i)
	case m.Kind == Noun && m.Tag.Any(lang.Body) && m.Tag.Any(lang.Generic) && c.speech.Names.Inflects() && c.bare(m) && c.introducedAs(i) == "":
		return c.agency(i)
	}
	return -1
}

// agency is the institution that acted or spoke shortly before and that a word for
// any of them means: «у відомстві».
func (c *Cast) agency(i int) int {
	sentence := c.Tokens[c.Mentions[i].Head].Sentence
	for k := i - 1; k >= 0 && k >= i-mentioned && sentence-c.Tokens[c.Mentions[k].Head].Sentence <= recent; k-- {
		o := c.Mentions[k]
		if c.body(o) && !c.Tokens[o.Head].Quoted && !o.Covered && (o.Kind == Name || !c.bare(o)) && (c.Sourced(o.Words[0]) || c.Subject(k)) {
			return k
		}
	}
	return -1
}

// those are the people whom a plural pronoun means: the last ones that were the
// subject of a sentence.
func (c *Cast) those(i int) int {
	sentence := c.Tokens[c.Mentions[i].Head].Sentence
	for k := i - 1; k >= 0 && k >= i-mentioned; k-- {
		o := c.Mentions[k]
		t := c.Tokens[o.Head]
		if sentence-t.Sentence > together {
			break
		}
		if t.Quoted || o.Kind != Noun || !o.Tag.Any(lang.Role) || !o.Tag.Any(lang.Plural) && !c.several(o.Head) && !c.manyOf(o.Head) {
			continue
		}
		if c.Subject(k) {
			return k
		}
	}
	return -1
}

// unnamed is the one without a name who spoke in a sentence shortly before and
// whom a word for anyone means: «представник служби … – сказав співрозмовник»;
// -1 where somebody with a name was the last to speak.
func (c *Cast) unnamed(i int) int {
	sentence := c.Tokens[c.Mentions[i].Head].Sentence
	for k := i - 1; k >= 0 && k >= i-mentioned; k-- {
		o := c.Mentions[k]
		t := c.Tokens[o.Head]
		if sentence-t.Sentence > acted {
			break
		}
		if t.Quoted || t.Sentence == sentence {
			continue
		}
		if o.Kind == Name && !c.People[o.Person].Body && !c.People[o.Person].Place && (c.speaks(o) || c.Subject(k)) {
			break
		}
		if o.Kind == Noun && o.Person < 0 && o.Tag.Any(lang.Role) && !o.Tag.Any(lang.Generic|lang.Anonymous) && !o.Oblique && !c.several(o.Head) && (c.speaks(o) || c.reported(o)) {
			return k
		}
	}
	return -1
}

// reported says that a reporting verb stands shortly before a noun in its clause:
// «повідомив нам учора секретар».
func (c *Cast) reported(m Mention) bool {
	const near = 4
	for i := m.Words[0] - 1; i >= 0 && m.Words[0]-i <= near && c.Tokens[i+1].Gap&Wide == 0; i-- {
		if c.Tokens[i].Tag.Any(lang.Cue) {
			return !c.governed(m)
		}
	}
	return false
}

// manyOf says that a noun stands in the nominative of the plural.
func (c *Cast) manyOf(i int) bool {
	w := c.doc.Words[i]
	lemma := c.speech.Lemmas[w.Stem]
	return c.speech.Names.Inflects() && lemma != "" && lemma != w.Lower && !c.declined(i)
}

// issuer is whoever issued a message: its owner right behind it, the owner of
// one named before, or an institution that spoke before.
func (c *Cast) issuer(i int) int {
	if m := c.Mentions[i]; m.Words[0] > 0 && (c.Tokens[m.Words[0]].Tag.Any(lang.Possessive) && c.Tokens[m.Words[0]].Tag.Any(lang.Plural) || c.Tokens[m.Words[0]-1].Tag.Any(lang.Possessive) && c.Tokens[m.Words[0]-1].Tag.Any(lang.Plural)) {
		return c.those(i)
	}
	if k := c.owner(i); k >= 0 {
		return k
	}
	sentence := c.Tokens[c.Mentions[i].Head].Sentence
	for k := i - 1; k >= 0 && k >= i-mentioned; k-- {
		o := c.Mentions[k]
		t := c.Tokens[o.Head]
		if sentence-t.Sentence > issued {
			break
		}
		if t.Quoted || o.Covered {
			continue
		}
		if o.Kind == Noun && o.Tag.Any(lang.Document) {
			if k := c.owner(k); k >= 0 {
				return k
			}
			continue
		}
		if c.body(o) && (c.Sourced(o.Words[0]) || c.answers(k)) {
			return k
		}
		if o.Kind == Noun && o.Tag.Any(lang.Role) && sentence-t.Sentence == 1 && c.Tokens[o.Words[0]].Opens && !o.Oblique {
			return k
		}
	}
	return -1
}

// owner is the institution or the person named behind a message in its own
// clause: «заява міністерства», «письмо, полученное от посольства».
func (c *Cast) owner(i int) int {
	m := c.Mentions[i]
	for k := i + 1; k < len(c.Mentions); k++ {
		o := c.Mentions[k]
		if o.Words[0]-m.Words[1] >= owned || c.Tokens[o.Head].Sentence != c.Tokens[m.Head].Sentence || c.Tokens[o.Head].Quoted {
			break
		}
		for n := m.Words[1]; n <= o.Words[0]; n++ {
			if t := c.Tokens[n]; t.Tag.Any(lang.Cue|lang.Weak|lang.Conjunction|lang.Relative) && n < o.Words[0] || t.Gap&(Stop|Dash|Colon|Line|Quote) != 0 {
				return -1
			}
		}
		near := o.Words[0] == m.Words[1]
		if c.body(o) || near && o.Kind == Noun && o.Tag.Any(lang.Role) || near && o.Kind == Name && o.Person >= 0 && !c.People[o.Person].Place {
			return k
		}
	}
	return -1
}

// body says that a mention is that of an institution.
func (c *Cast) body(m Mention) bool {
	if m.Kind == Name {
		return m.Person >= 0 && c.People[m.Person].Body && !c.People[m.Person].Place
	}
	return m.Kind == Noun && m.Tag.Any(lang.Body)
}

// answers says that an institution is the one that speaks or acts in its
// sentence: a reporting verb stands beside it.
func (c *Cast) answers(k int) bool {
	o := c.Mentions[k]
	if c.speaks(o) || c.Subject(k) && c.Tokens[o.Words[0]].Opens {
		return true
	}
	for n := o.Words[1]; n < len(c.Tokens) && n < o.Words[1]+acting; n++ {
		t := c.Tokens[n]
		if t.Gap&Wide != 0 || t.Quoted {
			return false
		}
		if t.Tag.Any(lang.Cue) {
			return t.Tag.Any(lang.Plural) || !c.governed(o)
		}
	}
	return false
}
