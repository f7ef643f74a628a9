package pl

import (
	"strings"
	"unicode/utf8"
)

// Stem cuts a lower-case Polish word to its stem. It is light: the longest
// ending of declension or conjugation falls that leaves three letters.
func Stem(word string) string {
	n := utf8.RuneCountInString(word)
	for _, e := range endings {
		if n-utf8.RuneCountInString(e) < 3 {
			continue
		}
		if s, ok := strings.CutSuffix(word, e); ok {
			return s
		}
	}
	return word
}

// endings of nouns, adjectives and verbs, the longest first.
var endings = strings.Fields(`
owaniem owaniach owania owanie owaniu iejszego iejszych iejszym iejszej iejszy iejsza iejsze
ościami ościach ościom ością ości ość
kami iami ami ach owie owi ego emu ymi imi ych ich iem ym im ej ów om em
ował owała owali owało owały ować uje ują ując ałem ałam aliśmy ał ała ali ało ały eli ił iła ili iło iły ać eć ić yć ają ając
ie ia iu ią ię io cie
a e i o u y ą ę ó`)
