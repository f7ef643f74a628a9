package reader

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/news"
	"herald/text"
)

// maxLead is how many runes a pushed message shows of a story.
const maxLead = 300

// maxHeadline is how many runes of a text without a title become one.
const maxHeadline = 100

// enough is how many bytes of a text tell its language for certain.
const enough = 600

// told are the languages that are told apart with certainty in a text that is
// long enough.
var told = [...]string{"en", "uk", "ru", "de", "fr", "es", "pl", "it", "pt", "cs"}

// finish gives an article its final form: no furniture, no headline in the
// text, the language, the lead. The text itself overrules a declaration: many
// sites declare the language that their software came with, or the one of
// their other half.
func finish(a *news.Article) {
	if len(a.Body) >= enough && a.Lang != "" {
		if d := text.Detect(a.Body); slices.Contains(told[:], d) && slices.Contains(told[:], a.Lang) {
			a.Lang = d
		}
	}
	a.Body = text.Story(a.Title, a.Body, a.Lang)
	doc := text.New(a.Title, a.Body, a.Lang)
	a.Lang, a.Lead = doc.Lang, lead(doc)
}

// lead is the first sentence of the story, with the second where there is
// room.
func lead(doc *text.Doc) string {
	if len(doc.Sentences) == 0 {
		return ""
	}
	one := doc.Sentences[0]
	out := flow(one.Of(doc.Text))
	if utf8.RuneCountInString(out) > maxLead {
		return cut(out, maxLead)
	}
	if len(doc.Sentences) > 1 {
		if both := out + " " + flow(doc.Sentences[1].Of(doc.Text)); utf8.RuneCountInString(both) <= maxLead {
			return both
		}
	}
	return out
}

// headline makes a title of a text that has none.
func headline(body string) string {
	doc := text.New("", body, "")
	if len(doc.Sentences) == 0 {
		line, _, _ := strings.Cut(body, "\n")
		return cut(flow(strings.TrimLeft(line, text.BlockSign)), maxHeadline)
	}
	return cut(flow(doc.Sentences[0].Of(doc.Text)), maxHeadline)
}

// flow is a stretch of text in one line.
func flow(s string) string { return strings.Join(strings.Fields(s), " ") }

// cut shortens to n runes, the ellipsis included, at a word's end.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)[:n-1]
	for i := len(r) - 1; i > n/2; i-- {
		if unicode.IsSpace(r[i]) {
			r = r[:i]
			break
		}
	}
	return strings.TrimRightFunc(string(r), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:–—-(", r) }) + "…"
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }
