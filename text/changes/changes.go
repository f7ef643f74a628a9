// Package changes says what is different between two readings of a text, in
// words: what a reader would call a change.
//
// It serves the edits of articles: watch asks whether an article says something
// else than before (Same), and bot/render shows what (Find). Spaces, line
// breaks, letter case and typographic marks are no change: publishers alter
// them by the hour and nobody wants to hear of it.
//
//	changes.Find("The ferry sails on Monday.", "The ferry sails on Tuesday.")
//	// [{Before:"The ferry sails on" Old:"Monday." New:"Tuesday."}]
//
// It is pure, and knows nothing of articles, chats or Telegram.
package changes

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Change is one place that differs. Old and New are the words as written, one
// of them "" where words were only added or taken out; Before and After are a
// few words around them, of the new text.
type Change struct {
	Before, Old, New, After string
}

// Around is how many words stand beside a change, fewer at the ends of the
// text. apart is how many unchanged ones must stand between two changes for them
// to be two: fewer would be shown twice.
const (
	Around = 6
	apart  = 3
)

// Same says that two texts have the same words in the same order.
func Same(a, b string) bool {
	x, y := words(a), words(b)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i].sense != y[i].sense {
			return false
		}
	}
	return true
}

// Kept is the share of a text's words that another one has too, wherever they
// stand: 1 for the same text, about 0.2 for another one in its language. An
// empty text is kept whole.
func Kept(old, now string) float64 {
	x := words(old)
	if len(x) == 0 {
		return 1
	}
	have := map[string]int{}
	for _, w := range words(now) {
		have[w.sense]++
	}
	kept := 0
	for _, w := range x {
		if have[w.sense] > 0 {
			have[w.sense]--
			kept++
		}
	}
	return float64(kept) / float64(len(x))
}

// Find gives the changes from old to now in the order of the text. It takes a
// tenth of a second at most: of texts without likeness a coarser answer comes
// back, at the worst that all of one was replaced by all of the other.
func Find(old, now string) []Change {
	x, y := words(old), words(now)
	code := map[string]rune{}
	a, b := encode(code, x), encode(code, y)
	if a == nil || b == nil {
		return []Change{{Old: join(x), New: join(y)}}
	}
	engine := diffmatchpatch.New()
	engine.DiffTimeout = 100 * time.Millisecond
	return gather(x, y, engine.DiffMainRunes(a, b, false))
}

// gather makes changes of the edit script over x and y.
func gather(x, y []word, script []diffmatchpatch.Diff) []Change {
	var found []Change
	i, j := 0, 0
	from, to := 0, 0 // of the change at work: x[from:i], y[to:j]
	open := false
	shut := func() {
		if !open {
			return
		}
		found = append(found, Change{
			Before: join(y[max(0, to-Around):to]), Old: join(x[from:i]), New: join(y[to:j]), After: join(y[j:min(len(y), j+Around)]),
		})
		open = false
	}
	for k, d := range script {
		n := utf8.RuneCountInString(d.Text)
		if d.Type == diffmatchpatch.DiffEqual {
			if n < apart && open && k < len(script)-1 { // the change goes on behind it
				i, j = i+n, j+n
				continue
			}
			shut()
			i, j = i+n, j+n
			continue
		}
		if !open {
			from, to, open = i, j, true
		}
		if d.Type == diffmatchpatch.DiffDelete {
			i += n
		} else {
			j += n
		}
	}
	shut()
	return found
}

// word is a word as it is written, with the marks around it, and what counts
// of it.
type word struct{ written, sense string }

func join(ws []word) string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.written)
	}
	return b.String()
}

// words cuts a text at spaces. What has no sense by itself (a dash, a bullet)
// goes with the word before it.
func words(s string) []word {
	fields := strings.Fields(s)
	list := make([]word, 0, len(fields))
	for _, f := range fields {
		sense := sense(f)
		if sense == "" {
			if n := len(list); n > 0 {
				list[n-1].written += " " + f
			}
			continue
		}
		list = append(list, word{f, sense})
	}
	return list
}

// sense is what of a word counts: letters, digits and signs of amount, in lower
// case. Marks within a number stand ("3.5" is not "35"), also the sign before
// it; all others do not, and soft hyphens never.
func sense(s string) string {
	runes := []rune(strings.ToLower(s))
	digit := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsDigit(runes[i]) }
	var b strings.Builder
	for i, r := range runes {
		switch {
		case r == '\u00ad', r == '\u02bc': // a soft hyphen; an apostrophe that Unicode counts as a letter
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r), unicode.Is(unicode.Sc, r), r == '%', r == '‰', r == '°', r == '+':
			b.WriteRune(r)
		case (r == '-' || r == '−') && digit(i+1) && b.Len() == 0:
			b.WriteByte('-')
		case digit(i-1) && digit(i+1):
			if unicode.Is(unicode.Pd, r) {
				r = '-'
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// encode gives each word a rune of its own; nil where there are more words
// than runes below the surrogates.
func encode(code map[string]rune, ws []word) []rune {
	out := make([]rune, len(ws))
	for i, w := range ws {
		r, ok := code[w.sense]
		if !ok {
			if r = rune(len(code) + 1); r >= 0xd800 {
				return nil
			}
			code[w.sense] = r
		}
		out[i] = r
	}
	return out
}
