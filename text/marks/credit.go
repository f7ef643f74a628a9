package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
)

// The credit of a block quotation says whose it is: the last of its paragraphs,
// the end of its last paragraph, or a line right below it.
//
//	— Anna Bell, mayor
//	Anna Bell (@annabell) May 3, 2026

const (
	signature = 14 // words of a credit
	unsigned  = 10 // of one without a dash before it
)

// signs says that the words of a paragraph, behind a dash, name who is quoted:
// a name, perhaps with an office and a date, and nothing that anybody says.
// inBlock says that a single name is enough.
func signs(doc *text.Doc, p text.Paragraph, words [2]int, inBlock bool) bool {
	a, b := words[0], words[1]
	if b <= a || b-a > signature+4 {
		return false
	}
	line := doc.Text[p.Start:p.End]
	dash, _ := utf8.DecodeRuneInString(strings.TrimLeft(line, "~"))
	if words == p.Words && strings.Contains(line, "(@") && (isDash(dash) || p.Block && !ends(line)) {
		return true
	}
	if words == p.Words && !isDash(dash) || b-a > signature {
		return false
	}
	return named(doc, a, b, p.End, inBlock)
}

// named says that the words a to b start with a name or an office and are no
// sentence.
func named(doc *text.Doc, a, b, end int, single bool) bool {
	if strings.ContainsAny(doc.Text[doc.Words[a].Start:end], "?!;«“\"") {
		return false
	}
	upper, office := 0, false
	for i := a; i < b; i++ {
		w := &doc.Words[i]
		t := doc.Pack.Tag(w.Lower, w.Stem)
		high := w.Capital(doc.Text)
		if !high && t.Any(lang.Cue|lang.Auxiliary) || i == a && t.Any(lang.Pronoun|lang.Conjunction|lang.Auxiliary) {
			return false
		}
		if i == a+upper && high {
			upper++
		}
		if i < a+3 && t.Any(lang.Role|lang.Title|lang.Modifier|lang.Body) {
			office = true
		}
	}
	if upper >= 2 || office && upper > 0 {
		return true
	}
	if office {
		for i := a; i < b; i++ {
			if doc.Words[i].Capital(doc.Text) {
				return true
			}
		}
	}
	gap := doc.Text[doc.Words[a].End:end]
	return upper == 1 && (single && b == a+1 || strings.HasPrefix(gap, ", ") || strings.HasPrefix(gap, " ("))
}

// bare says that a quotation's paragraph is a credit without a dash: the one
// before ends as a sentence does, this one is a name and does not.
func (f *finder) bare(doc *text.Doc, index int) bool {
	p, last := doc.Paragraphs[index], doc.Paragraphs[index-1]
	n := p.Words[1] - p.Words[0]
	if mark, _ := utf8.DecodeLastRuneInString(last.Of(f.text)); n < 2 || n > unsigned || !ends(last.Of(f.text)) || ends(p.Of(f.text)) && !strings.ContainsRune("”»\"“", mark) || index+1 < len(doc.Paragraphs) && doc.Paragraphs[index+1].Block {
		return false
	}
	return doc.Words[p.Words[0]+1].Capital(f.text) && named(doc, p.Words[0], p.Words[1], p.End, false)
}

// tail is the word at which a credit starts that stands behind the quotation's
// last sentence, in its paragraph; 0 where there is none.
func (f *finder) tail(doc *text.Doc, p text.Paragraph) int {
	for i := p.Words[1] - 1; i > p.Words[0] && i >= p.Words[1]-signature; i-- {
		gap := f.text[doc.Words[i-1].End:doc.Words[i].Start]
		dash := strings.IndexFunc(gap, func(r rune) bool { return isDash(r) && r != '-' })
		if dash < 0 {
			if dash = strings.Index(gap, "--"); dash < 0 {
				continue
			}
		}
		if before := strings.TrimSpace(gap[:dash]); before != "" && ends(before) && signs(doc, p, [2]int{i, p.Words[1]}, true) {
			return i
		}
		return 0
	}
	return 0
}

// closes is how many bytes of a gap, up to its dash, belong to the words before
// it: the end of the sentence and its marks.
func closes(gap string) int {
	at := strings.IndexFunc(gap, isDash)
	return len(strings.TrimRightFunc(gap[:max(at, 0)], unicode.IsSpace))
}

// ends says that a text ends as a sentence does.
func ends(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"'”’»“)] "))
	return r == '.' || r == '!' || r == '?' || r == '…'
}
