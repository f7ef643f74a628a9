package lang

import (
	"strings"
	"unicode/utf8"
)

// Agreement is a paradigm of adjectives.
type Agreement struct {
	Behind                            string // letters that stand before the ending; "" for any
	Masculine, Feminine, Neuter, Many string // endings of the nominative
	Others                            []string
}

// readAgreements reads one paradigm a line: the letters before the ending ("-"
// for any), the endings of the nominative (masculine, feminine, neuter,
// plural), those of the other cases.
func readAgreements(data string) []Agreement {
	var list []Agreement
	for _, line := range Lines(data) {
		f := strings.Fields(line)
		list = append(list, Agreement{Behind: strings.Trim(f[0], "-"), Masculine: f[1], Feminine: f[2], Neuter: f[3], Many: f[4], Others: f[5:]})
	}
	return list
}

// stem is a word without an ending of the paradigm; ok is false where it has
// none.
func (a *Agreement) stem(lower string, nominative bool) (stem string, ok bool) {
	endings := a.Others
	if nominative {
		endings = append([]string{a.Masculine, a.Feminine, a.Neuter, a.Many}, endings...)
	}
	for _, e := range endings {
		s, found := strings.CutSuffix(lower, e)
		if !found || utf8.RuneCountInString(s) < 2 || ok && len(s) >= len(stem) {
			continue
		}
		if r, _ := utf8.DecodeLastRuneInString(s); a.Behind == "" || strings.ContainsRune(a.Behind, r) {
			stem, ok = s, true
		}
	}
	return stem, ok
}

// Agree is an adjective, lower case and in any case, in the nominative as a
// noun in the nominative demands it. ok is false where the word is no adjective
// by its ending.
func (s *Speech) Agree(adjective, noun string) (nominative string, ok bool) {
	for i := range s.Agreements {
		a := &s.Agreements[i]
		stem, found := a.stem(adjective, true)
		if !found {
			continue
		}
		switch r, _ := utf8.DecodeLastRuneInString(noun); {
		case strings.ContainsRune("аяa", r):
			return stem + a.Feminine, true
		case strings.ContainsRune("оеёє", r):
			return stem + a.Neuter, true
		}
		return stem + a.Masculine, true
	}
	return "", false
}

// Agreeing says that a word, lower case, is by its ending an adjective in
// another case than the nominative.
func (s *Speech) Agreeing(lower string) bool {
	for i := range s.Agreements {
		if _, ok := s.Agreements[i].stem(lower, false); ok {
			return true
		}
	}
	return false
}

// Genitive says that a word, lower case, may stand in the genitive by its
// ending and is no verb.
func (s *Speech) Genitive(lower string) bool {
	if s.Past(lower) != 0 {
		return false
	}
	for _, e := range s.Genitives {
		if strings.HasSuffix(lower, e) {
			return true
		}
	}
	return false
}

// Together says that an adjective and a noun, both lower case and in another
// case than the nominative, agree by their endings: «южного округа».
func (s *Speech) Together(adjective, noun string) bool {
	for _, p := range s.Pairs {
		if strings.HasSuffix(adjective, p[0]) {
			for _, e := range p[1:] {
				if strings.HasSuffix(noun, e) {
					return true
				}
			}
		}
	}
	return false
}
