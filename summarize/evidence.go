package summarize

import (
	"slices"
	"strings"
	"unicode/utf8"

	"herald/text"
)

// evidence is an article as claims are held against it.
type evidence struct {
	doc     *text.Doc
	words   map[string]bool // lower case
	stems   map[string]bool
	sounds  map[string]bool // of its words with a capital, see sound
	numbers map[float64]bool
	begins  map[string]bool   // first letters of its words, see beginning
	days    map[string]bool   // months and days of the week, as lang.Almanac has them
	running string            // its words in order, each between spaces
	within  []map[string]bool // by sentence: the stems of its words
	counted []number          // its numbers, in order
}

func newEvidence(doc *text.Doc) *evidence {
	e := &evidence{doc: doc, words: map[string]bool{}, stems: map[string]bool{}, sounds: map[string]bool{}, numbers: map[float64]bool{}, begins: map[string]bool{}, days: map[string]bool{}}
	var running strings.Builder
	running.WriteByte(' ')
	for _, d := range []*text.Doc{text.New("", doc.Title, doc.Lang), doc} {
		for _, w := range d.Words {
			running.WriteString(w.Lower + " ")
			e.words[w.Lower], e.stems[w.Stem], e.begins[beginning(w.Lower)] = true, true, true
			if w.Capital(d.Text) {
				e.sounds[sound(w.Stem)], e.sounds[sound(w.Lower)] = true, true
			}
			if day := d.Pack.Almanac.Of(w.Lower, w.Capital(d.Text)); day != "" {
				e.days[day] = true
			}
		}
		e.counted = numbersIn(d) // in the end those of the body
		for _, n := range e.counted {
			for _, v := range n.values {
				e.numbers[v] = true
			}
			for _, v := range n.bare {
				e.numbers[v] = true
			}
		}
	}
	e.running = running.String()
	e.within = make([]map[string]bool, len(doc.Sentences))
	for i, s := range doc.Sentences {
		e.within[i] = map[string]bool{}
		for _, w := range doc.Words[s.Words[0]:s.Words[1]] {
			e.within[i][w.Stem] = true
		}
	}
	return e
}

// flaw is the first thing in a sentence that the article does not hold.
func (e *evidence) flaw(sentence, lang string) string {
	d := text.New("", sentence, or(lang, e.doc.Lang))
	checks := []func(*text.Doc) string{e.address, e.number, e.date, e.quotation, e.name}
	if d.Lang == e.doc.Lang {
		// What follows needs words to be the same ones.
		checks = append(checks, e.pair, e.place, e.swapped, e.turned, e.contrary, e.strange)
	}
	for _, check := range checks {
		if flaw := check(d); flaw != "" {
			return flaw
		}
	}
	return ""
}

// number finds a number that the article does not have, in figures or words.
// One is everywhere.
func (e *evidence) number(d *text.Doc) string {
	for _, n := range numbersIn(d) {
		if !e.any(n.values) && !slices.Contains(n.values, 1) && !(n.word && e.words[strings.ToLower(n.text)]) {
			return n.text
		}
	}
	return ""
}

func (e *evidence) any(values []float64) bool {
	for _, v := range values {
		if e.numbers[v] {
			return true
		}
	}
	return false
}

// quotation finds words between quotation marks that the article does not
// have in this order, or a quotation that is cut. The name of a work or a
// party, of up to three words, may be declined.
func (e *evidence) quotation(d *text.Doc) string {
	spans, cut := quotedSpans(d.Text)
	if cut {
		return spans[len(spans)-1].Of(d.Text)
	}
	for _, span := range spans {
		var running strings.Builder
		running.WriteByte(' ')
		var words []text.Word
		for _, w := range d.Words {
			if w.Start >= span.Start && w.End <= span.End {
				running.WriteString(w.Lower + " ")
				words = append(words, w)
			}
		}
		switch {
		case len(words) == 0 || strings.Contains(e.running, running.String()):
		case len(words) <= 3 && e.declined(words):
		default:
			return span.Of(d.Text)
		}
	}
	return ""
}

// declined says that the article has words in this order, in whatever form.
func (e *evidence) declined(words []text.Word) bool {
	for _, there := range [][]text.Word{e.doc.Words, e.doc.TitleWords} {
		for j := 0; j+len(words) <= len(there); j++ {
			if slices.EqualFunc(words, there[j:j+len(words)], same) {
				return true
			}
		}
	}
	return false
}

// quotedSpans are the stretches between quotation marks, without the marks;
// the last one is cut where its mark is never closed.
func quotedSpans(s string) (spans []text.Span, cut bool) {
	open, from := false, 0
	for i, r := range s {
		switch {
		case !strings.ContainsRune(quoteMarks, r):
		case !open:
			open, from = true, i+utf8.RuneLen(r)
		default:
			open = false
			spans = append(spans, text.Span{Start: from, End: i})
		}
	}
	if open && strings.TrimSpace(s[from:]) == "" {
		return spans, false // a mark at the end closes nothing, and quotes nothing
	}
	if open {
		spans = append(spans, text.Span{Start: from, End: len(s)})
	}
	return spans, open
}
