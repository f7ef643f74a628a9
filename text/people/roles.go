package people

import (
	"slices"
	"strings"

	"herald/text/lang"
)

// describe reads the roles that the text gives to people: what stands before a
// name ("the mayor of Kyiv Anna Bell") and behind it between commas ("Anna
// Bell, the mayor,").
func (c *Cast) describe() {
	for i := range c.Mentions {
		m := c.Mentions[i]
		if m.Kind != Name || c.People[m.Person].Body || c.People[m.Person].Place {
			continue
		}
		if a, b := c.before(m); b > a && c.bears(m.Words, b-1) {
			c.role(m, a, b)
			c.cover(i, a)
			c.offices(i, a)
		}
		if a, b := c.behind(m); b > a && !c.articled(m) {
			c.role(m, a, b)
		}
		c.appose(i)
		c.across(i)
	}
}

// offices makes a noun before a comma the person whom name i names, where the
// role at word a goes on with a list that the noun opens: «доцент кафедри, голова
// ради Анна Белл».
func (c *Cast) offices(i, a int) {
	if !c.speech.Names.Inflects() || a == 0 || c.Tokens[a].Gap != Comma|Wide || c.Tokens[a].Opens {
		return
	}
	for k := a - 1; k >= 0 && a-k <= longestRole; k-- {
		t := c.Tokens[k]
		if t.Tag.Any(lang.Cue|lang.Weak|lang.Auxiliary|lang.Conjunction|lang.Pronoun) && !t.Tag.Any(lang.Linking) || t.Gap&Wide != 0 && !t.Tag.Any(lang.Role) {
			return
		}
		if t.Mention < 0 {
			continue
		}
		o := &c.Mentions[t.Mention]
		switch {
		case o.Kind == Noun && o.Tag.Any(lang.Role) && o.Head == k && c.heads(k):
			o.Person = c.Mentions[i].Person
			return
		case o.Kind == Name && !c.People[o.Person].Body && !c.People[o.Person].Place:
			return
		}
	}
}

// across makes the noun before an institution in marks the person whom a name
// right behind the marks names: «капітан «Зорі» Анна Белл».
func (c *Cast) across(i int) {
	const longest = 4
	m := c.Mentions[i]
	k := m.Words[0]
	if c.Tokens[k].Quoted || c.Tokens[k].Opens || c.Tokens[k].Gap&^(Quote|Wide) != 0 {
		return
	}
	for k > 0 && m.Words[0]-k <= longest && c.Tokens[k-1].Quoted {
		k--
	}
	if k == m.Words[0] || k == 0 || c.Tokens[k-1].Quoted || c.Tokens[k].Gap&^(Quote|Wide) != 0 || c.Tokens[k-1].Mention < 0 {
		return
	}
	o := &c.Mentions[c.Tokens[k-1].Mention]
	if o.Kind != Noun || !o.Tag.Any(lang.Role) || o.Words[1] != k {
		return
	}
	o.Person = m.Person
	if c.office(m, o.Words[0], o.Words[1]) != "" && c.People[m.Person].Role == "" {
		c.role(m, o.Words[0], m.Words[0])
		c.People[m.Person].Role = strings.TrimSpace(c.doc.Text[o.Start:m.Start])
	}
}

// appose makes the noun before a comma the person whom a name behind it names:
// "the mayor, Anna Bell,".
func (c *Cast) appose(i int) {
	if i == 0 {
		return
	}
	m, o := c.Mentions[i], c.headed(i)
	if o == nil || o.Kind != Noun || !o.Tag.Any(lang.Role) || o.Tag.Any(lang.Plural) || c.Tokens[m.Words[0]].Gap != Comma|Wide || c.Tokens[m.Words[0]].Opens {
		return
	}
	if n := m.Words[1]; n < len(c.Tokens) && c.Tokens[n].Gap&(Comma|Stop|Dash|Line) == 0 {
		return
	}
	o.Person = m.Person
	a := o.Words[0]
	for a < o.Head && c.Tokens[a].Tag.Any(lang.Determiner) {
		a++
	}
	c.role(m, a, m.Words[0])
}

// headed is the mention that ends right before name i, or whose complement
// does: "the director of operations, Anna Bell"; nil where there is none.
func (c *Cast) headed(i int) *Mention {
	const longest = 5
	end := c.Mentions[i].Words[0]
	if o := &c.Mentions[i-1]; o.Words[1] == end {
		if o.Kind == Noun || c.speech.Names.Inflects() {
			return o
		}
	}
	if c.speech.Names.Inflects() {
		return nil
	}
	for k := end - 1; k > 0 && k >= end-longest; k-- {
		t := c.Tokens[k]
		if t.Gap&Wide != 0 || t.Quoted || t.Tag.Any(lang.Cue|lang.Weak|lang.Auxiliary|lang.Pronoun) {
			return nil
		}
		if m := c.Tokens[k-1].Mention; t.Tag.Any(lang.Preposition) && m >= 0 && c.Mentions[m].Words[1] == k {
			return &c.Mentions[m]
		}
	}
	return nil
}

// cover makes the nouns and names of a role that stands before name i, from
// word a on, no subjects of their own: the noun is that person, the names
// belong to the noun.
func (c *Cast) cover(i, a int) {
	for k := i - 1; k >= 0 && c.Mentions[k].Words[0] >= a; k-- {
		o := &c.Mentions[k]
		if o.Kind == Noun && o.Tag.Any(lang.Role) && o.Head-a < 3 {
			o.Person = c.Mentions[i].Person
		} else {
			o.Oblique, o.Covered = true, true
		}
	}
}

// settle tells subjects from objects where the language inflects: a name in
// another form than its person's nominative is no subject, nor is a name or an
// institution that follows a noun without anything between ("глава МИД").
func (c *Cast) settle() {
	inflects := c.speech.Names.Inflects()
	for i := range c.Mentions {
		m := &c.Mentions[i]
		if inflects {
			m.Oblique = m.Oblique || m.Kind == Name && c.otherwise(*m) || m.Kind == Noun && (c.declined(m.Head) || c.several(m.Head)) || c.dependent(i)
		}
		if m.Kind != Name {
			continue
		}
		p := &c.People[m.Person]
		if !p.lead && !c.Tokens[m.Head].Quoted && c.Subject(i) {
			p.lead = true
		}
		p.thing = p.thing || c.articled(*m)
	}
}

// otherwise says that a person's name stands in another form than the
// nominative.
func (c *Cast) otherwise(m Mention) bool {
	p := &c.People[m.Person]
	if p.Body || p.Place {
		return false
	}
	head := c.doc.Words[m.Head].Lower
	if c.speech.Patronymic(head) {
		return c.givenOblique(m)
	}
	if m.Words[1]-m.Words[0] == 1 && c.verbal(m) == lang.Masculine && !c.speech.Names.NominalOf(head, lang.Masculine) {
		return true // «закликав Белова»: he called on Belov
	}
	name := strings.ToLower(p.Name)
	if head == name[strings.LastIndexAny(name, " -.")+1:] || c.given(m.Head) != 0 {
		return false
	}
	return m.Words[1]-m.Words[0] == 1 || !slices.Contains(strings.Fields(name), head) // of a first name and a patronymic
}

// dependent says that a noun or an institution follows a noun that governs it:
// «глава МИД».
func (c *Cast) dependent(i int) bool {
	m := &c.Mentions[i]
	if i == 0 || c.Mentions[i-1].Words[1] != m.Words[0] || c.Tokens[m.Words[0]].Gap&Wide != 0 || c.Mentions[i-1].Kind != Noun {
		return false
	}
	if w, o := c.doc.Words[m.Head], c.Mentions[i-1]; m.Kind == Noun && m.Tag.Any(lang.Role) && c.speech.Lemmas[w.Stem] == w.Lower {
		// It stands in the nominative; the other does not, or is nobody: «повідомило агентству джерело».
		before := c.doc.Words[o.Head]
		if !o.Tag.Any(lang.Role) || c.speech.Lemmas[before.Stem] != before.Lower && !c.speech.Adjective(before.Lower) {
			return false
		}
	}
	return m.Kind == Noun || m.Kind == Name && (c.People[m.Person].Body || c.People[m.Person].Place)
}

// articled says that an article stands right before a name, as it does before
// those of houses, ships and papers: "the Harbour Inn". Before a person's there
// is a title between them.
func (c *Cast) articled(m Mention) bool {
	k := m.Words[0]
	return k > 0 && !c.speech.Names.Inflects() && c.Tokens[k].Gap&^Wide == 0 && c.Tokens[k-1].Tag.Any(lang.Determiner)
}

// declined says that a noun stands in a case that is surely not the nominative.
func (c *Cast) declined(i int) bool {
	w := c.doc.Words[i]
	if c.speech.Lemmas[w.Stem] == w.Lower || len(w.Lower) <= len(w.Stem) {
		return false
	}
	return c.speech.Declined(w.Lower)
}

// Governed says that a name belongs to the noun right before it and so names
// nobody who acts: «представитель Обамы».
func (c *Cast) Governed(i int) bool {
	if i == 0 || !c.Mentions[i].Oblique || !c.speech.Names.Inflects() {
		return false
	}
	m, o := c.Mentions[i], c.Mentions[i-1]
	return m.Kind == Name && o.Kind == Noun && o.Words[1] == m.Words[0] && c.Tokens[m.Words[0]].Gap&Wide == 0
}
