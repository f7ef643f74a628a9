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
// коммуникации».
func (c *Cast) Describe(mention int) string {
	m := c.Mentions[mention]
	if !c.speech.Names.Inflects() {
		return m.Of(c.doc.Text)
	}
	if m.Tag.Any(lang.Body) && c.bare(m) {
		if k := c.introducedAs(mention); k >= 0 {
			return c.Describe(k)
		}
	}
	head := c.doc.Words[m.Head]
	end := c.seat(m, c.complement(m))
	tail := c.doc.Text[head.End:c.doc.Words[end-1].End]
	lemma, ok := c.speech.Lemmas[head.Stem]
	if !ok || lemma == head.Lower || m.Tag.Any(lang.Anonymous) {
		return text.Span{Start: m.Start, End: head.End}.Of(c.doc.Text) + tail
	}
	if !c.governed(m) && !m.Oblique {
		return text.Span{Start: m.Start, End: head.End}.Of(c.doc.Text) + tail
	}
	if strings.Contains(tail, "\n") {
		tail = ""
	}
	first := m.Head
	if c.Tokens[first].Gap == Hyphen && m.Words[0] < first {
		first--
		lemma = c.doc.Text[c.doc.Words[first].Start:head.Start] + lemma
	}
	return c.adjectives(m.Words[0], first, c.speech.Lemmas[head.Stem]) + lemma + tail
}

// seat is the end of an institution's name with the place that a preposition
// joins to it: «посольство Польщі в Україні».
func (c *Cast) seat(m Mention, end int) int {
	if !m.Tag.Any(lang.Body) || end+1 >= len(c.Tokens) || end == m.Head+1 {
		return end
	}
	if t, next := c.Tokens[end], c.Tokens[end+1]; t.Gap == 0 && next.Gap == 0 && t.Tag.Any(lang.Linking) && t.Tag.Any(lang.Preposition) && next.Upper && next.Tag.Any(lang.Place) {
		return end + 2
	}
	return end
}

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
	return m.Words[1]-m.Words[0] == 1 && c.complement(m) == m.Words[1]
}

// introducedAs is the mention before that calls the same institution by more
// words: «обласна прокуратура … у прокуратурі»; -1 where there is none.
func (c *Cast) introducedAs(mention int) int {
	stem := c.doc.Words[c.Mentions[mention].Head].Stem
	for k := mention - 1; k >= 0 && k >= mention-mentioned; k-- {
		o := c.Mentions[k]
		if o.Kind == Noun && o.Tag.Any(lang.Body) && c.doc.Words[o.Head].Stem == stem && !c.Tokens[o.Head].Quoted && !c.bare(o) {
			return k
		}
	}
	return -1
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
