package people

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
)

// An institution's name is longer than its capitals where the language writes
// what the noun governs small: «Міністерство охорони здоров'я». It is given
// whole and in the nominative, and an acronym is given the name whose initials
// it has.

// official is an institution's fullest name, in the nominative where the
// language inflects.
func (c *Cast) official(m Mention) string {
	if !c.speech.Names.Inflects() {
		return c.written(m)
	}
	return c.called([2]int{m.Words[0], c.extent(m)})
}

// Called is the name of the institution that a mention means: where a noun and a
// name in marks make it, the one that the text gave last.
func (c *Cast) Called(mention int) string {
	m := c.Mentions[mention]
	p := &c.People[m.Person]
	if !c.speech.Names.Inflects() {
		return p.Name + c.marked(m.Words[0], m.Words[1])
	}
	if m.Kind == Noun && c.bare(m) {
		if name := c.introducedAs(mention); name != "" {
			return name
		}
	}
	for k := mention; k >= 0 && k >= mention-mentioned; k-- {
		if o := c.Mentions[k]; o.Kind == Name && o.Person == m.Person {
			if name := c.titled(o); name != "" {
				return name
			}
		} else if o.Kind == Noun && o.Tag.Any(lang.Body) && p.Name != "" {
			if name := c.designation(o); len(name) > len(p.Name) && strings.EqualFold(name[:len(p.Name)], p.Name) {
				return name // «Посольство Польщі … від посольства Польщі в Україні»
			}
		}
	}
	return p.Name
}

// extent is the end of what the head of an institution's name governs: words
// in the genitive and names behind it.
func (c *Cast) extent(m Mention) int {
	end, small, whole := m.Words[1], 0, m.Words[1]
	if c.Tokens[m.Head].Tag.Any(lang.Place) && c.Tokens[m.Words[0]].Tag.Any(lang.Body) {
		return c.seat(Mention{Head: m.Words[0], Tag: lang.Body}, end)
	}
	if !c.Tokens[m.Head].Tag.Any(lang.Body) || c.Tokens[m.Head].Tag.Any(lang.Place) || isAcronym(c.doc.Words[m.Head].Of(c.doc.Text)) {
		return end
	}
	for end < len(c.Tokens) && end-m.Head <= longestComplement {
		t, w := &c.Tokens[end], &c.doc.Words[end]
		if t.Gap&Wide != 0 || t.Opens || t.Quoted != c.Tokens[m.Head].Quoted || t.Tag.Any(ends) || w.Stop {
			break
		}
		named := t.Mention >= 0 && c.Mentions[t.Mention].Kind == Name
		switch {
		case named:
			if p := &c.People[c.Mentions[t.Mention].Person]; !p.Place && !p.Body {
				return whole
			}
		case !c.speech.Genitive(w.Lower) && !c.speech.Matters[w.Lower] && (small == 0 || !c.speech.Agreeing(c.doc.Words[end-1].Lower)):
			return whole
		default:
			small++
		}
		if small > 2 {
			return whole
		}
		end++
		if small == 0 || t.Upper || !c.speech.Agreeing(w.Lower) {
			whole = end
		}
	}
	m.Tag = lang.Body
	return c.seat(m, whole)
}

// ends are the words that no institution's name holds.
const ends = lang.Cue | lang.Weak | lang.Pronoun | lang.Preposition | lang.Conjunction | lang.Determiner | lang.Auxiliary | lang.Hedge | lang.Calendar | lang.Opens

// called is the name that the words a to b make, its head and the adjectives
// before it in the nominative.
func (c *Cast) called(words [2]int) string {
	whole := text.Span{Start: c.doc.Words[words[0]].Start, End: c.doc.Words[words[1]-1].End}.Of(c.doc.Text)
	head := words[0]
	for head < words[1] && !c.Tokens[head].Tag.Any(lang.Body) {
		head++
	}
	if head == words[1] || strings.Contains(whole, "\n") {
		return whole
	}
	w := c.doc.Words[head]
	lemma, ok := c.speech.Lemmas[w.Stem]
	if !ok || isAcronym(w.Of(c.doc.Text)) {
		return whole
	}
	var b strings.Builder
	for i := words[0]; i < head; i++ {
		a := c.doc.Words[i]
		n, ok := c.speech.Agree(a.Lower, lemma)
		if !ok {
			return whole // something else stands before the noun: its case is not known
		}
		b.WriteString(titledAs(n, a.Of(c.doc.Text)))
		b.WriteString(c.doc.Text[a.End:c.doc.Words[i+1].Start])
	}
	b.WriteString(titledAs(lemma, w.Of(c.doc.Text)))
	b.WriteString(c.doc.Text[w.End:c.doc.Words[words[1]-1].End])
	return b.String()
}

// titledAs writes a lower-case word with a capital where its model has one.
func titledAs(lower, model string) string {
	if r, _ := utf8.DecodeRuneInString(model); unicode.IsLower(r) {
		return lower
	}
	return titled(lower, model)
}

// unfolded bounds the acronyms of a text that are given their names, and so the
// cost of doing it.
const unfolded = 8

// unfold gives acronyms the full names whose initials they are.
func (c *Cast) unfold() {
	acronyms, found := map[string]int{}, 0
	for i := range c.People {
		if p := &c.People[i]; p.Body && !p.Place && len(p.keys) == 1 && isAcronym(p.Name) && utf8.RuneCountInString(p.Name) >= 3 {
			acronyms[strings.ToLower(p.Name)] = i
		}
	}
	for i := range c.Mentions {
		if len(acronyms) == 0 || !c.speech.Names.Inflects() || found > unfolded {
			return
		}
		m := &c.Mentions[i]
		if !c.body(*m) || c.Tokens[m.Words[0]].Tag.Any(lang.Place) {
			continue
		}
		words := [2]int{m.Words[0], c.extent(*m)}
		if p, n := c.spells(words, acronyms); n > 0 {
			found++
			c.People[p].Name = c.called([2]int{words[0], max(words[0]+n, words[1])})
			delete(acronyms, strings.ToLower(c.initials(words[0], words[0]+n)))
			if m.Kind == Name {
				c.merge(m.Person, p)
			} else {
				m.Person = p
			}
		}
	}
}

// alias gives acronyms in brackets the names that they stand behind: «Гражданский
// дозор» (ГД).
func (c *Cast) alias() {
	for i := range c.Mentions {
		m := &c.Mentions[i]
		k := m.Words[0]
		if m.Kind != Name || m.Head != k || k == 0 || c.Tokens[k].Gap&Open == 0 || k+1 >= len(c.Tokens) || c.Tokens[k+1].Gap&Shut == 0 ||
			!isAcronym(m.Of(c.doc.Text)) || !c.speech.Names.Inflects() || c.People[m.Person].Place {
			continue
		}
		n := utf8.RuneCountInString(c.doc.Words[k].Lower)
		if k >= n && c.Tokens[k-1].Quoted && c.initials(k-n, k) == c.doc.Words[k].Lower && (k == n || !c.Tokens[k-n-1].Quoted) {
			c.People[m.Person].Name = c.span([2]int{k - n, k}).Of(c.doc.Text)
			continue
		}
		if i == 0 {
			continue
		}
		if o := c.Mentions[i-1]; c.body(o) && c.extent(o) == k && c.initials(o.Words[0], k) == c.doc.Words[k].Lower {
			c.People[m.Person].Name = c.called([2]int{o.Words[0], k})
			if o.Kind == Name {
				c.merge(o.Person, m.Person)
			}
		}
	}
}

// spells is the acronym whose letters are the initials of words from a on, and
// how many words it takes; n is 0 where there is none.
func (c *Cast) spells(words [2]int, acronyms map[string]int) (person, n int) {
	for end := words[0] + 3; end <= words[1]; end++ {
		if p, ok := acronyms[c.initials(words[0], end)]; ok {
			return p, end - words[0]
		}
	}
	return 0, 0
}

// initials are the first letters of the words a to b without the small words,
// lower case.
func (c *Cast) initials(a, b int) string {
	var s []rune
	for i := a; i < b; i++ {
		if !c.doc.Words[i].Stop {
			r, _ := utf8.DecodeRuneInString(c.doc.Words[i].Lower)
			s = append(s, r)
		}
	}
	return string(s)
}

// merge makes all mentions of one institution those of another.
func (c *Cast) merge(from, to int) {
	if from == to {
		return
	}
	for i := range c.Mentions {
		if m := &c.Mentions[i]; m.Person == from {
			m.Person = to
		}
	}
	c.People[to].Count += c.People[from].Count
}
