package summarize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
)

// evidence is an article as claims are held against it.
type evidence struct {
	doc     *text.Doc
	words   map[string]bool // lower case
	stems   map[string]bool
	sounds  map[string]bool // of its words, see sound
	numbers map[float64]bool
	running string // its words in order, each between spaces
}

func newEvidence(doc *text.Doc) *evidence {
	e := &evidence{doc: doc, words: map[string]bool{}, stems: map[string]bool{}, sounds: map[string]bool{}, numbers: map[float64]bool{}}
	var b strings.Builder
	b.WriteByte(' ')
	for _, d := range []*text.Doc{text.New("", doc.Title, doc.Lang), doc} {
		for _, w := range d.Words {
			b.WriteString(w.Lower)
			b.WriteByte(' ')
			e.words[w.Lower], e.stems[w.Stem] = true, true
			e.sounds[sound(w.Stem)], e.sounds[sound(w.Lower)] = true, true
		}
		for _, n := range numbersIn(d) {
			for _, v := range n.values {
				e.numbers[v] = true
			}
			for _, v := range n.bare {
				e.numbers[v] = true
			}
		}
	}
	e.running = b.String()
	return e
}

// flaw is the first thing in a sentence that the article does not hold.
func (e *evidence) flaw(sentence, lang string) string {
	d := text.New("", sentence, or(lang, e.doc.Lang))
	for _, check := range []func(*text.Doc) string{e.number, e.quotation, e.name, e.pair, e.place} {
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
// have in this order. A single word is taken for a name or a term, and need
// only stand in the article.
func (e *evidence) quotation(d *text.Doc) string {
	for _, span := range quotedSpans(d.Text) {
		var b strings.Builder
		b.WriteByte(' ')
		n := 0
		for _, w := range d.Words {
			if w.Start >= span.Start && w.End <= span.End {
				b.WriteString(w.Lower)
				b.WriteByte(' ')
				n++
			}
		}
		switch {
		case n == 0 || strings.Contains(e.running, b.String()):
		case n <= 3 && e.inflected(d, span):
			// The name of a work or a party, declined.
		default:
			return span.Of(d.Text)
		}
	}
	return ""
}

// inflected says that all words of the span stand in the article in some form.
func (e *evidence) inflected(d *text.Doc, span text.Span) bool {
	for _, w := range d.Words {
		if w.Start >= span.Start && w.End <= span.End && !e.holds(w) {
			return false
		}
	}
	return true
}

// name finds a word with a capital that the article does not have in any form.
// Words that open a sentence have one anyway; they count where the next word
// has one too.
func (e *evidence) name(d *text.Doc) string {
	for _, s := range d.Sentences {
		words := d.Words[s.Words[0]:s.Words[1]]
		for k, w := range words {
			switch {
			case w.Stop || !w.Capital(d.Text) || isNumeric(w.Lower):
				continue
			case k == 0 && d.Lang != e.doc.Lang: // a title of office, translated
				continue
			case (k == 0 || afterQuote(d.Text, w)) && !(k+1 < len(words) && words[k+1].Capital(d.Text) && !words[k+1].Stop):
				continue
			case d.Pack.NounsHigh && !(k > 0 && words[k-1].Capital(d.Text) && !words[k-1].Stop) && !(k+1 < len(words) && words[k+1].Capital(d.Text)):
				continue
			}
			if !e.holds(w) && !e.acronym(w.Of(d.Text)) {
				return w.Of(d.Text)
			}
		}
	}
	return ""
}

func afterQuote(s string, w text.Word) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:w.Start])
	return strings.ContainsRune(quoteMarks+"'‘(", r)
}

// holds says that the article has the word in some form, or, between
// languages, one that sounds like it.
func (e *evidence) holds(w text.Word) bool {
	return e.words[w.Lower] || e.stems[w.Stem] || e.sounds[sound(w.Stem)] || e.sounds[sound(w.Lower)]
}

// acronym says that capitals are the initials of consecutive words of the
// article: "UN" where it says United Nations, "PM" for a prime minister.
func (e *evidence) acronym(s string) bool {
	letters := []rune(strings.ReplaceAll(s, ".", ""))
	if len(letters) < 2 || len(letters) > 6 {
		return false
	}
	for i, r := range letters {
		if !unicode.IsUpper(r) {
			return false
		}
		letters[i] = unicode.ToLower(r)
	}
	words := e.doc.Words
	for i := range words {
		k := 0
		for j := i; j < len(words) && k < len(letters); j++ {
			r, _ := utf8.DecodeRuneInString(words[j].Lower)
			if r == letters[k] {
				k++
			} else if !words[j].Stop || j == i {
				break
			}
		}
		if k == len(letters) {
			return true
		}
	}
	return false
}

// sound is what is left of a name in all its cases and spellings: Latin
// letters for Cyrillic ones, one sign for all vowels, none at the end.
func sound(stem string) string {
	var b strings.Builder
	last := byte(0)
	for _, r := range stem {
		s, ok := latinFor[r]
		if !ok {
			s = string(r)
		}
		for i := range len(s) {
			c := s[i]
			switch c {
			case 'a', 'e', 'i', 'o', 'u', 'y':
				c = '*'
			case 'w':
				c = 'v'
			case '\'':
				continue
			}
			if c == last {
				continue // doubled letters and vowels in a row
			}
			last = c
			b.WriteByte(c)
		}
	}
	return strings.TrimRight(b.String(), "*")
}

// latinFor are Ukrainian and Russian letters in Latin ones, as news write
// names.
var latinFor = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "h", 'ґ': "g", 'д': "d", 'е': "e", 'є': "e", 'ж': "zh", 'з': "z", 'и': "y", 'і': "i", 'ї': "i",
	'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh",
	'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ь': "", 'ю': "u", 'я': "a", 'ы': "y", 'э': "e", 'ё': "e", 'ъ': "",
}

// quotedSpans are the stretches between quotation marks, without the marks.
func quotedSpans(s string) []text.Span {
	var spans []text.Span
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
	if open {
		spans = append(spans, text.Span{Start: from, End: len(s)})
	}
	return spans
}
