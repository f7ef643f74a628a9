// Package marks finds what stands between quotation marks. It knows the marks
// of newspapers and nothing else: whether a stretch is somebody's words, a name
// or irony is judged by those who read its result (herald/quotes), and
// text/people leaves aside what is quoted when it looks for whom a "he" means.
//
//	doc := text.New("", `"It rained," said Olena. "All day."`, "en")
//	marks.Find(doc) // It rained,  ·  All day.
package marks

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
)

// Stretch is what stands between an opening and a closing mark, without the
// marks and without space at its ends. Nested marks belong to the outermost
// stretch. It never leaves its paragraph.
type Stretch struct {
	text.Span
	Outer     text.Span // with the marks
	Paragraph int       // index into Doc.Paragraphs
	Opened    bool      // false where the opening mark is missing
	Closed    bool      // false where the closing mark is missing
	Continues bool      // goes on with what the paragraph before left open
	Single    bool      // stands between single marks
	Dash      bool      // is set off by a dash or a name before it, and has no marks
	Resumes   bool      // goes on behind an attribution between dashes
}

// Find gives the stretches of a text that stand between marks, in order and
// without overlap. It is linear in the text's length.
func Find(doc *text.Doc) []Stretch {
	f := finder{text: doc.Text, said: interview(doc)}
	for i := range doc.Paragraphs {
		f.paragraph(doc, i)
	}
	return f.found
}

type finder struct {
	text   string
	found  []Stretch
	marks  []mark
	open   []mark // the marks that wait for their partners
	local  []Stretch
	said   []int // where the words of an interview start in each paragraph; nil where the text is none
	left   bool  // the paragraph before left a quote open
	at     int   // the word that keep has come to
	speech int   // the paragraph behind the last one that was speech behind a dash
}

// dialogue says that a paragraph that opens with a dash stands in a dialogue:
// the one before was speech behind a dash, or is a question.
func (f *finder) dialogue(doc *text.Doc, index int) bool {
	if f.speech == index && index > 0 {
		return true
	}
	if index+1 >= len(doc.Paragraphs) {
		return false
	}
	p := doc.Paragraphs[index]
	_, next := behindDash(doc.Paragraphs[index+1].Of(f.text))
	return next && f.text[p.End-1] == '?'
}

func (f *finder) paragraph(doc *text.Doc, index int) {
	p := doc.Paragraphs[index]
	if p.Furniture {
		f.left = false
		return
	}
	if f.said != nil && f.said[index] > 0 {
		said := text.Span{Start: f.said[index], End: p.End}
		f.found = append(f.found, Stretch{Span: said, Outer: said, Paragraph: index, Dash: true})
		f.left = false
		return
	}
	if parts := f.dashed(doc, index, f.dialogue(doc, index)); len(parts) > 0 {
		for i, part := range parts {
			f.found = append(f.found, Stretch{Span: part, Outer: part, Paragraph: index, Dash: true, Resumes: i > 0})
		}
		f.left, f.speech = false, index+1
		return
	}
	f.marks = scan(f.marks[:0], f.text, p.Span)
	if len(f.marks) == 0 {
		if !p.Heading {
			f.left = false
		}
		return
	}
	f.open, f.local = f.open[:0], f.local[:0]
	for i, m := range f.marks {
		switch {
		case m.opens && !m.closes:
			f.push(m)
		case m.closes && !m.opens:
			f.close(m, p.Span, i == 0)
		case f.waiting(m) >= 0:
			f.close(m, p.Span, false)
		default:
			f.push(m)
		}
	}
	left := f.left
	f.left = f.mend(p.Span, nextOpens(doc, index))
	f.keep(doc, index, left)
}

func (f *finder) push(m mark) { f.open = append(f.open, m) }

// deepest bounds how far below the top a partner is looked for, so that a text
// of opening marks alone costs no more than any other.
const deepest = 8

// waiting is the index of the open mark that m may close: one of its own
// family first, then one of its size. It is -1 where there is none.
func (f *finder) waiting(m mark) int {
	low := max(0, len(f.open)-deepest)
	for i := len(f.open) - 1; i >= low; i-- {
		if o := f.open[i]; o.family == m.family {
			return i
		}
	}
	for i := len(f.open) - 1; i >= low; i-- {
		if o := f.open[i]; o.single() == m.single() && o.family != guillemet && m.family != guillemet {
			return i
		}
	}
	return -1
}

func (f *finder) close(m mark, p text.Span, first bool) {
	i := f.waiting(m)
	if i >= 0 {
		o := f.open[i]
		f.open = f.open[:i]
		f.local = append(f.local, f.stretch(o.Span, m.Span, true, true, o.single()))
		return
	}
	if first && !m.single() {
		f.local = append(f.local, f.stretch(text.Span{Start: p.Start, End: p.Start}, m.Span, false, true, false))
	}
}

// mend ends what the paragraph left open. It says whether the quote goes on in
// the next paragraph.
func (f *finder) mend(p text.Span, next bool) bool {
	for _, o := range f.open {
		if o.single() {
			continue
		}
		// A nested mark of the same shape may have taken the closing one.
		last := -1
		for i, s := range f.local {
			if s.Outer.Start > o.Start {
				last = i
			}
		}
		end := text.Span{Start: p.End, End: p.End}
		if last >= 0 && !next {
			end = text.Span{Start: f.local[last].End, End: f.local[last].Outer.End}
			f.local = append(f.local, f.stretch(o.Span, end, true, true, false))
			return false
		}
		f.local = append(f.local, f.stretch(o.Span, end, true, false, false))
		return true
	}
	return false
}

func (f *finder) stretch(open, end text.Span, opened, closed, single bool) Stretch {
	s := Stretch{Span: text.Span{Start: open.End, End: end.Start}, Outer: text.Span{Start: open.Start, End: end.End},
		Opened: opened, Closed: closed, Single: single}
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(f.text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(f.text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.End -= n
	}
	return s
}

// keep takes over the outermost stretches of a paragraph.
func (f *finder) keep(doc *text.Doc, paragraph int, left bool) {
	slices.SortFunc(f.local, func(a, b Stretch) int {
		if a.Outer.Start != b.Outer.Start {
			return a.Outer.Start - b.Outer.Start
		}
		return b.Outer.End - a.Outer.End
	})
	end := 0
	for i, s := range f.local {
		if s.Outer.Start < end || s.End <= s.Start {
			continue
		}
		end = s.Outer.End
		s.Paragraph = paragraph
		s.Continues = i == 0 && left && !s.Single && atStart(f.text, s)
		f.parts(doc, s)
	}
}

// parts takes over a stretch without the attributions that stand in it between
// dashes.
func (f *finder) parts(doc *text.Doc, s Stretch) {
	if !strings.ContainsAny(s.Of(f.text), "—–-") {
		f.found = append(f.found, s)
		return
	}
	for f.at < len(doc.Words) && doc.Words[f.at].Start < s.Start {
		f.at++
	}
	words := [2]int{f.at, f.at}
	for words[1] < len(doc.Words) && doc.Words[words[1]].End <= s.End {
		words[1]++
	}
	parts, attributed := f.interrupted(doc, s.Span, words)
	if !attributed {
		f.found = append(f.found, s)
		return
	}
	for i, part := range parts {
		piece := s
		piece.Span, piece.Outer = part, part
		if i == 0 {
			piece.Outer.Start = s.Outer.Start
		} else {
			piece.Continues, piece.Resumes = false, true
		}
		if i == len(parts)-1 && part.End+8 > s.End {
			piece.Outer.End = s.Outer.End
		}
		f.found = append(f.found, piece)
	}
}

// atStart says that nothing stands before the stretch in its line.
func atStart(text string, s Stretch) bool {
	for i := s.Outer.Start; i > 0; i-- {
		switch text[i-1] {
		case '\n':
			return true
		case ' ', '\t', '\r':
		default:
			return false
		}
	}
	return true
}

// nextOpens says that the next paragraph starts with an opening mark.
func nextOpens(doc *text.Doc, index int) bool {
	for _, p := range doc.Paragraphs[index+1:] {
		if p.Furniture {
			continue
		}
		r, _ := utf8.DecodeRuneInString(p.Of(doc.Text))
		k, ok := kindOf(r)
		return ok && k.family != apostrophe && (k.opens || k.family == straight)
	}
	return false
}
