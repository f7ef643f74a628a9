package text

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"herald/text/lang"
)

// cutSentences finds the sentences of all paragraphs that are no furniture.
// Unicode's sentence boundaries (UAX #29) are the base; a border falls where
// the pack knows an abbreviation, behind an initial, and before a lower-case
// word; one is added behind an ellipsis.
func cutSentences(d *Doc) {
	d.Sentences = make([]Sentence, 0, len(d.Words)/16+len(d.Paragraphs)+1)
	for i := range d.Paragraphs {
		p := &d.Paragraphs[i]
		p.Sentences[0] = len(d.Sentences)
		if !p.Furniture {
			c := cutter{doc: d, paragraph: i, word: p.Words[0]}
			c.cut(Span{max(p.Start, p.Dateline.End), p.End})
		}
		p.Sentences[1] = len(d.Sentences)
	}
}

// cutter cuts one paragraph.
type cutter struct {
	doc       *Doc
	paragraph int
	word      int // the first word that belongs to no sentence yet
}

func (c *cutter) cut(span Span) {
	text := c.doc.Text
	start := span.Start
	for at, end := span.Start, span.Start; end < span.End; at = end {
		end = border(text, at, span.End)
		for i := ellipsis(text[at:end]); i >= 0; i = ellipsis(text[at:end]) {
			at += i
			c.add(Span{start, at})
			start = at
		}
		if end < span.End && (c.inWord(end) || c.goesOn(text[start:end], text[end:span.End])) {
			continue
		}
		c.add(Span{start, end})
		start = end
	}
	c.add(Span{start, span.End})
}

// border is where the sentence that starts at byte at ends by Unicode's rules,
// end where that is the last. The rules are asked from the word on that stands
// before the first mark that may end a sentence; what stands before it cannot
// matter.
func border(text string, at, end int) int {
	from, i := at, at
plain:
	for ; i < end; i++ {
		switch c := text[i]; {
		case c == ' ':
			from = i
			continue
		case (c == 0xD0 || c == 0xD1) && i+1 < end && text[i+1]&0xC0 == 0x80: // Cyrillic
			i++
			continue
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == ',' || c == '-' || c == '"' || c == '(' || c == ')' || c >= '0' && c <= '9':
			continue
		}
		break plain
	}
	if i >= end {
		return end
	}
	iter := sentences.FromString(text[from:end])
	iter.Next()
	return from + iter.End()
}

// inWord says that a place is within a word: bytes that are no UTF-8 may lead
// the rules for sentences and those for words apart.
func (c *cutter) inWord(at int) bool {
	words := c.doc.Words[c.word:c.doc.Paragraphs[c.paragraph].Words[1]]
	i, _ := slices.BinarySearchFunc(words, at, func(w Word, at int) int { return cmp.Compare(w.End, at+1) })
	return i < len(words) && words[i].Start < at
}

// add keeps a sentence that holds a word.
func (c *cutter) add(span Span) {
	d := c.doc
	span = trim(d.Text, bullet(d.Text, trim(d.Text, span)))
	first := c.word
	for first < len(d.Words) && d.Words[first].Start < span.Start {
		first++
	}
	last := first
	for last < len(d.Words) && d.Words[last].Start < span.End {
		last++
	}
	if first == last {
		return
	}
	c.word = last
	d.Sentences = append(d.Sentences, Sentence{span, c.paragraph, [2]int{first, last}})
}

// bullet takes the mark of a list off a sentence. Dashes stay: in Ukrainian
// and Russian they open speech.
func bullet(s string, span Span) Span {
	r, n := utf8.DecodeRuneInString(span.Of(s))
	switch r {
	case '•', '●', '▪', '■', '◦', '‣', '*', '►', '▶', '➤', '→':
		span.Start += n
	}
	return span
}

// goesOn says that the border between before and after is none.
func (c *cutter) goesOn(before, after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	if unicode.IsLower(r) {
		return true
	}
	if startsWithDash(after) {
		// «Стій!» — сказав він: the attribution belongs to the words.
		return true
	}
	body := trim(before, Span{0, len(before)}).Of(before)
	if len(body) == 0 || body[len(body)-1] != '.' {
		return false
	}
	body = body[:len(body)-1]
	word := lastWord(body)
	if word == "" {
		return false
	}
	if n := utf8.RuneCountInString(word); n == 1 {
		l, _ := utf8.DecodeRuneInString(word)
		if unicode.IsUpper(l) && word != "I" && unicode.IsUpper(r) {
			return true // an initial: "J. Smith", «І. Франко»
		}
	}
	next := c.doc.Pack.Fold(firstWord(after))
	switch kind := c.doc.Pack.Abbreviations[c.doc.Pack.Fold(word).Lower]; {
	case kind&lang.BeforeName != 0:
		return true
	case kind&lang.BeforeNumber != 0 && unicode.IsDigit(r):
		return true
	case kind&lang.MayEnd != 0 && next.Lower != "":
		return !next.Stop
	}
	// An ordinal before a month: "26. November".
	if isNumber(word) && len(word) <= 2 && unicode.IsUpper(r) {
		return c.doc.Pack.Dates[next.Lower]
	}
	return false
}

// startsWithDash says that s opens with a dash and a lower-case word.
func startsWithDash(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if r != '—' && r != '–' && r != '-' {
		return false
	}
	s = s[n:]
	s = s[trim(s, Span{0, len(s)}).Start:]
	r, _ = utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// lastWord is what stands behind the last space or opening mark of s: letters,
// digits, dots and hyphens. "" where s ends with anything else.
func lastWord(s string) string {
	at := len(s)
	for at > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:at])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' && r != '№' {
			break
		}
		at -= n
	}
	return s[at:]
}

func firstWord(s string) string {
	for i, r := range s {
		if !unicode.IsLetter(r) {
			return s[:i]
		}
	}
	return s
}

func isNumber(s string) bool {
	for _, r := range s {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return s != ""
}

// ellipsis finds where a sentence starts behind "…", which ends none for
// Unicode: before a capital letter it does. -1 where there is no such place.
func ellipsis(s string) int {
	for i := 0; i < len(s); {
		j := strings.Index(s[i:], "…")
		if j < 0 {
			return -1
		}
		i += j + len("…")
		rest := s[i:]
		k := 0
		for k < len(rest) {
			r, n := utf8.DecodeRuneInString(rest[k:])
			if !unicode.In(r, unicode.Pf, unicode.Pe) && r != '"' {
				break
			}
			k += n
		}
		space := trim(rest, Span{k, len(rest)}).Start
		r, _ := utf8.DecodeRuneInString(rest[space:])
		if space > k && unicode.IsUpper(r) {
			return i + space
		}
	}
	return -1
}
