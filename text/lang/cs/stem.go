package cs

import (
	"strings"
	"unicode/utf8"
)

// Stem cuts a lower-case Czech word to its stem. It is light: the longest
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
ováním ováních ování nostmi nostech nostem ností nosti nost
ějšího ějších ějším ějšími ější
atech ětem atům ech ich ích ého ěmi emi ému ete eti iho ího ími imu ách ata aty ých ama ami ové ovi ými ovým
oval ovala ovali ovalo ovaly ovat uje ují ala ali alo aly ila ili ilo ily ěla ěli ělo ěly
em es ém ím ům at ám os us ým mi ou ej ův al il ěl
a e i o u y á é í ý ě ů`)
