package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
)

// A block quotation (text.Paragraph.Block) needs no marks: the page sets it
// apart. One or several paragraphs in a row are one, up to the line that says
// whose it is:
//
//	> We have waited for this day for ten years.
//	> — Anna Bell, mayor
//
// What marks it has inside belong to it, unless it is a piece of another story
// that quotes somebody itself.

// part is what a paragraph has to do with a block quotation.
type part byte

const (
	outside part = iota // nothing, or it is a piece of another story
	first               // opens the quotation
	further             // goes on with it
	credit              // says whose it is
	mute                // stands in it and is no speech: verse, code, an item of a list
)

// block is a paragraph's place in a block quotation.
type block struct {
	part part
	end  int       // where its words end and its own credit begins
	by   text.Span // who is named for the quotation; empty where nobody is
}

// blocks finds the block quotations of a text: the place of each paragraph; nil
// where there are none.
func (f *finder) blocks(doc *text.Doc) []block {
	var list []block
	for i := 0; i < len(doc.Paragraphs); {
		if p := doc.Paragraphs[i]; !p.Block || p.Furniture {
			i++
			continue
		}
		if list == nil {
			list = make([]block, len(doc.Paragraphs))
		}
		i = f.run(doc, i, list)
	}
	return list
}

// run judges the quotation that starts at paragraph a. It gives the paragraph
// behind it.
func (f *finder) run(doc *text.Doc, a int, list []block) int {
	var by text.Span
	end := a
	if f.leads(doc, doc.Paragraphs[a]) {
		return a + 1
	}
	for ; end < len(doc.Paragraphs) && by.Empty(); end++ {
		p := doc.Paragraphs[end]
		if end > a && f.leads(doc, p) {
			break
		}
		if !p.Block && !(end > a && signs(doc, p, p.Words, false)) {
			break
		}
		list[end].end = p.End
		if p.Furniture {
			continue
		}
		if end > a && !item(doc.Paragraphs[a].Of(f.text)) && (signs(doc, p, p.Words, p.Block) || p.Block && f.bare(doc, end)) {
			by, list[end].part = p.Span, credit
		} else if at := f.tail(doc, p); at > 0 {
			list[end].end = doc.Words[at-1].End + closes(doc.Text[doc.Words[at-1].End:p.End])
			by = text.Span{Start: doc.Words[at].Start, End: p.End}
		}
	}
	if f.verse(doc, a, end, list) || f.excerpt(doc, a, end, list) {
		return end
	}
	begun := false
	for i := a; i < end; i++ {
		p, b := doc.Paragraphs[i], &list[i]
		b.by = by
		switch {
		case p.Furniture || b.part == credit:
		case opensDash(p.Of(f.text)): // a dialogue or a list, as anywhere
		case item(p.Of(f.text)) || code(p.Of(f.text)):
			b.part = mute
		case begun:
			b.part = further
		default:
			b.part, begun = first, true
		}
	}
	return end
}

// leads says that a paragraph of a quotation only leads to the next: mail that
// quotes mail. "Bell wrote:"
func (f *finder) leads(doc *text.Doc, p text.Paragraph) bool {
	if !p.Block || p.Words[1]-p.Words[0] > signature || !strings.HasSuffix(p.Of(f.text), ":") {
		return false
	}
	for i := p.Words[0]; i < p.Words[1]; i++ {
		if t := doc.Words[i].Tag; t.Any(lang.Cue) && !t.Any(lang.First) {
			return true
		}
	}
	return false
}

const (
	line    = 9 // words of a line of verse
	verses  = 3 // of four lines that are short and open make verse
	strokes = 2 // that part the lines of verse in one paragraph
)

// verse says that a quotation is a poem or a song.
func (f *finder) verse(doc *text.Doc, a, b int, list []block) bool {
	n, open := 0, 0
	for i := a; i < b; i++ {
		p := doc.Paragraphs[i]
		if p.Furniture || list[i].part == credit {
			continue
		}
		n++
		said := f.text[p.Start:list[i].end]
		if strings.Count(said, " / ") >= strokes {
			open += verses
		} else if p.Words[1]-p.Words[0] <= line && !ends(said) {
			open++
		}
	}
	if n > 1 && open*4 >= n*verses || n == 1 && open >= verses {
		for i := a; i < b; i++ {
			if list[i].part != credit {
				list[i].part = mute
			}
		}
		return true
	}
	return false
}

func opensDash(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isDash(r)
}

// item says that a line is one of a list.
func item(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("•●▪■◦‣*►▶➤→-–—+", r) {
		return true
	}
	digits := strings.TrimLeft(s[:min(len(s), 4)], "0123456789")
	if k := min(len(s), 4) - len(digits); k > 0 && digits != "" {
		return digits[0] == '.' || digits[0] == ')'
	}
	return unicode.IsLetter(r) && len(s) > n && s[n] == ')'
}

// code says that a line is a program, a row of a table or a remark in brackets:
// one character in ten is one that nobody speaks.
func code(s string) bool {
	if strings.Contains(s, "()") || s[0] == '[' && s[len(s)-1] == ']' {
		return true
	}
	odd := 0
	for _, r := range s {
		if strings.ContainsRune("{}<>=|\\_;$#`[]", r) {
			odd++
		}
	}
	return odd*10 >= utf8.RuneCountInString(s)
}

const (
	quotes = 3 // words of a quote that makes a story of a block
	beside = 6 // words from it at which its reporting verb stands
)

// excerpt says that a quotation is a piece of another story, with quotes of its
// own: "“We won,” said Bell." Somebody who says "I" tells it himself.
func (f *finder) excerpt(doc *text.Doc, a, b int, list []block) bool {
	story := false
	for i := a; i < b; i++ {
		p := doc.Paragraphs[i]
		if p.Furniture || list[i].part == credit {
			continue
		}
		f.match(p.Span, false)
		f.mend(p.Span, nextOpens(doc, i))
		inner := f.outermost()
		if len(inner) == 0 {
			continue
		}
		if f.cover(inner, text.Span{Start: p.Start, End: list[i].end}) != nil {
			continue
		}
		k := 0
		for w := p.Words[0]; w < p.Words[1]; w++ {
			for k < len(inner) && inner[k].End <= doc.Words[w].Start {
				k++
			}
			if k < len(inner) && inner[k].Start <= doc.Words[w].Start {
				continue
			}
			t := doc.Words[w].Tag
			if t.Any(lang.Pronoun) && t.Any(lang.First) {
				return false
			}
			if t.Any(lang.Cue) && !t.Any(lang.First) && f.beside(doc, inner, w) {
				story = true
			}
		}
	}
	return story
}

// beside says that a quote of some length stands near word w.
func (f *finder) beside(doc *text.Doc, inner []Stretch, w int) bool {
	for _, s := range inner {
		if len(strings.Fields(s.Of(f.text))) < quotes {
			continue
		}
		lo, hi := doc.Words[max(0, w-beside)].Start, doc.Words[min(len(doc.Words)-1, w+beside)].End
		if s.Start < hi && s.End > lo {
			return true
		}
	}
	return false
}

// cover is the one of the stretches of a paragraph that holds all words of a
// span; nil where none does.
func (f *finder) cover(inner []Stretch, span text.Span) *Stretch {
	for i := range inner {
		s := &inner[i]
		if s.Outer.Start == span.Start && !s.Single && strings.Trim(f.text[min(s.Outer.End, span.End):span.End], ".,!?… \u00a0") == "" {
			return s
		}
	}
	return nil
}

// quoted takes over a paragraph of a block quotation.
func (f *finder) quoted(doc *text.Doc, index int, b block) {
	p := doc.Paragraphs[index]
	span := text.Span{Start: p.Start, End: b.end}
	f.match(p.Span, false)
	f.mend(p.Span, false)
	s := Stretch{Span: span, Outer: span}
	if in := f.cover(f.outermost(), span); in != nil && in.End > in.Start {
		s = *in
		s.End, s.Outer.End = min(s.End, b.end), min(s.Outer.End, b.end)
	}
	if s.End <= s.Start {
		return
	}
	s.Paragraph, s.Block, s.Credit, s.Continues = index, true, b.by, b.part == further
	f.parts(doc, s)
}
