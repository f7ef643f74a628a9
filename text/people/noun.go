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
	head := c.doc.Words[m.Head]
	end := c.complement(m)
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
	if joined := c.Tokens[m.Head].Gap == Hyphen; joined && m.Words[0] < m.Head {
		lemma = c.doc.Text[c.doc.Words[m.Head-1].Start:head.Start] + lemma
	}
	return lemma + tail
}

// complement is the end of what a noun governs: the names and nouns that follow
// it without a mark. Of words that no list knows only two are believed, or one
// where more follow: among those is a verb.
func (c *Cast) complement(m Mention) int {
	const ends = lang.Cue | lang.Weak | lang.Pronoun | lang.Preposition | lang.Conjunction | lang.Determiner | lang.Auxiliary | lang.Hedge | lang.Calendar | lang.Opens
	end, strangers, first := m.Head+1, 0, 0
	for end < len(c.Tokens) && end-m.Head <= longestComplement {
		t := c.Tokens[end]
		if t.Gap&Wide != 0 || t.Opens || t.Quoted != c.Tokens[m.Head].Quoted || t.Tag.Any(ends) || c.doc.Words[end].Stop {
			break
		}
		if t.Mention < 0 && !t.Upper && c.speech.Adverb(c.doc.Words[end].Lower) {
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
