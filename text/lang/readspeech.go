package lang

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

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
// "habits.txt" the words "terms" and "inverts" where Terms and Inverts hold,
// "names.txt" the paradigms of names, "pairs.txt" and "matters.txt" what Pairs
// and Matters hold, "falls.txt" the letters that nouns lose, "swaps.txt" the end
// of a nominative and that of another case whose stem comes out differently
// ("ец ца"), one pair a line; see Speech and Inflection. Words of the lists of nouns are compared by stem where the
// language has a stemmer and inflects (that is: where it has paradigms of
// names), else as written and with "s".
//
// Lists are compiled in, so a fault in one panics; a test reads each.
func ReadSpeech(folder fs.FS, stem func(string) string) Speech {
	forms := len(read(folder, "given")) / 2 // about as many as first names have cases, in scripts of two bytes
	s := Speech{Forms: make(map[string]Tag, forms), Stemmed: map[string]Tag{}, Phrases: Phrases(read(folder, "phrases")), Synonyms: map[string]uint64{}, Lemmas: map[string]string{}, whole: map[string][]whole{}, Short: map[string][]string{}}
	s.Names = readNames(read(folder, "names"))
	s.Adverbs, s.Plurals, s.Obliques = fields(read(folder, "adverbs")), fields(read(folder, "plurals")), fields(read(folder, "obliques"))
	list(read(folder, "patronymics"), func(ending string, tag Tag) { s.Patronymics = append(s.Patronymics, Ending{ending, tag}) })
	s.Genitives = fields(read(folder, "genitives"))
	s.falls = fields(read(folder, "falls"))
	s.Matters = Set(read(folder, "matters"))
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
	for first := range s.Phrases {
		s.Forms[first] |= Opens
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
