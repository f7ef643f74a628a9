package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
)

// Slavic and Romance newspapers set speech off by dashes. A paragraph that
// opens with one is speech up to its attribution:
//
//	— Ми готові, — сказав Петренко. — Починаємо завтра.
//
// and inside marks an attribution stands between dashes too:
//
//	«Ми готові, — сказав Петренко. — Починаємо завтра».

// longestClause bounds the words of an attribution between dashes, plainClause
// those of one without a verb that the lists know.
const longestClause, plainClause = 35, 14

// dashed are the parts of a paragraph that opens with a dash which are speech;
// none where it is an item of a list. block says that a paragraph beside it is
// speech behind a dash.
func (f *finder) dashed(doc *text.Doc, index int, block bool) []text.Span {
	p := doc.Paragraphs[index]
	body, ok := behindDash(p.Of(f.text), f.talk)
	if !ok || p.Words[1]-p.Words[0] < 2 {
		return nil
	}
	span := text.Span{Start: p.End - len(body), End: p.End}
	parts, attributed := f.interrupted(doc, span, p.Words)
	if !attributed && !block {
		return nil
	}
	return parts
}

// behindDash is a line without the dash that opens it. A hyphen needs a space
// behind it, unless glued says that it may stand without.
func behindDash(s string, glued bool) (string, bool) {
	r, n := utf8.DecodeRuneInString(s)
	if !isDash(r) {
		return "", false
	}
	rest := strings.TrimLeftFunc(s[n:], unicode.IsSpace)
	first, _ := utf8.DecodeRuneInString(rest)
	if len(rest) == len(s)-n && r == '-' && !glued || !unicode.IsLetter(first) && !strings.ContainsRune("¿¡…", first) {
		return "", false
	}
	return rest, true
}

func isDash(r rune) bool { return r == '—' || r == '–' || r == '-' || r == '―' }

// interrupted cuts the attributions between dashes out of a stretch of speech.
// It says whether there was one.
func (f *finder) interrupted(doc *text.Doc, span text.Span, words [2]int) (parts []text.Span, attributed bool) {
	start := span.Start
	for i := words[0] + 1; i < words[1]; i++ {
		gap := f.text[doc.Words[i-1].End:doc.Words[i].Start]
		if f.named(doc, i, words[0]) {
			gap = strings.TrimLeft(gap, closers)
		}
		if doc.Words[i-1].Start < start {
			continue
		}
		end, resumes := 0, false
		if breaksOff(gap) || f.spoken(doc, gap, i, words[1]) {
			end, resumes = f.clause(doc, i, words[1])
		} else if doc.Pack.Inverts {
			end, resumes = f.inverted(doc, gap, i, words[1])
		}
		if end == 0 {
			continue
		}
		attributed = true
		parts = append(parts, f.part(start, doc.Words[i-1].End, gap))
		if !resumes || end >= words[1] {
			return parts, true
		}
		start, i = doc.Words[end].Start, end
	}
	last := span.End
	if attributed {
		last = start + len(strings.TrimRight(f.text[start:span.End], ". \n"))
	}
	return append(parts, text.Span{Start: start, End: last}), attributed
}

const closers, openers = "»“”\"", "«„“\""

// named says that a name in marks ends right before word i: one of a word or
// two, so that what follows the marks belongs to the sentence around it.
func (f *finder) named(doc *text.Doc, i, from int) bool {
	if r, _ := utf8.DecodeRuneInString(f.text[doc.Words[i-1].End:]); !strings.ContainsRune(closers, r) {
		return false
	}
	for k := i - 1; k > from && k >= i-2; k-- {
		if strings.ContainsAny(f.text[doc.Words[k-1].End:doc.Words[k].Start], openers) {
			return true
		}
	}
	return false
}

// part is a part of speech with the marks that end it, without its comma.
func (f *finder) part(start, end int, gap string) text.Span {
	for _, r := range gap {
		if r != '!' && r != '?' && r != '…' && r != '.' {
			break
		}
		end += utf8.RuneLen(r)
	}
	return text.Span{Start: start, End: end}
}

// breaksOff says that a gap holds a comma or an end and then a dash between
// spaces.
func breaksOff(gap string) bool {
	if len(gap) < 3 {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(gap); !strings.ContainsRune(",.!?…", r) {
		return false
	}
	rest := strings.TrimLeft(gap, ",.!?… \u00a0")
	r, n := utf8.DecodeRuneInString(rest)
	return isDash(r) && len(rest) > n && strings.TrimSpace(rest[n:]) == ""
}

// spoken says that a dash without a comma before it opens an attribution: a
// reporting verb stands right behind it, and its subject behind that.
func (f *finder) spoken(doc *text.Doc, gap string, i, limit int) bool {
	r, n := utf8.DecodeRuneInString(strings.TrimLeft(gap, " \u00a0"))
	if !isDash(r) || len(gap) <= n || strings.TrimSpace(strings.TrimLeft(gap, " \u00a0")[n:]) != "" || i+1 >= limit {
		return false
	}
	t, next := doc.Words[i].Tag, doc.Words[i+1].Tag
	upper, _ := utf8.DecodeRuneInString(f.text[doc.Words[i+1].Start:])
	return t.Any(lang.Cue) && !t.Any(lang.First) && (unicode.IsUpper(upper) || next.Any(lang.Pronoun) && !next.Any(lang.First|lang.Relative))
}

// clause is the end of the attribution that starts at word i (not included),
// and whether speech goes on behind it; 0 where no attribution starts there.
func (f *finder) clause(doc *text.Doc, i, limit int) (end int, resumes bool) {
	if r, _ := utf8.DecodeRuneInString(f.text[doc.Words[i].Start:]); unicode.IsUpper(r) && !doc.Words[i].Tag.Any(lang.Cue) && !f.cueNear(doc, i+1, min(i+4, limit)) {
		return 0, false
	}
	known := f.cueNear(doc, i, min(i+6, limit))
	longest := longestClause
	if !known {
		longest = plainClause
	}
	for end = i + 1; end < limit && end < i+longest; end++ {
		gap := f.text[doc.Words[end-1].End:doc.Words[end].Start]
		if strings.ContainsAny(gap, "—–") || strings.Contains(gap, " - ") {
			if !known && !f.narrates(doc, i, end, gap) {
				return 0, false
			}
			return end, true
		}
		if !known && strings.ContainsAny(gap, ".!?…:;") {
			return 0, false
		}
		if r, _ := utf8.DecodeRuneInString(gap); (r == '.' && endsHere(doc, end)) || r == '!' || r == '?' || r == '…' {
			if again := f.again(doc, end, limit); again > 0 {
				return again, true
			}
			return end, false
		}
	}
	if !known {
		return 0, false
	}
	return end, false
}

// again is where speech goes on behind a second sentence of the narrator that
// ends with a colon and a dash («…, — сказав Белл. Та додав: — …»); 0 where it
// does not.
func (f *finder) again(doc *text.Doc, i, limit int) int {
	const longest = 8
	for end := i + 1; end < limit && end <= i+longest; end++ {
		gap := f.text[doc.Words[end-1].End:doc.Words[end].Start]
		if rest, ok := strings.CutPrefix(gap, ":"); ok {
			if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \u00a0")); isDash(r) && f.cueNear(doc, i, end) {
				return end
			}
			return 0
		}
		if strings.ContainsAny(gap, ".!?…") {
			return 0
		}
	}
	return 0
}

// narrates says that the words a to b, between dashes, are an attribution
// though none of them is a verb that the lists know: they start small, name
// somebody, and speech goes on behind the mark that ends them.
func (f *finder) narrates(doc *text.Doc, a, b int, gap string) bool {
	if r, _ := utf8.DecodeRuneInString(f.text[doc.Words[a].Start:]); !unicode.IsLower(r) || !strings.ContainsAny(gap, ".,") {
		return false
	}
	next, _ := utf8.DecodeRuneInString(f.text[doc.Words[b].Start:])
	if strings.Contains(gap, ".") != unicode.IsUpper(next) || doc.Words[a].Tag.Any(lang.Conjunction|lang.Preposition|lang.First) {
		return false
	}
	for i := a + 1; i < b; i++ {
		r, _ := utf8.DecodeRuneInString(f.text[doc.Words[i].Start:])
		if t := doc.Words[i].Tag; unicode.IsUpper(r) || t.Any(lang.Role) || t.Any(lang.Pronoun) && !t.Any(lang.First|lang.Second|lang.Relative|lang.Oblique|lang.Possessive) {
			return true
		}
	}
	return false
}

// endsHere says that a sentence ends before word i.
func endsHere(doc *text.Doc, i int) bool {
	w := doc.Words[i-1]
	if utf8.RuneCountInString(w.Lower) <= 2 || doc.Pack.Abbreviations[w.Lower] != 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(doc.Text[doc.Words[i].Start:])
	return unicode.IsUpper(r)
}

// cueNear says that one of the words a to b is a reporting verb of somebody
// else than the one who speaks.
func (f *finder) cueNear(doc *text.Doc, a, b int) bool {
	for i := a; i < b; i++ {
		if i > a && strings.ContainsAny(f.text[doc.Words[i-1].End:doc.Words[i].Start], ".!?—–") {
			return false
		}
		if t := doc.Words[i].Tag; t.Any(lang.Cue) && !t.Any(lang.First) || t.Any(lang.Opens) {
			return true
		}
	}
	return false
}
