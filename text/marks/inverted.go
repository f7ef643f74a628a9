package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
)

// French sets an attribution into speech by commas alone, with the verb before
// its subject:
//
//	« Nous partons demain, a déclaré Marie Duval. Tout est prêt. »
//	— Nous partons demain, dit-elle.

// longestInverted bounds the words of such an attribution.
const longestInverted = 14

// inverted is the end of the attribution that starts at word i (not included),
// behind a comma or the mark that ends a question, and whether speech goes on
// behind it; 0 where none starts there.
func (f *finder) inverted(doc *text.Doc, gap string, i, limit int) (end int, resumes bool) {
	if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(gap, " \u00a0\u202f")); !strings.ContainsRune(",?!…", r) || f.capital(doc, i) {
		return 0, false
	}
	verb := i
	for verb < limit && verb < i+3 && doc.Words[verb].Tag.Any(lang.Auxiliary) && !doc.Words[verb].Tag.Any(lang.Cue) {
		verb++
	}
	if verb+1 >= limit || !doc.Words[verb].Tag.Any(lang.Cue) || doc.Words[verb].Tag.Any(lang.First|lang.Continues) || !f.subject(doc, verb+1, limit) {
		return 0, false
	}
	for end = verb + 2; end < limit && end < i+longestInverted; end++ {
		gap := f.text[doc.Words[end-1].End:doc.Words[end].Start]
		if strings.ContainsAny(gap, "!?…;:") || strings.HasPrefix(gap, ".") && f.capital(doc, end) {
			return end, true
		}
		if strings.HasPrefix(gap, ",") && !doc.Words[end].Tag.Any(lang.Determiner|lang.Role|lang.Modifier|lang.Relative) {
			return end, true
		}
	}
	return end, false
}

// subject says that the subject of a verb before it starts at word i: a name, a
// pronoun behind a hyphen, a noun behind its article.
func (f *finder) subject(doc *text.Doc, i, limit int) bool {
	gap := f.text[doc.Words[i-1].End:doc.Words[i].Start]
	t := doc.Words[i].Tag
	switch {
	case gap == "-" || gap == "-t-":
		return t.Any(lang.Pronoun) && !t.Any(lang.First|lang.Second)
	case gap != " " && gap != "\u00a0":
		return false
	case f.capital(doc, i):
		return true
	}
	return t.Any(lang.Determiner) && i+1 < limit
}

func (f *finder) capital(doc *text.Doc, i int) bool {
	r, _ := utf8.DecodeRuneInString(f.text[doc.Words[i].Start:])
	return unicode.IsUpper(r)
}
