package text

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"

	"herald/text/lang/all"
)

// enough is how many bytes of a text tell its language.
const enough = 2000

// glance is how many bytes tell its script.
const glance = 400

// Detect is the language of a text as a lower-case code ("uk"), "" where it
// holds no letters. A few hundred letters suffice; a headline of two words may
// be mistaken. Only the first 2,000 bytes are read.
func Detect(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), enough)], "")
	switch scriptOf(s) {
	case "":
		return ""
	case "Cyrl":
		return cyrillic(s)
	case "Latn":
		return latin(s)
	case "Jpan":
		return "ja"
	case "Hans":
		return "zh"
	case "Kore":
		return "ko"
	case "Grek":
		return "el"
	case "Hebr":
		return "he"
	}
	return whatlanggo.DetectLang(s).Iso6391()
}

// certain is how many bytes of a text tell Ukrainian from Russian without
// fail: some 300 letters.
const certain = 600

// language settles the language of a text: the declared one if there is one
// and the text is not plainly in another script. Of Ukrainian and Russian, which
// many sites publish side by side under one declaration, the text itself tells.
func language(declared, title, body string) string {
	declared, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(declared)), "-")
	declared, _, _ = strings.Cut(declared, "_")
	if declared == "ua" {
		declared = "uk"
	}
	if declared != "" {
		want, known := scripts[declared]
		if !known {
			return declared
		}
		if got := scriptOf(body[:min(len(body), glance)]); got == want || got == "" {
			if (declared == "uk" || declared == "ru") && len(body) >= certain {
				if other := Detect(body); other == "uk" || other == "ru" {
					return other
				}
			}
			return declared
		}
	}
	if len(body) < 200 {
		return Detect(title + "\n" + body)
	}
	return Detect(body)
}

// scripts of the languages that have a pack, and of some others, by ISO 15924.
var scripts = map[string]string{
	"en": "Latn", "de": "Latn", "fr": "Latn", "es": "Latn", "pl": "Latn", "it": "Latn", "pt": "Latn", "cs": "Latn",
	"uk": "Cyrl", "ru": "Cyrl", "be": "Cyrl", "bg": "Cyrl", "mk": "Cyrl",
	"zh": "Hans", "ja": "Jpan", "ko": "Kore", "el": "Grek", "he": "Hebr",
}

// scriptOf is the script that most letters of s are of, "" where there are no
// letters, "Zyyy" for one that is not told apart here. A fifth of kana makes a
// text Japanese, since Japanese writes Chinese characters too.
func scriptOf(s string) string {
	var latin, cyrl, han, kana, hangul, greek, hebrew, other int
	for _, r := range s {
		switch {
		case r < 0x80:
			if alnum(byte(r)) && (r < '0' || r > '9') {
				latin++
			}
		case 0x400 <= r && r <= 0x52F:
			cyrl++
		case 0xC0 <= r && r <= 0x24F && r != 0xD7 && r != 0xF7:
			latin++
		case !unicode.IsLetter(r) || r == 0xFFFD:
		case 0x3040 <= r && r <= 0x30FF:
			kana++
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Hangul, r):
			hangul++
		case unicode.Is(unicode.Greek, r):
			greek++
		case unicode.Is(unicode.Hebrew, r):
			hebrew++
		default:
			other++
		}
	}
	if kana*5 > han+kana {
		kana, han = kana+han, 0
	}
	best, name := 0, ""
	for _, c := range []struct {
		n    int
		name string
	}{{latin, "Latn"}, {cyrl, "Cyrl"}, {han * 3, "Hans"}, {kana * 3, "Jpan"}, {hangul * 2, "Kore"}, {greek, "Grek"}, {hebrew, "Hebr"}, {other, "Zyyy"}} {
		if c.n > best {
			best, name = c.n, c.name
		}
	}
	return name
}

// cyrillic tells the languages that are written in Cyrillic apart, by the
// letters that only some of them have, then by their function words.
func cyrillic(s string) string {
	var n [0x530]int
	for _, r := range strings.ToLower(s) {
		if 0x400 <= r && r < 0x530 {
			n[r]++
		}
	}
	ukrainian := n['і'] + n['ї'] + n['є'] + n['ґ']
	russian := n['ы'] + n['э'] + n['ё'] + n['ъ']
	switch {
	case n['ў'] > 0 && n['ї'] == 0:
		return "be"
	case n['ј']+n['љ']+n['њ'] > 0 && n['ѓ']+n['ќ']+n['ѕ'] > 0:
		return "mk"
	case n['ј']+n['љ']+n['њ']+n['ђ']+n['ћ'] > 0:
		return "sr"
	case n['ө']+n['ү']+n['қ']+n['ғ']+n['ә']+n['ң'] > 0:
		return whatlanggo.DetectLang(s).Iso6391()
	case n['ъ'] > 0 && n['ы']+n['э']+n['ё']+ukrainian == 0 && n['ъ']*60 > len(s)/2:
		return "bg"
	case ukrainian > russian:
		return "uk"
	case russian > ukrainian:
		return "ru"
	}
	if code := byStopWords(s, "uk", "ru"); code != "" {
		return code
	}
	return "ru"
}

// latin tells the languages that are written in Latin letters apart: by their
// function words where these speak clearly, else by trigrams.
func latin(s string) string {
	if code := byStopWords(s, latinCodes...); code != "" {
		return code
	}
	return whatlanggo.DetectLangWithOptions(s, whatlanggo.Options{Whitelist: latinLanguages}).Iso6391()
}

var latinCodes = []string{"en", "de", "fr", "es", "it", "pt", "pl", "cs"}

// latinLanguages are those that a text in Latin letters is looked for in: a
// short list is right more often than one of all languages.
var latinLanguages = map[whatlanggo.Lang]bool{
	whatlanggo.Eng: true, whatlanggo.Deu: true, whatlanggo.Fra: true, whatlanggo.Spa: true, whatlanggo.Ita: true,
	whatlanggo.Por: true, whatlanggo.Pol: true, whatlanggo.Ces: true, whatlanggo.Nld: true, whatlanggo.Swe: true,
	whatlanggo.Tur: true, whatlanggo.Ron: true, whatlanggo.Hun: true, whatlanggo.Fin: true, whatlanggo.Dan: true,
}

// byStopWords is the language of which s holds the most function words, ""
// where no language stands out.
func byStopWords(s string, codes ...string) string {
	count := make([]int, len(codes))
	total := 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		total++
		for i, code := range codes {
			if all.For(code).Stop[w] {
				count[i]++
			}
		}
	}
	best, second := -1, 0
	for i, n := range count {
		switch {
		case best < 0 || n > count[best]:
			if best >= 0 {
				second = max(second, count[best])
			}
			best = i
		default:
			second = max(second, n)
		}
	}
	if best >= 0 && count[best]*6 > total && count[best]*2 > second*3 {
		return codes[best]
	}
	return ""
}
