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
	Block     bool      // is a block quotation; Opened and Closed tell whether it has marks besides
	Credit    text.Span // of a block quotation: where it is said whose it is; empty where it is not
}

// Find gives the stretches of a text that stand between marks, in order and
// without overlap. It is linear in the text's length.
func Find(doc *text.Doc) []Stretch {
	f := finder{text: doc.Text, said: interview(doc), talk: talk(doc)}
	f.apart = f.blocks(doc)
	for i := range doc.Paragraphs {
		f.paragraph(doc, i)
	}
	return f.found
}

type finder struct {
	text   string
	found  []Stretch
	marks  []mark
	later  []mark
	open   []mark // the marks that wait for their partners
	local  []Stretch
	said   []int   // where the words of an interview start in each paragraph; nil where the text is none
	talk   bool    // paragraphs behind dashes are a conversation
	left   bool    // the paragraph before left a quote open
	runs   int     // the paragraph in which a quote ends that runs on without marks; those up to it are its
	at     int     // the word that keep has come to
	apart  []block // the place of each paragraph in a block quotation; nil where there is none
	speech int     // the paragraph behind the last one that was speech behind a dash
}

// dialogue says that a paragraph that opens with a dash stands in a dialogue:
// the one before was speech behind a dash, or is a question.
func (f *finder) dialogue(doc *text.Doc, index int) bool {
	if f.talk || f.speech == index && index > 0 || f.announced(doc, index) {
		return true
	}
	if index+1 >= len(doc.Paragraphs) {
		return false
	}
	p := doc.Paragraphs[index]
	_, next := behindDash(doc.Paragraphs[index+1].Of(f.text), false)
	return next && f.text[p.End-1] == '?'
}

// announced says that the paragraph before ends with a colon behind a reporting
// verb: what follows the dash is said by the one named there.
func (f *finder) announced(doc *text.Doc, index int) bool {
	if index == 0 {
		return false
	}
	p := doc.Paragraphs[index-1]
	if body, ok := behindDash(doc.Paragraphs[index].Of(f.text), false); ok {
		if r, _ := utf8.DecodeRuneInString(body); unicode.IsLower(r) {
			return false // an item of a list
		}
	}
	if f.text[p.End-1] != ':' || p.Words[1] == p.Words[0] {
		return false
	}
	from := p.Words[1] - 1
	for from > p.Words[0] && p.Words[1]-from < attribution && !strings.ContainsAny(f.text[doc.Words[from-1].End:doc.Words[from].Start], ".!?…") {
		from--
	}
	return f.cueNear(doc, from, p.Words[1])
}

// attribution is how many words before a colon a reporting verb is looked for
// in.
const attribution = 12

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
	if f.apart != nil && f.apart[index].part != outside {
		if b := f.apart[index]; b.part == first || b.part == further {
			f.quoted(doc, index, b)
		}
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
	if index < f.runs {
		said := text.Span{Start: p.Start, End: p.End}
		f.parts(doc, Stretch{Span: said, Outer: said, Paragraph: index, Continues: true})
		return
	}
	f.match(p.Span, index == f.runs && f.left)
	if len(f.marks) == 0 {
		if !p.Heading {
			f.left = false
		}
		return
	}
	left, next := f.left, nextOpens(doc, index)
	f.left = f.mend(p.Span, next)
	if f.left && !next {
		f.runs = f.closesLater(doc, index)
	}
	f.keep(doc, index, left)
}

// match finds the marks of a paragraph and their partners: local are the
// stretches between two, open the marks without one. goesOn says that a quote
// of the paragraph before may end behind other marks.
func (f *finder) match(p text.Span, goesOn bool) {
	f.marks = scan(f.marks[:0], f.text, p)
	f.open, f.local = f.open[:0], f.local[:0]
	for i, m := range f.marks {
		switch {
		case m.opens && !m.closes:
			f.push(m)
		case m.closes && !m.opens && f.possessive(i, p):
		case m.closes && !m.opens:
			f.close(m, p, i == 0 || goesOn)
		case f.waiting(m) >= 0:
			f.close(m, p, false)
		default:
			f.push(m)
		}
	}
}

// longestRun is how many paragraphs a quote may run on without a mark at their
// starts.
const longestRun = 5

// closesLater is the paragraph that holds the closing mark of a quote that was
// left open in paragraph index, where none before it opens a new one; 0 where
// there is none.
func (f *finder) closesLater(doc *text.Doc, index int) int {
	for i := index + 1; i < len(doc.Paragraphs) && i <= index+longestRun; i++ {
		p := doc.Paragraphs[i]
		if p.Furniture || p.Heading {
			return 0
		}
		f.later = scan(f.later[:0], f.text, p.Span)
		open := 0
		for _, m := range f.later {
			switch {
			case m.single():
			case m.opens && !m.closes:
				open++
			case open > 0:
				open--
			case m.closes && !m.opens:
				return i
			}
		}
		if open > 0 {
			return 0
		}
	}
	return 0
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
		o := f.open[i]
		if o.family == m.family {
			return i
		}
		if m.single() && !o.single() {
			return -1 // a single mark does not reach over one that is double: it is an apostrophe
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

// sort puts the stretches of a paragraph in order, the outer before the inner.
func (f *finder) sort() {
	slices.SortFunc(f.local, func(a, b Stretch) int {
		if a.Outer.Start != b.Outer.Start {
			return a.Outer.Start - b.Outer.Start
		}
		return b.Outer.End - a.Outer.End
	})
}

// outermost are the stretches of a paragraph that stand in no other.
func (f *finder) outermost() []Stretch {
	f.sort()
	var list []Stretch
	for _, s := range f.local {
		if n := len(list); n == 0 || s.Outer.Start >= list[n-1].Outer.End {
			list = append(list, s)
		}
	}
	return list
}

// keep takes over the outermost stretches of a paragraph.
func (f *finder) keep(doc *text.Doc, paragraph int, left bool) {
	f.sort()
	end := 0
	for i, s := range f.local {
		if s.Outer.Start < end || s.End <= s.Start || i+1 < len(f.local) && f.wraps(doc.Paragraphs[paragraph].Span, s, f.local[i+1]) {
			continue
		}
		end = s.Outer.End
		s.Paragraph = paragraph
		s.Continues = i == 0 && left && !s.Single && atStart(f.text, s)
		f.parts(doc, s)
	}
}

// wraps says that a stretch is a block that a page set into marks of its own,
// with narration in it: it fills its paragraph, and its first words are a
// quote that ends before it does: "“We won,” said Bell."
func (f *finder) wraps(p text.Span, s, inner Stretch) bool {
	return s.Outer.Start == p.Start && s.Outer.End == p.End && !s.Single && !inner.Single &&
		inner.Outer.Start == s.Start && inner.Outer.End < s.End
}

// parts takes over a stretch without the attributions that stand in it between
// dashes.
func (f *finder) parts(doc *text.Doc, s Stretch) {
	if !strings.ContainsAny(s.Of(f.text), "—–-") && !doc.Pack.Inverts {
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
