package summarize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
)

// name finds a word with a capital that the article does not have in any form.
// Words that open a sentence have one anyway; they count where the next word
// has one too.
func (e *evidence) name(d *text.Doc) string {
	for _, s := range d.Sentences {
		words := d.Words[s.Words[0]:s.Words[1]]
		for k, w := range words {
			switch {
			case w.Stop || !w.Capital(d.Text) || isNumeric(w.Lower):
				continue
			case k == 0 && d.Lang != e.doc.Lang: // a title of office, translated
				continue
			case d.Pack.NounsHigh && !e.surely(d, words, k):
				continue
			case !d.Pack.NounsHigh && (k == 0 || afterQuote(d.Text, w)) && !(k+1 < len(words) && words[k+1].Capital(d.Text) && !words[k+1].Stop):
				continue
			}
			if !e.holds(w) && !e.acronym(w.Of(d.Text)) {
				return w.Of(d.Text)
			}
		}
	}
	return ""
}

// surely says that a capital tells a name in a language that gives one to all
// its nouns: the word is known as a first name or a place, stands beside
// another one as names do ("Bürgermeisterin Becker"), or opens the sentence
// alone before the verb of a single speaker ("Becker sagte"), where a noun
// would have its article.
func (e *evidence) surely(d *text.Doc, words []text.Word, k int) bool {
	beside := func(i int) bool {
		return i >= 0 && i < len(words) && words[i].Capital(d.Text) && !words[i].Stop && !isNumeric(words[i].Lower)
	}
	counted := func(i int) bool { // "achtzehn Monate Bauzeit"
		_, number := d.Pack.Numbers[words[max(i, 0)].Lower]
		return i >= 0 && (number || isNumeric(words[i].Lower))
	}
	w := words[k]
	switch {
	case d.Pack.Forms[w.Lower]&(lang.Given|lang.Place) != 0:
		return true
	case k == 0:
		return k+1 < len(words) && (beside(1) || d.Pack.Forms[words[1].Lower]&(lang.Cue|lang.Weak) != 0 && strings.HasSuffix(words[1].Lower, "te"))
	case beside(k-1) && d.Text[words[k-1].End:w.Start] == " ":
		return !counted(k - 2)
	}
	return beside(k+1) && d.Text[w.End:words[k+1].Start] == " " && !counted(k-1)
}

func afterQuote(s string, w text.Word) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:w.Start])
	return strings.ContainsRune(quoteMarks+"'‘(", r)
}

// holds says that the article has the word in some form, or, between
// languages, one that sounds like it.
func (e *evidence) holds(w text.Word) bool {
	return e.words[w.Lower] || e.stems[w.Stem] || e.sounded(sound(w.Stem)) || e.sounded(sound(w.Lower))
}

// tellingSound is how many signs a sound needs to tell one name from others.
const tellingSound = 3

func (e *evidence) sounded(s string) bool {
	return utf8.RuneCountInString(s) >= tellingSound && e.sounds[s]
}

// acronym says that capitals are the initials of consecutive words of the
// article: "UN" where it says United Nations, "PM" for a prime minister.
func (e *evidence) acronym(s string) bool {
	letters := []rune(strings.ReplaceAll(s, ".", ""))
	if len(letters) < 2 || len(letters) > 6 {
		return false
	}
	for i, r := range letters {
		if !unicode.IsUpper(r) {
			return false
		}
		letters[i] = unicode.ToLower(r)
	}
	words := e.doc.Words
	for i := range words {
		k := 0
		for j := i; j < len(words) && k < len(letters); j++ {
			r, _ := utf8.DecodeRuneInString(words[j].Lower)
			if r == letters[k] {
				k++
			} else if !words[j].Stop || j == i {
				break
			}
		}
		if k == len(letters) {
			return true
		}
	}
	return false
}

// sound is what is left of a name in all its cases and spellings: Latin
// letters for Cyrillic ones, one sign for all vowels, none at the end.
func sound(stem string) string {
	var b strings.Builder
	last := byte(0)
	for _, r := range stem {
		s, ok := latinFor[r]
		if !ok {
			s = string(r)
		}
		for i := range len(s) {
			c := s[i]
			switch c {
			case 'a', 'e', 'i', 'o', 'u', 'y':
				c = '*'
			case 'w':
				c = 'v'
			case '\'':
				continue
			}
			if c == last {
				continue // doubled letters and vowels in a row
			}
			last = c
			b.WriteByte(c)
		}
	}
	return strings.TrimRight(b.String(), "*")
}

// latinFor are Ukrainian and Russian letters in Latin ones, as news write
// names.
var latinFor = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "h", 'ґ': "g", 'д': "d", 'е': "e", 'є': "e", 'ж': "zh", 'з': "z", 'и': "y", 'і': "i", 'ї': "i",
	'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh",
	'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ь': "", 'ю': "u", 'я': "a", 'ы': "y", 'э': "e", 'ё': "e", 'ъ': "",
}
