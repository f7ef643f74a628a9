package summarize

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
)

// readQuotes finds which sentences start or end inside a quotation, paragraph
// by paragraph: a quotation that runs on over paragraphs is opened anew in
// each, or only closed in the last. A straight mark opens and closes in turn.
func (s *story) readQuotes() {
	doc := s.doc
	depth, paragraph := 0, -1
	straight := false
	for i := range s.sentences {
		c := &s.sentences[i]
		if c.paragraph != paragraph {
			paragraph = c.paragraph
			if (depth > 0 || straight) && !s.closes(i) {
				depth, straight = 0, false
			}
			s.readSpeech(i)
		}
		if doc.Paragraphs[doc.Sentences[c.source].Paragraph].Block {
			// Alone it would read as the newspaper's own word.
			c.opens, c.ends, c.quoted = true, true, c.End-c.Start
			s.quoted = append(s.quoted, c.Span)
			continue
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
			if r == '\'' {
				n = 2
			}
			inside := depth > 0 || straight
			switch r {
			case '"', '\'':
				straight = opensStraight(body[:at], body[at+n:], straight)
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
				s.quoted = append(s.quoted, text.Span{Start: from, End: c.Start + at})
			}
			at += n
		}
		c.ends = depth > 0 || straight
		if c.ends {
			c.quoted += c.End - from
			s.quoted = append(s.quoted, text.Span{Start: from, End: c.End})
		}
	}
}

// opensStraight says that words are quoted behind a straight mark: a space on
// one side of it alone tells, so that a mark that is missing spoils nothing
// but its own quotation; else marks open and close in turn.
func opensStraight(before, behind string, open bool) bool {
	last, n := utf8.DecodeLastRuneInString(before)
	left, right := n == 0 || last <= ' ' || unicode.IsSpace(last), startsWord(behind)
	switch {
	case left && right:
		return true
	case !left && !right:
		return false
	}
	return !open
}

// said says that a place of the text is between quotation marks.
func (s *story) said(at int) bool {
	i := sort.Search(len(s.quoted), func(i int) bool { return s.quoted[i].End > at })
	return i < len(s.quoted) && s.quoted[i].Start <= at
}

// farthest is how many sentences on the end of a quotation is looked for.
const farthest = 60

// closes says that the first quotation mark from sentence i on closes one.
func (s *story) closes(i int) bool {
	for _, c := range s.sentences[i:min(len(s.sentences), i+farthest)] {
		body := c.Of(s.doc.Text)
		at := indexMark(body)
		if at < 0 {
			continue
		}
		switch r, n := utf8.DecodeRuneInString(body[at:]); r {
		case '»', '”', '」', '』':
			return true
		case '"':
			return at > 0 && body[at-1] > ' ' && body[at-1] != '(' && !startsWord(body[at+n:])
		}
		return false
	}
	return false
}

// readSpeech treats a paragraph that is speech behind a dash as a quotation: a
// sentence of it can be used only where it says itself who speaks.
func (s *story) readSpeech(first int) {
	if r, _ := utf8.DecodeRuneInString(s.sentences[first].Of(s.doc.Text)); !strings.ContainsRune("-–—", r) {
		return
	}
	for i := first; i < len(s.sentences) && s.sentences[i].paragraph == s.sentences[first].paragraph; i++ {
		c := &s.sentences[i]
		c.speech = i > first || c.cues == 0
	}
}

// indexMark is where s has its first quotation mark, -1 where it has none. It
// is strings.IndexAny(s, quoteMarks), ten times as fast, and knows two strokes
// for a mark.
func indexMark(s string) int {
	for i := range len(s) {
		switch s[i] {
		case '"':
			return i
		case '\'':
			if i+1 < len(s) && s[i+1] == '\'' {
				return i // two strokes for one mark
			}
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
