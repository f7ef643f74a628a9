package summarize

import (
	"strings"
	"unicode/utf8"

	"herald/text"
)

// leaning tells how a sentence opens, by the pack's lists.
func (s *story) leaning(src *text.Sentence) leaning {
	pack, words := s.doc.Pack, s.doc.Words[src.Words[0]:src.Words[1]]
	switch {
	case opensWith(pack.Background, words):
		return background
	case opensWith(pack.Safe, words):
		return standsAlone
	case opensWith(pack.Connectives, words):
		return connective
	case pack.Dangling[words[0].Lower]:
		return pronoun
	}
	return standsAlone
}

// opensWith says that the words start with one of the phrases.
func opensWith(phrases map[string][][]string, words []text.Word) bool {
	for _, p := range phrases[words[0].Lower] {
		if len(p) <= len(words) && sameAs(p, words) {
			return true
		}
	}
	return false
}

func sameAs(p []string, words []text.Word) bool {
	for i := range p {
		if p[i] != words[i].Lower {
			return false
		}
	}
	return true
}

// readQuotes finds which sentences start or end inside a quotation, paragraph
// by paragraph: a quotation that runs on over paragraphs is opened anew in
// each. A straight mark opens and closes in turn.
func (s *story) readQuotes() {
	doc := s.doc
	depth, paragraph := 0, -1
	straight := false
	for i := range s.sentences {
		c := &s.sentences[i]
		if c.paragraph != paragraph {
			depth, straight, paragraph = 0, false, c.paragraph
		}
		c.opens = depth > 0 || straight
		from := c.Start
		body := c.Of(doc.Text)
		for at := 0; ; {
			j := indexMark(body[at:])
			if j < 0 {
				break
			}
			at += j
			r, n := utf8.DecodeRuneInString(body[at:])
			inside := depth > 0 || straight
			switch r {
			case '"':
				straight = !straight
			case '«', '„', '「', '『':
				depth++
			case '“':
				// Opens in English, closes in German and Ukrainian.
				if depth > 0 && !startsWord(body[at+n:]) {
					depth--
				} else {
					depth++
				}
			case '»', '”', '」', '』':
				depth = max(0, depth-1)
			}
			now := depth > 0 || straight
			switch {
			case now && !inside:
				from = c.Start + at
			case inside && !now:
				c.quoted += c.Start + at - from
			}
			at += n
		}
		c.ends = depth > 0 || straight
		if c.ends {
			c.quoted += c.End - from
		}
	}
}

// indexMark is where s has its first quotation mark, -1 where it has none. It
// is strings.IndexAny(s, quoteMarks), ten times as fast.
func indexMark(s string) int {
	for i := range len(s) {
		switch s[i] {
		case '"':
			return i
		case 0xC2, 0xE2, 0xE3: // the first bytes of the others
			if r, _ := utf8.DecodeRuneInString(s[i:]); strings.ContainsRune(quoteMarks, r) {
				return i
			}
		}
	}
	return -1
}

const quoteMarks = "\"«»“”„「」『』"

func startsWord(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n > 0 && r > ' ' && !strings.ContainsRune(".,;:!?)—–", r)
}
