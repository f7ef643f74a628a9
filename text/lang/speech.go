package lang

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
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
	// Phrases that name a source ("according to"), by their first word.
	Phrases map[string][]Phrase
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
	// Patronymics are endings of patronymics in all their cases; Generic are
	// those that no surname has.
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

// Phrase is a sequence of words that names a source before it ("according to
// X") or behind it ("X's words").
type Phrase struct {
	Words []string
	Hedge bool
}

// files maps a list's name to what its words are, and whether they are
// compared by their stem.
var files = [...]struct {
	name    string
	tag     Tag
	stemmed bool
}{
	{"cues", Cue, false},
	{"weak", Weak, false},
	{"pronouns", Pronoun, false},
	{"titles", Title, false},
	{"roles", Role, true},
	{"generic", Role | Generic, true},
	{"anonymous", Role | Anonymous, true},
	{"bodies", Body, true},
	{"documents", Document, true},
	{"works", Work, true},
	{"hedges", Hedge, false},
	{"given", Given, false},
	{"places", Place, true},
	{"sites", Site, true},
	{"calendar", Calendar, false},
	{"modifiers", Modifier, true},
	{"determiners", Determiner, false},
	{"prepositions", Preposition, false},
	{"conjunctions", Conjunction, false},
	{"particles", Particle, false},
	{"questions", Question, false},
	{"answers", Answer, false},
	{"auxiliaries", Auxiliary, false},
	{"bylines", Byline, false},
}

var letters = map[rune]Tag{
	'm': Masculine, 'f': Feminine, 'n': Neuter, 'p': Plural, '1': First, '2': Second, 'o': Oblique,
	's': Possessive, 'r': Relative, 'g': Continues, 'q': Asks, 't': Receiver, 'i': Indefinite, 'l': Linking, 'z': Cites, 'c': Generic, 'x': 0,
}

// ReadSpeech reads the lists of a folder: one .txt file for each kind of word.
// A file that is missing is an empty list.
//
// A list holds words parted by space and comment lines that start with "#".
// Behind a slash stand letters that say more: "he/m", "сказала/f". A line
// "@name one two/f" names a set of endings, and "stem@name" is then a word for
// each of them. "phrases.txt" holds one phrase a line, "synonyms.txt" one
// set of words a line, "short.txt" a first name and its short forms a line,
// "habits.txt" the words "terms" and "inverts" where Terms and Inverts hold, "names.txt" the paradigms of
// names, "pairs.txt" and "matters.txt" what Pairs and Matters hold, "falls.txt"
// the letters that nouns lose, "swaps.txt" the end of a nominative and that of another case whose
// stem comes out differently ("ец ца"), one pair a line; see Phrase and
// Inflection. Words of the lists of nouns are compared by stem where the
// language has a stemmer and inflects (that is: where it has paradigms of
// names), else as written and with "s".
//
// Lists are compiled in, so a fault in one panics; a test reads each.
func ReadSpeech(folder fs.FS, stem func(string) string) Speech {
	forms := len(read(folder, "given")) / 2 // about as many as first names have cases, in scripts of two bytes
	s := Speech{Forms: make(map[string]Tag, forms), Stemmed: map[string]Tag{}, Phrases: map[string][]Phrase{}, Synonyms: map[string]uint64{}, Lemmas: map[string]string{}, whole: map[string][]whole{}, Short: map[string][]string{}}
	s.Names = readNames(read(folder, "names"))
	s.Adverbs, s.Plurals, s.Obliques = fields(read(folder, "adverbs")), fields(read(folder, "plurals")), fields(read(folder, "obliques"))
	list(read(folder, "patronymics"), func(ending string, tag Tag) { s.Patronymics = append(s.Patronymics, Ending{ending, tag}) })
	s.Genitives = fields(read(folder, "genitives"))
	s.falls = fields(read(folder, "falls"))
	s.Matters = map[string]bool{}
	for _, w := range fields(read(folder, "matters")) {
		s.Matters[w] = true
	}
	for _, line := range Lines(read(folder, "pairs")) {
		s.Pairs = append(s.Pairs, strings.Fields(line))
	}
	s.Agreements = readAgreements(read(folder, "agreements"))
	s.Adjectives = fields(read(folder, "adjectives"))
	list(read(folder, "pasts"), func(ending string, tag Tag) { s.Pasts = append(s.Pasts, Ending{ending, tag}) })
	s.Inverts = slices.Contains(Lines(read(folder, "habits")), "inverts")
	s.Terms = slices.Contains(Lines(read(folder, "habits")), "terms")
	inflects := len(s.Names.endings) > 0 && stem != nil
	var swaps [][]string
	for _, line := range Lines(read(folder, "swaps")) {
		swaps = append(swaps, strings.Fields(line))
	}
	for _, f := range files {
		list(read(folder, f.name), func(word string, tag Tag) {
			tag |= f.tag
			switch {
			case f.stemmed && inflects:
				key := stem(word)
				if tag.Any(Anonymous) && s.Lemmas[key] != "" {
					s.Forms[word] |= tag | Plural // the plural of a word that means one person too
					return
				}
				s.bear(key, word, tag)
				for _, ends := range swaps {
					if base, ok := strings.CutSuffix(word, ends[0]); ok {
						s.bear(stem(base+ends[1]), word, tag)
					}
				}
			case f.stemmed && len(s.Names.endings) > 0:
				s.Forms[word] |= tag
				s.Lemmas[word] = word
			case f.stemmed:
				s.Forms[word] |= tag
				s.Forms[word+"s"] |= tag | Plural
			default:
				s.Forms[word] |= tag
			}
		})
	}
	for _, line := range Lines(read(folder, "phrases")) {
		words := strings.Fields(line)
		s.Phrases[words[0]] = append(s.Phrases[words[0]], Phrase{Words: words})
		s.Forms[words[0]] |= Opens
	}
	for i, line := range Lines(read(folder, "synonyms")) {
		for _, w := range strings.Fields(line) {
			if stem != nil {
				w = stem(w)
			}
			s.Synonyms[w] |= 1 << (i % 64)
		}
	}
	given := map[string]Tag{}
	for word, tag := range s.Forms {
		if tag.Any(Given) {
			given[word] = tag & Sexes
		}
	}
	s.Names.learn(given)
	s.fathers = readFathers(given)
	for word := range s.Names.given {
		s.Forms[word] |= Given
	}
	for _, line := range Lines(read(folder, "short")) {
		names := strings.Fields(line)
		for _, short := range names[1:] {
			key := s.Names.Key(short)
			s.Short[key] = append(s.Short[key], names[0])
		}
	}
	return s
}

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

func read(folder fs.FS, name string) string {
	data, err := fs.ReadFile(folder, path.Join("speech", name+".txt"))
	if err != nil {
		return ""
	}
	return string(data)
}

// fields are all words of a list.
func fields(data string) []string {
	var words []string
	for _, line := range Lines(data) {
		words = append(words, strings.Fields(line)...)
	}
	return words
}

// list calls add for each word that a list names, with the tags of its
// letters.
func list(data string, add func(word string, tag Tag)) {
	endings := map[string][]string{}
	for _, line := range Lines(data) {
		words := strings.Fields(line)
		if name, ok := strings.CutPrefix(words[0], "@"); ok {
			endings[name] = words[1:]
			continue
		}
		for _, w := range words {
			w, more, _ := strings.Cut(w, "/")
			base, class, ok := strings.Cut(w, "@")
			if !ok {
				add(base, tags(more))
				continue
			}
			if endings[class] == nil {
				panic(fmt.Sprintf("lang: %q has endings that its list does not name", w))
			}
			for _, e := range endings[class] {
				e, own, _ := strings.Cut(e, "/")
				add(base+strings.Trim(e, "-"), tags(more)|tags(own))
			}
		}
	}
}

func tags(s string) Tag {
	var t Tag
	for _, r := range s {
		bit, ok := letters[r]
		if !ok {
			panic(fmt.Sprintf("lang: no tag %q", r))
		}
		t |= bit
	}
	return t
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
