package uk

import (
	"strings"
	"unicode/utf8"
)

// Stem cuts a lower-case Ukrainian word to its stem. It is light: endings of
// declension and conjugation fall, derivation stays, and the vowels and
// consonants that alternate at the border are made one (книга, книзі → книг).
//
// Snowball has no Ukrainian stemmer; this one takes the longest ending of its
// list that leaves two syllables' worth of letters.
func Stem(word string) string {
	n := utf8.RuneCountInString(word)
	if n < 4 {
		return word
	}
	if s, ok := strings.CutSuffix(word, "ся"); ok && n > 5 {
		word, n = s, n-2
	} else if s, ok := strings.CutSuffix(word, "сь"); ok && n > 5 {
		word, n = s, n-2
	}
	for _, abstract := range []string{"ість", "ості", "істю"} {
		if s, ok := strings.CutSuffix(word, abstract); ok && n > 5 {
			return s + "іст" // радість is no form of рада
		}
	}
	ending := ""
	for length := min(6, n-2); length > 0; length-- {
		at := len(word) - 2*length // Ukrainian letters take two bytes each
		if at <= 0 || !utf8.RuneStart(word[at]) {
			continue
		}
		if endings[word[at:]] && vowelIn(word[:at]) {
			word, ending = word[:at], word[at:]
			break
		}
	}
	word = strings.TrimSuffix(word, "ь")
	if s, ok := strings.CutSuffix(word, "нн"); ok {
		word = s + "н"
	}
	if ending == "і" && len(word) > 4 && !feminine(word) {
		for from, to := range alternations {
			if s, ok := strings.CutSuffix(word, from); ok {
				return s + to
			}
		}
	}
	return word
}

func vowelIn(s string) bool { return strings.ContainsAny(s, "аеиіоуяюєї") }

// feminine says that a stem is that of a woman's noun, whose ц is no changed к:
// речниці is речниця, not речник.
func feminine(stem string) bool {
	return strings.HasSuffix(stem, "ниц") || strings.HasSuffix(stem, "виц") || strings.HasSuffix(stem, "миц")
}

// alternations are consonants that change before the ending і: книзі, книга.
var alternations = map[string]string{"з": "г", "ц": "к", "с": "х"}

// endings of nouns, adjectives, participles and verbs.
var endings = set(`
а я о е у ю и і ї є й
ам ям ах ях ами ями ов ев єв ів їв ові еві єві ом ем єм ою ею єю ей їй
ий ій ого ього ому ьому им ім их іх ими іми ої ьої
ний ня ння ню нню ням нням ням ання ення іння яння анню енню інню янню анням енням інням янням
ла ло ли в ав ив ів яв ув юв ала ало али ила ило или іла іло іли яла яло яли ула уло ули
ати ити іти яти ути ювати увати ував увала ували увало ює уються ується ують ує уємо уєте
еш єш иш їш е є ить їть емо ємо имо їмо ете єте ите їте уть ють ать ять
атиме итиме іти атимуть итимуть
уть учи ючи ачи ячи вши ши
ував`)

func set(list string) map[string]bool {
	m := make(map[string]bool)
	for _, s := range strings.Fields(list) {
		m[s] = true
	}
	return m
}
