package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
)

// In an interview each speaker's name, or a letter for question and answer,
// stands before what is said:
//
//	Anna Bell: We open in May.
//	Q: And the roof?

const (
	labelWords = 4 // words of a name before the colon
	labelled   = 3 // paragraphs with such a name that make an interview
)

// talk says that the paragraphs of a text that open with a dash are a
// conversation and no list: there are many, and some of them ask.
func talk(doc *text.Doc) bool {
	const many, some = 6, 5
	dashes, questions := 0, 0
	for _, p := range doc.Paragraphs {
		if _, ok := behindDash(p.Of(doc.Text), false); ok && !p.Furniture {
			dashes++
			if doc.Text[p.End-1] == '?' {
				questions++
			}
		}
	}
	return dashes >= many && questions*some >= dashes
}

// interview finds the paragraphs of an interview: for each the offset where the
// words said start, 0 where it is none of them.
func interview(doc *text.Doc) []int {
	var starts []int
	found, asked := 0, 0
	seen := map[string]int{}
	for i, p := range doc.Paragraphs {
		label, start := labelOf(doc, p)
		if start == 0 {
			continue
		}
		if starts == nil {
			starts = make([]int, len(doc.Paragraphs))
		}
		if w := &doc.Words[p.Words[0]]; !w.Tag.Any(lang.Question) {
			starts[i] = start
		} else {
			asked++ // what a newspaper asks is no news
		}
		seen[label]++
		found++
	}
	if asked > 0 && len(seen) > 1 {
		return starts
	}
	if found < labelled || len(seen) == found {
		return nil // labels that never come again are those of a list
	}
	return starts
}

// labelOf is the name before a paragraph's first colon, and where the words
// behind it start; 0 where there is no such name or marks open the words.
func labelOf(doc *text.Doc, p text.Paragraph) (label string, start int) {
	n := p.Words[1] - p.Words[0]
	if p.Furniture || n < 2 {
		return "", 0
	}
	for k := 0; k < labelWords && k < n-1; k++ {
		w, next := doc.Words[p.Words[0]+k], doc.Words[p.Words[0]+k+1]
		if r, _ := utf8.DecodeRuneInString(doc.Text[w.Start:]); !unicode.IsUpper(r) || k == 0 && strings.TrimSpace(strings.Trim(doc.Text[p.Start:w.Start], "*_—– ")) != "" {
			return "", 0
		}
		gap := doc.Text[w.End:next.Start]
		if rest, ok := strings.CutPrefix(strings.TrimLeft(gap, "*_"), ":"); ok && strings.ContainsAny(gap, " \u00a0") {
			if strings.Trim(rest, " \u00a0*_—–") != "" || k == 0 && utf8.RuneCountInString(w.Lower) < 3 && !w.Tag.Any(lang.Question|lang.Answer) {
				return "", 0
			}
			return doc.Text[doc.Words[p.Words[0]].Start:w.End], next.Start
		}
		if strings.Trim(gap, " -.") != "" {
			return "", 0
		}
	}
	return "", 0
}
