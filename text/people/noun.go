package people

import (
	"strings"

	"herald/text"
	"herald/text/lang"
)

// longestComplement bounds the words that a noun governs in its name.
const longestComplement = 5

// Describe is what a noun calls somebody who has no name: the noun as it
// stands, or, where the language inflects and it stands in another case, in the

// nominative with what it governs: «в отделе коммуникации» → «отдел
// коммуникации». An institution or a document that stands without anything is

// called as it was before.
func (c *Cast) Describe(mention int) string {
	m := c.Mentions[mention]
	if !c.speech.Names.Inflects() {
		return m.Of(c.doc.Text)
	}
	if m.Tag.Any(lang.Body|lang.Document) && c.bare(m) {
		if name := c.introducedAs(mention); name != "" {
			return name
		}
	}
	return c.designation(m)
}

// designation is a noun in the nominative with all that belongs to it.
func (c *Cast) designation(m Mention) string {
	head := c.doc.Words[m.Head]
	end := c.seat(m, c.complement(m))
	tail := c.doc.Text[head.End:c.doc.Words[end-1].End]
	if strings.Contains(tail, "\n") {
		tail, end = "", m.Head+1
	}
	if end > m.Head+1 || m.Tag.Any(lang.Body) {
		tail += c.marked(m.Head, end)
	}
	lemma, ok := c.speech.Lemmas[head.Stem]
	if !ok || lemma == head.Lower || m.Tag.Any(lang.Anonymous) || !c.governed(m) && !m.Oblique {
		return text.Span{Start: m.Start, End: head.End}.Of(c.doc.Text) + tail
	}
	first := m.Head
	if c.Tokens[first].Gap == Hyphen && m.Words[0] < first {
		first--
		lemma = c.doc.Text[c.doc.Words[first].Start:head.Start] + lemma
	}
	return c.adjectives(m.Words[0], first, c.speech.Lemmas[head.Stem]) + lemma + tail
}

// marked is the name in marks that begins at word i, right behind a designation

// from word from on, with its marks and the space before it: компания «Заря»; ""

// seat is the end of an institution's name with what a preposition joins to it:

// its place («посольство Польщі в Україні», «поліція в Одеській області») or its

// matter («служба з надзвичайних ситуацій»). A source has the place that it

// inside is the end of the institution, with what stands before and behind it,

// adjectives are those that stand from word a up to word b before a noun, in

// the nominative that it demands, each with a space behind it.
func (c *Cast) adjectives(a, b int, noun string) string {
	var s string
	for i := b - 1; i >= a && c.Tokens[i+1].Gap == 0; i-- {
		n, ok := c.speech.Agree(c.doc.Words[i].Lower, noun)
		if !ok || c.Tokens[i].Tag.Any(lang.Determiner|lang.Possessive|lang.Pronoun) {
			break
		}
		s = titledAs(n, c.doc.Words[i].Of(c.doc.Text)) + " " + s
	}
	return s
}

// bare says that a noun stands without anything that tells which one is meant.
func (c *Cast) bare(m Mention) bool {
	first := m.Words[0]
	if first < m.Head && c.Tokens[first+1].Gap == Hyphen {
		first++ // «прес-служба» is one word
	}
	end := c.complement(m)
	return first == m.Head && end == m.Head+1 && c.seat(m, end) == end && c.marked(first, end) == ""
}

// introducedAs is what calls the same institution or document by more words
// before, the nearest, but a name in marks above all: «обласна прокуратура … у
// прокуратурі»; "" where nothing does.
func (c *Cast) introducedAs(mention int) string {
	m := c.Mentions[mention]
	kind := m.Tag & (lang.Body | lang.Document)
	stem, found := c.doc.Words[m.Head].Stem, ""
	for k := mention - 1; k >= 0 && k >= mention-mentioned; k-- {
		o := c.Mentions[k]
		if c.Tokens[o.Head].Quoted {
			continue
		}
		name := ""
		switch {
		case o.Kind == Noun && o.Tag.Any(kind) && c.doc.Words[o.Head].Stem == stem && !c.bare(o):
			name = c.designation(o)
		case o.Kind == Name && c.body(o) && c.holds(o, stem):
			if name = c.titled(o); name == "" && c.extent(o) > o.Words[0]+1 {
				name = c.official(o)
			}
		}
		if strings.ContainsAny(name, "«“\"„") {
			return name
		}
		if found == "" {
			found = name
		}
	}
	return found
}

// holds says that a name has a word of that stem.
func (c *Cast) holds(m Mention, stem string) bool {
	for i := m.Words[0]; i < m.Words[1]; i++ {
		if c.doc.Words[i].Stem == stem {
			return true
		}
	}
	return false
}

// titled is what calls an institution that has a name in marks behind the words of

// its mention: «компанія «Зоря»»; "" where it has none.
func (c *Cast) titled(m Mention) string {
	name := c.marked(m.Words[0], c.extent(m))
	if name == "" {
		return ""
	}
	if m.Words[1]-m.Words[0] == 1 && c.Tokens[m.Head].Opens && !isAcronym(c.doc.Words[m.Head].Of(c.doc.Text)) {
		return strings.ToLower(c.official(m)) + name
	}
	return c.official(m) + name
}

// complement is the end of what a noun governs: the names and nouns that follow

// it without a mark. Of words that no list knows only two are believed, or one

// where more follow: among those is a verb.
func (c *Cast) complement(m Mention) int {
	end, strangers, first := m.Head+1, 0, 0
	for end < len(c.Tokens) && end-m.Head <= longestComplement {
		t := c.Tokens[end]
		if t.Gap&Wide != 0 || t.Opens || t.Quoted != c.Tokens[m.Head].Quoted || t.Tag.Any(ends) || c.doc.Words[end].Stop {
			break
		}
		if t.Mention < 0 && !t.Upper && c.speech.Past(c.doc.Words[end].Lower) != 0 && (end == m.Head+1 || !c.speech.Agreeing(c.doc.Words[end-1].Lower)) {
			break // a verb
		}
		if t.Tag.Any(lang.Role) && !t.Upper && !c.ofs(end) {
			break // a subject, or who did it: «вирок, ухвалений суддею»
		}
		if w := c.doc.Words[end].Lower; t.Mention < 0 && !t.Upper && c.speech.Adverb(w) && !c.speech.Agreeing(w) {
			break
		}
		if t.Mention >= 0 && c.Mentions[t.Mention].Kind == Name && !c.Mentions[t.Mention].Oblique {
			if p := &c.People[c.Mentions[t.Mention].Person]; !p.Body && !p.Place {
				break
			}
		}
		if t.Mention < 0 && !t.Upper {
			if strangers++; strangers == 1 {
				first = end
			}
		}
		end++
	}
	if strangers > 2 {
		return first + 1
	}
	return end
}

// ofs says that the noun for a person at word i may be governed by the noun before
// it: it stands in the genitive, or that one is an adjective.
func (c *Cast) ofs(i int) bool {
	w := c.doc.Words[i]
	if c.Tokens[i-1].Tag.Any(lang.Modifier) || c.speech.Adjective(c.doc.Words[i-1].Lower) {
		return true
	}
	return c.speech.Lemmas[w.Stem] != w.Lower && c.speech.Genitive(w.Lower)
}
