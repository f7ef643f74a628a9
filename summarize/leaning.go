package summarize

import (
	"strings"
	"unicode/utf8"

	"herald/text"
)

// leaning tells how a sentence opens, by the pack's lists, and how many of its
// words are a connective that can be left out: what follows counts then.
func (s *story) leaning(src *text.Sentence) (leans leaning, drop int) {
	pack, words := s.doc.Pack, s.doc.Words[src.Words[0]:src.Words[1]]
	leans = s.opening(words)
	if leans != connective {
		return leans, 0
	}
	for _, p := range pack.Droppable[words[0].Lower] {
		n := len(p)
		if p[n-1] == "," {
			n--
		}
		if n < len(words) && sameAs(p[:n], words) && (n == len(p) || s.doc.Text[words[n-1].End] == ',') {
			drop = max(drop, n)
		}
	}
	if drop == 0 || drop+shortest > len(words) || s.doc.Text[src.Start] != s.doc.Text[words[0].Start] {
		return connective, 0
	}
	if rest := s.opening(words[drop:]); rest == standsAlone || rest == pronoun {
		return rest, drop
	}
	return connective, 0
}

// shortest is how many words have to be left of a sentence that loses its
// connective.
const shortest = 5

func (s *story) opening(words []text.Word) leaning {
	pack := s.doc.Pack
	switch {
	case opensWith(pack.Background, words) > 0:
		return background
	case opensWith(pack.Safe, words) > 0:
		return standsAlone
	case opensWith(pack.Connectives, words) > 0:
		return connective
	case pack.Dangling[words[0].Lower]:
		return pronoun
	}
	return standsAlone
}

// opensWith is how many words the longest of the phrases has that the words
// start with, 0 where they start with none.
func opensWith(phrases map[string][][]string, words []text.Word) int {
	longest := 0
	for _, p := range phrases[words[0].Lower] {
		if len(p) <= len(words) && len(p) > longest && sameAs(p, words) {
			longest = len(p)
		}
	}
	return longest
}

func sameAs(p []string, words []text.Word) bool {
	for i := range p {
		if p[i] != words[i].Lower {
			return false
		}
	}
	return true
}

// fragment says that a stretch is a sentence for the cutter only: markup or a
// parenthesis that was torn off, a subheading between dashes as agencies set
// it, or fewer words than say anything.
func fragment(sentence string, words int) bool {
	if words < 3 {
		return true
	}
	switch first, _ := utf8.DecodeRuneInString(sentence); first {
	case '<', '(', '{', ')', '}', '>', '|':
		return true
	case '-', '–', '—':
		rest := strings.TrimRight(sentence, ". ")
		last, _ := utf8.DecodeLastRuneInString(rest)
		return last == first
	}
	return false
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
