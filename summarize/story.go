package summarize

import (
	"math/bits"
	"unicode"
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
)

// story is a text as the extract sees it: its sentences as bags of terms.
type story struct {
	doc       *text.Doc
	sentences []sentence
	quoted    []text.Span    // what stands between marks, in order
	terms     []int32        // of all sentences, one after the other; each once a sentence
	counts    []int32        // how often the term stands in that sentence
	df        []int32        // by term: sentences that hold it
	tf        []int32        // by term: how often it stands in the story
	high      []int32        // by term: how often it stands with a capital, not counting the openings of sentences
	size      []uint8        // by term: its letters
	kind      []uint8        // by term: aNumber
	title     []bool         // by term: stands in the title
	stems     []string       // by term
	who       map[int]string // by sentence that opens with a pronoun: whom it means, where that is known
	weight    []float64      // by term: its salience, once it is known
	titled    int            // distinct content terms of the title
}

// sentence is one candidate.
type sentence struct {
	text.Span
	source       int // index into Doc.Sentences
	first, last  int // its terms: story.terms[first:last]
	paragraph    int // number of its paragraph among those of the story
	inParagraph  int // its place in the paragraph
	words        int // parted by space
	tokens       int // words by Unicode's rules
	stops        int
	names        int // words with a capital first letter, the sentence's first not counted
	numbers      int
	cues         int // reporting verbs
	leans        leaning
	drop         int  // words of a connective that is left out where the sentence stands alone
	pronoun      int  // where it leans by a pronoun: that word, index into Doc.Words
	fragment     bool // a scrap of markup, a subheading between dashes, a word or two
	opens, ends  bool // opens: starts inside a quotation. ends: ends inside one
	onlySource   bool // leans as background because it only says who published the news
	ended, voice bool // ended: by a mark that ends sentences. voice: it says "I" or "we" outside of marks
	speech       bool // words behind a dash of somebody whom the sentence does not name
	quoted       int  // bytes between quotation marks
}

// leaning is how a sentence hangs on what stands before it.
type leaning byte

const (
	standsAlone leaning = iota
	pronoun             // "He", "This"; or "he" where the sentence names nobody before
	connective          // "However", "Meanwhile"
	background          // "As reported"
)

func newStory(doc *text.Doc) *story {
	s := &story{doc: doc}
	s.collect(func(p text.Paragraph) bool { return !p.Heading })
	if len(s.sentences) == 0 {
		s.collect(func(text.Paragraph) bool { return true })
	}
	return s
}

func (s *story) collect(wanted func(text.Paragraph) bool) {
	doc := s.doc
	n := len(doc.Sentences)
	s.sentences = make([]sentence, 0, n)
	s.terms = make([]int32, 0, len(doc.Words)/2+1)
	s.counts = make([]int32, 0, len(doc.Words)/2+1)
	ids := newNumbering(len(doc.Words))
	terms := len(doc.Words)/3 + 4
	s.stems = make([]string, 0, terms)
	columns := make([]int32, 4*terms) // one piece of memory for four columns, as long as they fit
	s.df, s.tf, s.high = columns[:0:terms], columns[terms:terms:2*terms], columns[2*terms:2*terms:3*terms]
	s.size, s.kind = make([]uint8, 0, terms), make([]uint8, 0, terms)
	lastIn := columns[3*terms : 3*terms : 4*terms] // by term: 1 + index in s.terms of its last occurrence
	paragraph, last := -1, -1
	said := make(map[uint64]bool, n)
	for k := range doc.Sentences {
		src := &doc.Sentences[k]
		if !wanted(doc.Paragraphs[src.Paragraph]) {
			continue
		}
		if key := keyOf(doc.Words[src.Words[0]:src.Words[1]]); said[key] {
			continue // word for word
		} else {
			said[key] = true
		}
		if src.Paragraph != last {
			paragraph, last = paragraph+1, src.Paragraph
		}
		c := sentence{Span: src.Span, source: k, first: len(s.terms), paragraph: paragraph, tokens: src.Words[1] - src.Words[0]}
		c.words = countFields(src.Of(doc.Text))
		if i := len(s.sentences); i > 0 && s.sentences[i-1].paragraph == paragraph {
			c.inParagraph = s.sentences[i-1].inParagraph + 1
		}
		for w := src.Words[0]; w < src.Words[1]; w++ {
			word := &doc.Words[w]
			head := doc.Text[word.Start]
			number, name := head >= '0' && head <= '9', false
			switch {
			case number:
				c.numbers++
			case w > src.Words[0] && word.Capital(doc.Text):
				name = true
				c.names++
			}
			if word.Tag.Any(lang.Cue) {
				c.cues++
			}
			if word.Stop {
				c.stops++
				continue
			}
			stem, key := term(doc, w, src.Words[1])
			place := ids.at(key)
			id := *place - 1
			if id < 0 {
				id = int32(len(s.df))
				*place = id + 1
				s.stems = append(s.stems, stem)
				s.df, s.tf, lastIn = append(s.df, 0), append(s.tf, 0), append(lastIn, 0)
				s.high, s.size, s.kind = append(s.high, 0), append(s.size, uint8(min(255, word.Size))), append(s.kind, kindOf(number))
			}
			s.tf[id]++
			if name {
				s.high[id]++
			}
			if at := lastIn[id]; at > int32(c.first) {
				s.counts[at-1]++
				continue
			}
			s.df[id]++
			s.terms, s.counts = append(s.terms, id), append(s.counts, 1)
			lastIn[id] = int32(len(s.terms))
		}
		c.last = len(s.terms)
		s.sentences = append(s.sentences, c)
	}
	s.title = make([]bool, len(s.df))
	if doc.Title != "" {
		s.readTitle(ids)
	}
	s.readQuotes()
	s.leanings()
}

// keyOf is a number for a sequence of words.
func keyOf(words []text.Word) uint64 {
	key := uint64(len(words))
	for i := range words {
		key = (bits.RotateLeft64(key, 5) ^ words[i].Key) * 0x9e3779b97f4a7c15
	}
	return key
}

// readTitle marks the terms of the headline.
func (s *story) readTitle(ids numbering) {
	head := &text.Doc{Text: s.doc.Title, Words: s.doc.TitleWords}
	seen := make(map[uint64]bool)
	for w := range head.Words {
		if head.Words[w].Stop {
			continue
		}
		_, key := term(head, w, len(head.Words))
		if seen[key] {
			continue
		}
		seen[key] = true
		s.titled++
		if id := *ids.at(key); id > 0 {
			s.title[id-1] = true
		}
	}
}

// term is what a word counts as: its stem; for a character of a script that
// writes without spaces, the pair that it makes with the next one. key is its
// number.
func term(doc *text.Doc, w, end int) (stem string, key uint64) {
	word := &doc.Words[w]
	if !wide(word.Of(doc.Text)) || w+1 >= end {
		return word.Stem, word.Key
	}
	next := &doc.Words[w+1]
	if next.Start != word.End || !wide(next.Of(doc.Text)) {
		return word.Stem, word.Key
	}
	return doc.Text[word.Start:next.End], pairKey(word, next)
}

// numbering gives terms their numbers: a hash table with open addressing, by
// key. Its length is a power of two and at least one and a half times the number
// of terms.
type numbering []struct {
	key uint64
	id  int32 // 1 + the term's number; 0 for a free place
}

func newNumbering(terms int) numbering { return make(numbering, 1<<bits.Len(uint(terms+terms/2+1))) }

// at is the place of a term: 1 + its number, or 0.
func (n numbering) at(key uint64) *int32 {
	mask := uint64(len(n) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		if n[i].id == 0 {
			n[i].key = key
			return &n[i].id
		}
		if n[i].key == key {
			return &n[i].id
		}
	}
}

// wide says that a word is a single character of Chinese or Japanese, which
// Unicode's rules leave alone.
func wide(w string) bool {
	if len(w) < 3 || len(w) > 4 {
		return false
	}
	r, n := utf8.DecodeRuneInString(w)
	return n == len(w) && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r))
}

// countFields counts the words that are parted by space, and three characters of
// a script without spaces as two. It looks at bytes: news of Cyrillic letters
// would else be decoded once more.
func countFields(s string) int {
	n, in, wides := 0, false, 0
	for i := 0; i < len(s); {
		c := s[i]
		size := 0 // of a space
		switch {
		case c <= ' ':
			size = 1
		case c < utf8.RuneSelf:
		case c == 0xC2 || c >= 0xE1 && c <= 0xE3:
			if r, k := utf8.DecodeRuneInString(s[i:]); unicode.IsSpace(r) {
				size = k
			} else if r >= 0x3040 && k == 3 {
				wides++
			}
		case c >= 0xE4 && c <= 0xE9:
			wides++
		}
		if size > 0 {
			in = false
			i += size
			continue
		}
		if !in {
			n, in = n+1, true
		}
		i++
	}
	return max(n, 2*wides/3)
}

// fits says that the whole story is within the budget.
func (s *story) fits(b Budget) bool {
	if b.Sentences > 0 && len(s.sentences) > b.Sentences {
		return false
	}
	if b.Words <= 0 {
		return true
	}
	words := 0
	for i := range s.sentences {
		words += s.sentences[i].words
	}
	return words <= b.Words
}

func kindOf(number bool) uint8 {
	if number {
		return aNumber
	}
	return 0
}
