package quotes_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"herald/news"
	"herald/quotes"
	"herald/text"
)

// Each case of testdata is a text with one line of reason, and the quotes that
// a careful editor would list: speaker, certainty, parts.
func TestFind(t *testing.T) {
	for _, lang := range []string{"en", "uk", "ru"} {
		data, err := os.ReadFile(filepath.Join("testdata", lang+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for c := range strings.SplitSeq(string(data), "===\n") {
			reason, body, want := parseCase(c)
			t.Run(lang+": "+reason, func(t *testing.T) {
				if diff := cmp.Diff(want, list(body, lang)); diff != "" {
					t.Errorf("quotes (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func parseCase(c string) (reason, body string, want []string) {
	reason, rest, _ := strings.Cut(strings.TrimPrefix(c, "# "), "\n")
	var lines []string
	for line := range strings.Lines(rest) {
		if quote, ok := strings.CutPrefix(line, "> "); ok {
			want = append(want, strings.TrimSpace(quote))
		} else {
			lines = append(lines, strings.TrimPrefix(line, `\`)) // "\> " is a block quotation of the text
		}
	}
	return reason, strings.TrimSpace(strings.Join(lines, "")), want
}

func list(body, lang string) []string {
	var got []string
	for _, q := range quotes.Find(text.New("", body, lang)) {
		var parts []string
		for _, p := range q.Parts {
			parts = append(parts, body[p.Start:p.End])
		}
		got = append(got, strings.TrimSpace(q.Speaker+" | "+string(q.Certainty)+" | "+strings.Join(parts, " || "))) // "| …" where nobody is named
	}
	return got
}

// TestRole: each case is one way in which the words around a name are, or are
// not, the role that an editor would print.
func TestRole(t *testing.T) {
	for _, c := range []struct{ why, lang, body, want string }{
		{"title with its institution", "en", `The minister's special representative Viktor Maly said on Sunday: "The talks go on despite the noise."`, "The minister's special representative"},
		{"noun before the name, small though it opens the sentence", "uk", `Голова обласної ради Іван Лисенко сказав: «Дорогу закінчимо до зими».`, "голова обласної ради"},
		{"noun behind the verb", "ru", `"Дорогу закончим до зимы", – заявил глава района Иван Лисов.`, "глава района"},
		{"whose chairman is not said again", "en", `The club waited. Its chairman, Barry Quill, said: "The gate stays shut until the river falls."`, "chairman"},
		{"US is a country, not a pronoun", "en", `US Senator Paul Quill said: "The gate stays shut until the river falls."`, "US Senator"},
		{"complement before the comma", "en", `"The gate stays shut until the river falls," the director of operations, Paul Quill, said.`, "director of operations"},
		{"an adjective alone is no role", "en", `Seventeen-year-old Paul Quill said: "The gate stays shut until the river falls."`, ""},
		{"a clause behind the name is no role", "en", `According to Paul Quill, a man in a long coat walked around the locked gate four times, "the gate stays shut until the river falls".`, ""},
		{"role of a name in another case", "uk", `Звернулися до директора музею Івана Лисенка. «Дорогу закінчимо до зими», – сказав Лисенко.`, "директор музею"},
		{"genitive plural before a nominative", "uk", `Один із музикантів Іван Лисенко сказав: «Дорогу закінчимо до зими».`, ""},
		{"the noun in the nominative heads the role", "ru", `Внучка художника Тамара Лисова сказала: «Дорогу закончим до зимы».`, "внучка художника"},
		{"a verb between noun and name", "uk", `Глядачі викликали Лисенка. «Дорогу закінчимо до зими», – сказав Лисенко.`, ""},
		{"somebody else follows", "ru", `Иван Лисов, директору теплиц Анна Белова отправила письмо, сказал: «Дорогу закончим до зимы».`, ""},
	} {
		got := quotes.Find(text.New("", c.body, c.lang))
		if len(got) != 1 || got[0].Role != c.want {
			t.Errorf("%s: %s: got %+v, want role %q", c.lang, c.why, got, c.want)
		}
	}
}

func TestCue(t *testing.T) {
	got := quotes.Find(text.New("", `"The talks go on despite the noise," Viktor Maly said on X.`, "en"))
	if len(got) != 1 || got[0].Cue != "said" {
		t.Errorf("got %+v, want the cue %q", got, "said")
	}
}

func TestInterview(t *testing.T) {
	got := list("Anna Bell: We open the doors in May.\nTom Ray: And who pays for the roof?\nAnna Bell: Nobody has paid for it yet.", "en")
	want := []string{
		"Anna Bell | stated | We open the doors in May.",
		"Tom Ray | stated | And who pays for the roof?",
		"Anna Bell | stated | Nobody has paid for it yet.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestKey(t *testing.T) {
	body := `"We will rebuild the harbour before the next winter comes," said Mayor Anna Bell.

"No," said Tom Ray.

"We will rebuild the harbour before the next winter comes," Bell said again.

"The cranes are already on their way from the north," Bell added.`
	doc := text.New("", body, "en")
	all := quotes.Find(doc)
	key := quotes.Key(doc, all, 2)
	if len(key) != 2 || !strings.HasPrefix(key[0].Text, "We will") || !strings.HasPrefix(key[1].Text, "The cranes") {
		t.Errorf("got %+v", key)
	}
	if n := len(quotes.Key(doc, all, 100)); n > quotes.MostKey {
		t.Errorf("%d key quotes, want at most %d", n, quotes.MostKey)
	}
}

func TestLink(t *testing.T) {
	body := `"Rain, again," said Anna Bell. "The river has not been so high since my grandfather kept the lock here, and he kept it for thirty years."`
	doc := text.New("", body, "en")
	qs := quotes.Find(doc)
	want := []string{
		"https://example.org/a#:~:text=Rain%2C%20again%2C",
		"https://example.org/a#:~:text=The%20river%20has%20not%20been,kept%20it%20for%20thirty%20years.",
	}
	var got []string
	for _, q := range qs {
		got = append(got, quotes.Link("https://example.org/a", doc, q))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLinkOfParts(t *testing.T) {
	doc := text.New("", `The hall rose. “Judge,” said Anna Bell, “I have never seen a river like this one.” “Judge,” said nobody.`, "en")
	want := "https://example.org/a#:~:text=I%20have%20never%20seen%20a%20river%20like%20this%20one."
	if got := quotes.Link("https://example.org/a", doc, quotes.Find(doc)[0]); got != want {
		t.Errorf("got %s, want %s: a word that stands everywhere opens the wrong place", got, want)
	}
}

// What is quoted is the text's, untouched: each part is a stretch of it on rune
// borders, parts are in order, and nothing overlaps.
func TestVerbatim(t *testing.T) {
	pieces := []string{`"`, "“", "”", "«", "»", "„", "‘", "’", "'", "—", "– ", " - ", "\n", "\n\n", ". ", ", ", ": ", "? ", " said ", "сказав ", "сказал ", "Anna Bell", "Кличко", "He ", "вона ", "the report ", "words of somebody else", "чиїсь слова тут", "\xff", "\u202e", "\x00", "𝒳", "(", ")", "According to ", "за словами ", "\n> ", "\n>", "\n> — ", " (@bell)"}
	rapid.Check(t, func(r *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(r, "pieces"), "")
		lang := rapid.SampledFrom([]string{"en", "uk", "ru", "de", "", "xx"}).Draw(r, "lang")
		if fault := check(body, lang); fault != "" {
			r.Fatal(fault)
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add(`"It rained," said Anna Bell. "All day."`, "en")
	f.Add("— Ми тут, — сказав він. — І ви теж.", "uk")
	f.Add("«««", "ru")
	f.Add("Bell wrote:\n> I «do».\n> — Ann Bell\n> We go. — Tom Ray, mayor\n— сказав він", "uk")
	f.Fuzz(func(t *testing.T, body, lang string) {
		if fault := check(body, lang); fault != "" {
			t.Fatal(fault)
		}
	})
}

// check says what is wrong with the quotes of a text; "" where nothing is.
func check(body, lang string) string {
	doc := text.New("", body, lang)
	qs := quotes.Find(doc)
	at := 0
	for _, q := range qs {
		if len(q.Parts) == 0 {
			return "a quote without parts"
		}
		words := make([]string, 0, len(q.Parts))
		for _, p := range q.Parts {
			if p.Start < at || p.End <= p.Start || p.End > len(body) {
				return "parts out of order, empty or out of range"
			}
			if !border(body, p.Start) || !border(body, p.End) {
				return "a part that cuts a rune"
			}
			at = p.End
			words = append(words, body[p.Start:p.End])
		}
		if q.Text != strings.Join(words, " ") {
			return "a quote that is not its parts"
		}
		if m := q.Mention; !m.Empty() && (m.Start < 0 || m.End > len(body) || !border(body, m.Start) || !border(body, m.End)) {
			return "a mention out of range"
		}
		if q.Certainty != news.Stated && q.Certainty != news.Reported {
			return "a quote without certainty"
		}
		_ = quotes.Link("https://example.org/", doc, q)
	}
	if len(quotes.Key(doc, qs, quotes.MostKey)) > quotes.MostKey {
		return "too many key quotes"
	}
	return ""
}

func border(s string, i int) bool {
	return i == 0 || i == len(s) || utf8.RuneStart(s[i]) || !utf8.ValidString(s)
}
