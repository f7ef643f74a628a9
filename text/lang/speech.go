package lang

import (
	"strings"
	"unicode/utf8"
)

// Speech is what finding out who said what needs to know of a language. It is
// read from the text files of the folder "speech" beside the pack; see
// ReadSpeech for their shape.
type Speech struct {
	// Forms tells what a word may be, by its lower-case form; Stemmed by its
	// stem, for words of which every inflected form counts.
	Forms, Stemmed map[string]Tag
	// Phrases that name a source before it ("according to X") or behind it ("X's
	// words"), by their first word.
	Phrases map[string][][]string
	// Lemmas gives the stems of nouns their nominative.
	Lemmas map[string]string
	// whole are the nouns of stems that are shorter than what all forms of the
	// noun have: «кана» of «канал»; see Tag.
	whole map[string][]whole
	falls []string // letters that nouns lose in other cases; with "-" before them, endings that change otherwise
	// Synonyms gives the stems of words for an office the sets of words that
	// may stand for one another, as bits: "генсек" and "секретарь".
	Synonyms map[string]uint64
	// Adverbs are endings that tell an adverb or a verb from a noun.
	Adverbs []string
	// Adjectives are endings of adjectives in the nominative, where the language
	// inflects.
	Adjectives []string
	// Patronymics are endings of patronymics in all their cases; no surname has
	// those that are tagged Generic.
	Patronymics []Ending
	fathers     map[string]bool // beginnings of men's first names, see Patronymic
	// Genitives are endings that nouns and adjectives have in the genitive.
	Genitives []string
	// Matters are the words, as they stand behind a preposition, that what an
	// institution deals with begins with: «з питань», «по делам».
	Matters map[string]bool
	// Agreements are how adjectives agree with a noun; see Agree.
	Agreements []Agreement
	// Pairs are endings of adjectives in other cases than the nominative, each
	// with those that a noun beside it has; see Together.
	Pairs [][]string
	// Pasts are endings of verbs in the past tense and what they tell of the
	// subject: gender, number.
	Pasts []Ending
	// Plurals are endings that a noun has in the plural alone, Obliques those
	// that it never has in the nominative.
	Plurals, Obliques []string
	// Terms says that the language's newspapers set marks around terms, laws
	// and mottos as readily as around words said, so that marks alone do not
	// make a quote.
	Terms bool
	// Inverts says that an attribution stands in the middle of speech between
	// commas, its verb before its subject.
	Inverts bool
	// Short gives short first names, by their keys, the full ones: "bill" is a
	// William.
	Short map[string][]string
	// Names is how names are inflected; the zero value leaves them whole.
	Names Inflection
}

// Tag is what a word may be, as a set of bits.
type Tag uint64

// What a word may be. The first group follows from the file that lists it,
// the second from the letters behind the word's slash.
const (
	Cue         Tag = 1 << iota // reporting verb: said, заявив
	Weak                        // verb that often carries words: called, thinks
	Opens                       // first word of a phrase of Phrases
	Pronoun                     // he, вона, who
	Title                       // Mr, Sen, пан
	Role                        // person by office or trade: minister, речниця
	Body                        // institution: ministry, police
	Document                    // statement, report, указ
	Work                        // what bears a name in marks: film, party, ТОВ
	Hedge                       // purportedly, нібито
	Given                       // first name
	Place                       // country, city
	Calendar                    // month, day of the week
	Modifier                    // former, deputy, колишній: part of a role
	Determiner                  // the, a, this
	Preposition                 // of, in, від
	Conjunction                 // and, that, що
	Particle                    // de, van, al: lower-case part of a name
	Question                    // question of an interview: Q, Питання
	Answer                      // answer of an interview: A
	Generic                     // c: stands for anyone spoken of: politician, співрозмовник
	Auxiliary                   // be, have, will: between a subject and its verb
	Byline                      // by: between a work and its maker
	Site                        // city, street: what names a place and no person
	Anonymous                   // people without names: critics, джерело

	Masculine  // m
	Feminine   // f
	Neuter     // n
	Plural     // p
	First      // 1
	Second     // 2
	Oblique    // o: no subject: him, його
	Possessive // s: his, її
	Relative   // r: who, який
	Continues  // g: hangs on what was said before: adding, додавши
	Asks       // q: asked: the one who speaks is the one who asks
	Linking    // l: preposition that a role may hold: министр по делам
	Indefinite // i: a, an, some
	Cites      // z: quotes: its object, or who is named behind its words, is the one who speaks
	Receiver   // t: told: an object without preposition may follow
)

// Ending is the end of a word and what it tells.
type Ending struct {
	Letters string
	Tag     Tag
}

// Any says that t has at least one of the bits.
func (t Tag) Any(bits Tag) bool { return t&bits != 0 }

// Sexes are the tags of grammatical gender and number.
const Sexes = Masculine | Feminine | Neuter | Plural

// whole is what all forms of a noun have, and what the noun may be.
type whole struct {
	base string
	tag  Tag
}

// bear notes a stem of a noun.
func (s *Speech) bear(stem, noun string, tag Tag) {
	if _, ok := s.Lemmas[stem]; !ok {
		s.Lemmas[stem] = noun
	}
	if base := s.unending(noun); len(base) > len(stem) && strings.HasPrefix(base, stem) {
		s.whole[stem] = append(s.whole[stem], whole{base, tag})
		return
	}
	s.Stemmed[stem] |= tag
}

// unending is a noun without what falls off its end in other cases, by the
// letters of falls; "" where that is not sure.
func (s *Speech) unending(noun string) string {
	for _, e := range s.falls {
		if ending, ok := strings.CutPrefix(e, "-"); ok && strings.HasSuffix(noun, ending) {
			return ""
		}
	}
	for _, e := range s.falls {
		if base, ok := strings.CutSuffix(noun, e); ok {
			return base
		}
	}
	if len(s.falls) > 0 && Consonant(noun) {
		return noun
	}
	return ""
}

// Tag tells what a word may be, by its lower-case form and its stem.
func (s *Speech) Tag(lower, stem string) Tag {
	t := s.Forms[lower]
	if len(s.Stemmed) > 0 && !t.Any(Cue|Weak|Pronoun|Conjunction) {
		tag := s.Stemmed[stem]
		for _, w := range s.whole[stem] {
			if strings.HasPrefix(lower, w.base) { // Канаев is no form of «канал»
				tag |= w.tag
			}
		}
		if tag != 0 && (utf8.RuneCountInString(stem) > 2 || s.Lemmas[stem] == lower) {
			t |= tag
		}
	}
	return t
}

// Declined says that a noun, lower case, stands in another case than the
// nominative, by its ending.
func (s *Speech) Declined(lower string) bool {
	for _, e := range s.Obliques {
		if strings.HasSuffix(lower, e) {
			return true
		}
	}
	return false
}

// Adjective says that a word, lower case, ends as adjectives do in the
// nominative.
func (s *Speech) Adjective(lower string) bool {
	for _, e := range s.Adjectives {
		if strings.HasSuffix(lower, e) && len(lower) > len(e)+4 {
			return true
		}
	}
	return false
}

// Past is what the ending of a verb in the past tense, lower case, tells of its
// subject; 0 where it tells nothing.
func (s *Speech) Past(lower string) Tag {
	for _, e := range s.Pasts {
		if strings.HasSuffix(lower, e.Letters) {
			return e.Tag
		}
	}
	return 0
}

// Adverb says that a word, lower case, ends as no noun does, but adverbs and
// verbs do.
func (s *Speech) Adverb(lower string) bool {
	for _, e := range s.Adverbs {
		if strings.HasSuffix(lower, e) {
			return true
		}
	}
	return false
}
