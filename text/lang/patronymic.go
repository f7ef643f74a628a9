package lang

import (
	"strings"
	"unicode/utf8"
)

// A patronymic is made of the father's first name, whose end may change before
// the ending (Юрій, Юрійович; Сергей, Сергеевич; Яків, Якович). Surnames may
// have the same endings: they are made of other words.

const (
	leastFather = 3 // letters that a first name and its patronymic share
	changed     = 3 // letters at a first name's end that may change
)

// readFathers are the beginnings of men's first names that a patronymic may
// have.
func readFathers(given map[string]Tag) map[string]bool {
	set := map[string]bool{}
	for name, sex := range given {
		if !sex.Any(Masculine) {
			continue
		}
		letters := []rune(name)
		for n := max(leastFather, len(letters)-changed); n <= len(letters); n++ {
			set[string(letters[:n])] = true
		}
	}
	return set
}

// Patronymic says that a name, lower case and in any case, is one: it has the
// ending, and a man's first name before it.
func (s *Speech) Patronymic(lower string) bool {
	for _, e := range s.Patronymics {
		father, ok := strings.CutSuffix(lower, e.Letters)
		if !ok {
			continue
		}
		if e.Tag.Any(Generic) && utf8.RuneCountInString(father) >= leastFather || s.fathers[father] {
			return true
		}
		if _, n := utf8.DecodeLastRuneInString(father); n > 0 && s.fathers[father[:len(father)-n]] {
			return true
		}
	}
	return false
}
