package text

import (
	"strings"
	"unicode/utf8"
)

// Headline finds the headline of a plain text: the line above the story that
// is neither date nor agency nor other furniture. title is that line, rest the
// text without it (repetitions of it stay; Story takes them out). Where the
// text opens with the story itself, title is "" and rest is s.
//
//	title, rest := text.Headline(file, "")
//	body := text.Story(title, rest, "")
func Headline(s, lang string) (title, rest string) {
	d := New("", s, lang)
	for i, p := range d.Paragraphs {
		if p.Furniture {
			continue
		}
		if !p.Heading && !d.callsOut(i) {
			break
		}
		title = strings.TrimSpace(strings.TrimLeft(p.Of(s), "#"))
		return title, s[:p.Start] + s[p.End:]
	}
	return "", s
}

// calledOut is how many words a headline may have that ends with a mark.
const calledOut = 16

// callsOut says that paragraph i is a headline though it ends as a sentence
// may: a question or a cry that longer prose follows.
func (d *Doc) callsOut(i int) bool {
	p := d.Paragraphs[i]
	body := p.Of(d.Text)
	words := p.Words[1] - p.Words[0]
	if p.Block || words > calledOut || i+1 >= len(d.Paragraphs) || opensItem(body) {
		return false
	}
	if r, _ := utf8.DecodeLastRuneInString(body); r != '?' && r != '!' && r != '…' {
		return false
	}
	if p.Sentences[1]-p.Sentences[0] > 2 {
		return false
	}
	for _, next := range d.Paragraphs[i+1:] {
		if !next.Furniture && next.Words[1]-next.Words[0] > 2*words {
			return true
		}
	}
	return false
}

// Furniture are the paragraphs of a body that are no part of the story, in
// order: what the reader takes out, and what New flags.
func Furniture(title, body, lang string) []Span {
	var spans []Span
	for _, p := range New(title, body, lang).Paragraphs {
		if p.Furniture {
			spans = append(spans, p.Span)
		}
	}
	return spans
}

// Story is a body without its furniture, without its headline where that is
// known, and with one blank line between paragraphs.
func Story(title, body, lang string) string {
	d := New(title, body, lang)
	var b strings.Builder
	b.Grow(len(body))
	for _, p := range d.Paragraphs {
		if p.Furniture || p.Heading && sameWords(d.Words[p.Words[0]:p.Words[1]], d.TitleWords) {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		if p.Block {
			b.WriteString(BlockSign)
		}
		b.WriteString(p.Of(body))
	}
	return b.String()
}
