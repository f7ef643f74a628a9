package summarize

import (
	"strings"
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
)

// leanings finds how each sentence hangs on what stands before it.
func (s *story) leanings() {
	for i := range s.sentences {
		c := &s.sentences[i]
		src := &s.doc.Sentences[c.source]
		c.leans, c.drop = s.leaning(src)
		c.pronoun = src.Words[0] + c.drop
		if c.leans == standsAlone {
			if w := s.unnamed(c); w >= 0 {
				c.leans, c.pronoun = pronoun, w
			}
		}
		if c.leans != background && s.onlySource(c) {
			c.leans, c.onlySource = background, true
		}
		c.fragment = fragment(c.Of(s.doc.Text), c.tokens) || s.headline(src)
		if c.leans == standsAlone && c.quoted*8 > (c.End-c.Start)*7 && !s.attributed(c) {
			c.leans = connective // somebody's words: who says them stands elsewhere
		}
	}
	s.aside()
}

// aside finds what is no news by what stands around it: the retelling behind
// "As reported", somebody's words without marks, and lines that end like a
// headline where the others end like sentences.
func (s *story) aside() {
	n := len(s.sentences)
	ended, own := 0, 0
	paragraph, tail := -1, false
	for i := range s.sentences {
		c := &s.sentences[i]
		c.ended = terminated(c.Of(s.doc.Text))
		c.voice = c.quoted == 0 && s.ownVoice(c)
		ended += count(c.ended)
		own += count(c.voice)
		if c.leans == background && !c.onlySource {
			paragraph, tail = c.paragraph, tail || 2*i >= n
		}
		if tail || c.paragraph == paragraph {
			c.leans = background
		}
	}
	for i := range s.sentences {
		c := &s.sentences[i]
		c.fragment = c.fragment || !c.ended && i > 0 && ended*4 > n*3
		c.speech = c.speech || c.voice && own*4 < n
		if i > 0 && c.leans == standsAlone && c.inParagraph > 0 && s.asks(i-1) {
			c.leans = connective // an answer
		}
	}
}

// asks says that a sentence is a question.
func (s *story) asks(i int) bool {
	return strings.HasSuffix(strings.TrimRight(s.sentences[i].Of(s.doc.Text), "\"”»'’"), "?")
}

// ownVoice says that a sentence says "I" or "we".
func (s *story) ownVoice(c *sentence) bool {
	words := s.doc.Sentences[c.source].Words
	for w := words[0]; w < words[1]; w++ {
		if t := s.doc.Words[w].Tag; t.Any(lang.Pronoun) && t.Any(lang.First) && !t.Any(lang.Oblique|lang.Possessive) {
			return true
		}
	}
	return false
}

// terminated says that a sentence ends with a mark that ends sentences.
func terminated(s string) bool {
	s = strings.TrimRight(s, "\"'”’»›)]“」』")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？．।؟۔", r)
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// headline says that a sentence only repeats a part of the title.
func (s *story) headline(src *text.Sentence) bool {
	title, words := s.doc.TitleWords, s.doc.Words[src.Words[0]:src.Words[1]]
	for from := 0; from+len(words) <= len(title); from++ {
		same := true
		for i := range words {
			if same = words[i].Key == title[from+i].Key; !same {
				break
			}
		}
		if same {
			return true
		}
	}
	return false
}

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
	case pack.Dangling[words[0].Lower] || somebody(words[0].Tag):
		return pronoun
	case len(words) > 1 && words[0].Tag.Any(lang.Preposition) && somebody(words[1].Tag) && words[1].Tag.Any(lang.Oblique):
		return pronoun // "With him", «На ній»
	}
	return standsAlone
}

// somebody says that a word is a pronoun for somebody or something spoken of.
func somebody(t lang.Tag) bool {
	return t.Any(lang.Pronoun) && t.Any(lang.Sexes) && !t.Any(lang.First|lang.Second|lang.Relative)
}

// unnamed is the word of a sentence that is a pronoun for somebody who is named
// nowhere before it in the sentence: "On Tuesday he", or the speaker of a
// quotation: "…," she said. It is -1 where there is none. What stands between
// marks is left aside.
func (s *story) unnamed(c *sentence) int {
	words := s.doc.Sentences[c.source].Words
	noun, phrase := false, false // a noun was there; the word before is a preposition, or a name behind one
	for w := words[0]; w < words[1]; w++ {
		word := &s.doc.Words[w]
		t := word.Tag
		if s.said(word.Start) {
			continue
		}
		switch {
		case somebody(t) && t.Any(lang.Masculine|lang.Feminine) && !t.Any(lang.Oblique|lang.Possessive):
			if !noun || s.speaks(w, words) {
				return w
			}
			return -1
		case phrase && word.Capital(s.doc.Text):
			continue // "With Ann Hart he": she is not who he is
		case w > words[0] && word.Capital(s.doc.Text) && !t.Any(lang.Calendar|lang.Place), t.Any(lang.Role | lang.Given | lang.Body):
			return -1
		case t.Any(lang.Cue|lang.Weak|lang.Preposition|lang.Conjunction|lang.Auxiliary|lang.Calendar|lang.Place|lang.Pronoun) || word.Stop || isDigit(s.doc.Text[word.Start]) || s.doc.Pack.Dates[word.Lower]:
		default:
			noun = true
		}
		phrase = t.Any(lang.Preposition)
	}
	return -1
}

// speaks says that a pronoun is the subject of a reporting verb behind what was
// said: ", she said", «, — сказав він».
func (s *story) speaks(w int, words [2]int) bool {
	at := func(i int) lang.Tag {
		if i < words[0] || i >= words[1] {
			return 0
		}
		return s.doc.Words[i].Tag
	}
	first := w
	switch {
	case at(w + 1).Any(lang.Cue):
	case at(w - 1).Any(lang.Cue):
		first = w - 1
	default:
		return false
	}
	if first == words[0] {
		return false
	}
	return strings.ContainsAny(s.doc.Text[s.doc.Words[first-1].End:s.doc.Words[first].Start], ",—–-!?\"”»“")
}

// longestSource is how many words a sentence has at most that only says where
// the news come from.
const longestSource = 14

// attributed says that a sentence has a reporting verb outside of its
// quotations.
func (s *story) attributed(c *sentence) bool {
	if c.cues == 0 {
		return false
	}
	words := s.doc.Sentences[c.source].Words
	for w := words[0]; w < words[1]; w++ {
		if word := &s.doc.Words[w]; word.Tag.Any(lang.Cue) && !s.said(word.Start) {
			return true
		}
	}
	return false
}

// onlySource says that a sentence has nothing to say but who published what
// stands before it, and that this is no person: "Об этом сообщает полиция."
func (s *story) onlySource(c *sentence) bool {
	words := s.doc.Sentences[c.source].Words
	n := words[1] - words[0]
	if n < 3 || n > longestSource || !s.doc.Words[words[0]].Tag.Any(lang.Preposition) || !s.doc.Pack.Dangling[s.doc.Words[words[0]+1].Lower] {
		return false
	}
	cue := false
	for w := words[0] + 2; w < words[1]; w++ {
		word := &s.doc.Words[w]
		cue = cue || w < words[0]+5 && word.Tag.Any(lang.Cue)
		if w > words[0]+2 && word.Capital(s.doc.Text) && s.doc.Words[w-1].Capital(s.doc.Text) && s.doc.Words[w-1].End+1 == word.Start {
			return false // a person's name
		}
		if word.Tag.Any(lang.Role) && word.Tag.Any(lang.Masculine|lang.Feminine) && !word.Tag.Any(lang.Body) {
			return false
		}
	}
	return cue
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

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
// it, what announces a list, an address, or fewer words than say anything.
func fragment(sentence string, words int) bool {
	if words < 3 || words == 3 && len(sentence) < 25 {
		return true
	}
	switch last, _ := utf8.DecodeLastRuneInString(sentence); {
	case last == ':':
		return true
	case words < 12 && strings.ContainsRune(sentence, '@'):
		return true
	case words < 12 && strings.Contains(sentence, "/") && (strings.Contains(sentence, "://") || strings.Contains(sentence, ".com/") || strings.Contains(sentence, "www.")):
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
