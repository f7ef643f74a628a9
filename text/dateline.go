package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// datelineWords is how many words may stand before a story's first: place,
// country, date, agency.
const datelineWords = 12

// shortState is how many bytes the abbreviation of a state has at most.
const shortState = 5

// dateline finds what news agencies put before the first word of a story:
//
//	KYIV, Nov 26 (Reuters) — The …    (CNN)The …    LONDON — The …
//	КИЇВ. 26 листопада. УНН. The …    МОСКВА, 26 ноября. /ТАСС/. The …
//
// The span ends where the story starts. It is empty where there is no
// dateline.
func dateline(d *Doc, p Paragraph) Span {
	words := d.Words[p.Words[0]:p.Words[1]]
	if len(words) < 4 {
		return Span{}
	}
	if end := inBrackets(d, p, words); end > 0 {
		return Span{p.Start, end}
	}
	if end := inParts(d, p, words); end > 0 {
		return Span{p.Start, end}
	}
	return Span{}
}

// inBrackets reads a dateline that ends with an agency in brackets. Without a
// place before them no dash is needed behind, nor where the story follows
// without a space: "Tokyo (CNN)Police".
func inBrackets(d *Doc, p Paragraph, words []Word) int {
	body := p.Of(d.Text)
	open := strings.IndexByte(body[:min(len(body), 120)], '(')
	if open < 0 {
		return 0
	}
	shut := strings.IndexByte(body[open:min(len(body), open+60)], ')')
	if shut < 0 {
		return 0
	}
	shut += open + 1
	before, inside := 0, 0
	for _, w := range words {
		switch {
		case w.Start >= p.Start+shut:
		case !high(d, w) && !d.Pack.Dates[w.Lower] && !startsWithDigit(w.Lower):
			return 0
		case w.Start < p.Start+open:
			before++
		default:
			inside++
		}
		if w.Start >= p.Start+shut {
			break
		}
	}
	if inside == 0 || inside > 4 || before > datelineWords {
		return 0
	}
	rest, dash := skipDash(body[shut:])
	glued := len(rest) == len(body)-shut
	if before > 0 && !dash && !glued || !opensStory(rest) {
		return 0
	}
	return p.End - len(rest)
}

// inParts reads a dateline that starts with a place: in capitals up to a
// dash, or with a date and over short parts that full stops end.
func inParts(d *Doc, p Paragraph, words []Word) int {
	if words[0].Start != p.Start || d.Pack.Dates[words[0].Lower] || startsWithDigit(words[0].Lower) {
		return 0
	}
	body := d.Text[:p.End]
	place, dates := capitals(words[0].Of(d.Text)), false
	for i, w := range words[:min(len(words)-1, datelineWords)] {
		date := d.Pack.Dates[w.Lower] || startsWithDigit(w.Lower)
		dates = dates || startsWithDigit(w.Lower)
		if !date && !high(d, w) {
			return 0
		}
		end := w.End
		if w.End-w.Start <= shortState && body[end] == '.' {
			end++ // "NASHUA, N.H. - At": the full stop is the abbreviation's
		}
		gap := body[end:words[i+1].Start]
		rest, dash := skipDash(body[end:])
		if dash && (place || dates) && strings.HasPrefix(gap, " ") && opensStory(rest) && high(d, words[i+1]) {
			return p.End - len(rest)
		}
		if stop := strings.IndexByte(body[w.End:words[i+1].Start], '.'); stop >= 0 && dates && !date {
			// The agency's full stop behind a date ends it.
			rest := strings.TrimLeft(body[w.End+stop+1:words[i+1].Start], " /–—-")
			if high(d, words[i+1]) {
				return words[i+1].Start - len(rest)
			}
		}
	}
	return 0
}

// skipDash takes space, then dashes and space, off the front of s.
func skipDash(s string) (rest string, dash bool) {
	s = strings.TrimLeft(s, " \u00a0")
	rest = strings.TrimLeft(s, "-–—")
	dash = len(rest) < len(s)
	return strings.TrimLeft(rest, " \u00a0"), dash
}

// opensStory says that s starts as a sentence does.
func opensStory(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.In(r, unicode.Pi, unicode.Ps) || r == '"' || unicode.IsLetter(r) && !unicode.IsLower(r)
}

func high(d *Doc, w Word) bool {
	return w.Capital(d.Text)
}

// capitals says that a word of two letters or more is written in capitals.
func capitals(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n > 1
}
