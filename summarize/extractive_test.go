package summarize_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"herald/news"
	"herald/summarize"
	"herald/text"
)

// story is an article of our own in three languages: furniture, a lead, a
// pronoun, a connective, a quotation of two sentences, background.
var story = map[string]struct{ title, body string }{
	"en": {"Riverton will rebuild its old bridge", `14 May 2026, 10:12

4 min read

Photo: Nora Quill

The council of Riverton agreed on Tuesday to rebuild the old stone bridge, which the flood of March destroyed.

The work will cost 12.5 million crowns and take eighteen months, according to the plan that the council published.

"We waited for two years. Nobody wants to wait for a third," mayor Ellen Hart told reporters after the vote.

She added that the ferry would run until the bridge opens.

However, the opposition doubts that the money suffices for the bridge and for the roads that lead to it.

As reported, the flood damaged four hundred houses in Riverton and closed the railway for a month.

Traders in the old town hope that the new bridge will bring customers back to the market, which lost half of them.

AD

Read also: Ten towns that lost their bridges`},
	"uk": {"Річкове відбудує старий міст", `14 травня 2026, 10:12

3 хв читання

Фото: Нора Квіль

Міська рада Річкового у вівторок погодила відбудову старого кам'яного мосту, який зруйнувала березнева повінь.

Роботи коштуватимуть 12,5 млн гривень і триватимуть вісімнадцять місяців, ідеться в плані, який оприлюднила рада.

«Ми чекали два роки. Ніхто не хоче чекати третього», — сказала журналістам після голосування міська голова Олена Гарт.

Вона додала, що до відкриття мосту ходитиме пором.

Однак опозиція сумнівається, що грошей вистачить на міст і на дороги, які до нього ведуть.

Нагадаємо, повінь пошкодила в Річковому чотириста будинків і на місяць зупинила залізницю.

Торговці старого міста сподіваються, що новий міст поверне покупців на ринок, який утратив половину з них.

Читайте також: Десять міст, які втратили мости`},
	"ru": {"Речное восстановит старый мост", `14 мая 2026, 10:12

3 мин чтения

Фото: Нора Квилл

Городской совет Речного во вторник одобрил восстановление старого каменного моста, который разрушило мартовское наводнение.

Работы обойдутся в 12,5 млн рублей и займут восемнадцать месяцев, говорится в плане, который опубликовал совет.

«Мы ждали два года. Никто не хочет ждать третьего», — сказала журналистам после голосования мэр Елена Харт.

Она добавила, что до открытия моста будет ходить паром.

Однако оппозиция сомневается, что денег хватит на мост и на дороги, которые к нему ведут.

Напомним, наводнение повредило в Речном четыреста домов и на месяц остановило железную дорогу.

Торговцы старого города надеются, что новый мост вернет покупателей на рынок, который потерял половину из них.

Читайте также: Десять городов, которые потеряли мосты`},
}

func texts(sentences []news.Sentence) []string {
	var list []string
	for _, s := range sentences {
		list = append(list, s.Text)
	}
	return list
}

func TestExtract(t *testing.T) {
	for lang, a := range story {
		doc := text.New(a.title, a.body, lang)
		for n := 1; n <= 6; n++ {
			t.Run(fmt.Sprintf("%s: %d sentences", lang, n), func(t *testing.T) {
				got := summarize.Extract(doc, summarize.Budget{Sentences: n})
				if len(got) == 0 || len(got) > n {
					t.Fatalf("%d sentences", len(got))
				}
				end, all := 0, ""
				for _, s := range got {
					if s.Span.Start < end {
						t.Error("sentences are not in the text's order")
					}
					end = s.Span.End
					all += a.body[s.Span.Start:s.Span.End] + "\n"
					if n < 3 && strings.Count(s.Text, "«") != strings.Count(s.Text, "»") || strings.Count(s.Text, `"`)%2 != 0 {
						t.Errorf("a quotation is cut: %q", s.Text)
					}
				}
				for _, furniture := range []string{"10:12", "Photo", "Фото", "read", "читання", "чтения", "Читайте", "Read", "AD", "reported", "Нагадаємо", "Напомним"} {
					if strings.Contains(all, furniture) {
						t.Errorf("furniture or background: %q in\n%s", furniture, all)
					}
				}
				first := strings.Fields(got[0].Text)[0]
				if strings.Contains("She Вона Она However, Однак Однако", first) {
					t.Errorf("it opens with %q", first)
				}
			})
		}
		t.Run(lang+": one sentence is the lead", func(t *testing.T) {
			got := summarize.Extract(doc, summarize.Short)
			if lead := doc.Sentences[0].Of(doc.Text); len(got) != 1 || got[0].Text != lead {
				t.Errorf("got %q, want %q", texts(got), lead)
			}
		})
		t.Run(lang+": the cap of words holds", func(t *testing.T) {
			for _, words := range []int{25, 40, 60} {
				got := summarize.Extract(doc, summarize.Budget{Words: words})
				if n := len(strings.Fields(strings.Join(texts(got), " "))); n > words || n == 0 {
					t.Errorf("%d words, at most %d wanted", n, words)
				}
			}
		})
		t.Run(lang+": a single sentence may be longer than the cap", func(t *testing.T) {
			if got := summarize.Extract(doc, summarize.Budget{Words: 3}); len(got) != 1 {
				t.Errorf("%d sentences", len(got))
			}
		})
		t.Run(lang+": a story within the budget is given whole", func(t *testing.T) {
			if got := summarize.Extract(doc, summarize.Budget{Sentences: 50}); len(got) != len(doc.Sentences) {
				t.Errorf("%d of %d sentences", len(got), len(doc.Sentences))
			}
		})
	}
}

func TestASentenceIsGivenOnce(t *testing.T) {
	body := strings.Repeat("The council of Riverton agreed on Tuesday to rebuild the bridge. ", 3) + "The work starts in June. Traders were pleased."
	if got := texts(summarize.Extract(text.New("", body, "en"), summarize.Long)); len(got) != 3 {
		t.Errorf("got %q", got)
	}
}

func TestNoScrapIsASummary(t *testing.T) {
	body := "The island's council decided on Tuesday to close the harbour of Kinn from November to March.\n\n" +
		"– ‘Who pays?’ –\n\n<embed id=\"756643058100428800\" author=\"@kinn\">.\n\nok\n\n" +
		"(D-Kinn), and two others of the council, Marta Lind and Per Holm, voted against the harbour's closing.\n\n" +
		"Fishing boats will use the pier at Rognes, eleven kilometres to the south, until the breakwater of Kinn is rebuilt.\n\n" +
		"The council pays for the fuel of the longer way, and the school's ferry sails from Rognes as well.\n\n" +
		"The work on the breakwater begins when the last herring boats have left the harbour."
	doc := text.New("", body, "en")
	for n := 1; n <= 4; n++ {
		for _, s := range summarize.Extract(doc, summarize.Budget{Sentences: n}) {
			if len(strings.Fields(s.Text)) < 3 || strings.ContainsAny(s.Text[:1], "<(") || strings.HasPrefix(s.Text, "–") {
				t.Errorf("%d sentences: a scrap: %q", n, s.Text)
			}
		}
	}
}

// Words that a page sets apart as somebody else's are not told as the story's,
// nor is the sentence that only leads to them.
func TestNoBlockQuotationIsASummary(t *testing.T) {
	const body = `The town of Riverton will rebuild the stone bridge, the railway and the school after the flood of the spring.

Mayor Ellen Hart wrote to the town of Riverton about the bridge, the railway and the school:

> The bridge, the railway and the school of Riverton will be rebuilt, and the town will pay for all of it.

> — Ellen Hart, mayor of Riverton

Work on the bridge starts in June, and the school of the town opens its doors again in the autumn.`
	doc := text.New("Town will rebuild bridge, railway and school", body, "en")
	for n := 1; n <= 2; n++ {
		for _, s := range summarize.Extract(doc, summarize.Budget{Sentences: n}) {
			if strings.Contains(s.Text, "pay for all") || strings.Contains(s.Text, ">") || strings.HasSuffix(s.Text, ":") {
				t.Errorf("%d sentences: %q", n, s.Text)
			}
		}
	}
}

func TestNamedPronoun(t *testing.T) {
	// The second paragraph weighs most, and opens with a pronoun; the one
	// between keeps it apart from the first.
	const body = `Mayor Ellen Hart visited the market of Riverton on Tuesday morning and bought bread.

It rained all day long.

She announced that the town will rebuild the stone bridge, the railway and the school, that the council gives 12.5 million crowns for the bridge and that the work on the bridge starts in June.

The bridge and the railway were closed after the flood, and the school of Riverton lost its roof.`
	doc := text.New("Town will rebuild bridge, railway and school", body, "en")
	for _, s := range summarize.Extract(doc, summarize.Short) {
		if !strings.HasPrefix(s.Text, "[Ellen Hart] announced that") || !strings.HasPrefix(body[s.Span.Start:], "She announced") {
			t.Errorf("got %q", s.Text)
		}
	}
}

func TestExtractOddTexts(t *testing.T) {
	for name, body := range map[string]string{
		"empty": "", "one word": "Bridge", "space": " \n\t\n", "marks": "— … !!! \n ***", "no UTF-8": "\xff\xfe \xc3(\n\xa0",
		"a table":       "Town\tBridges\nRiverton\t1\nHillton\t2\nLaketon\t3",
		"links":         "https://example.org/a\nhttps://example.org/b\nhttps://example.org/c",
		"code":          "func main() {\n\tfmt.Println(\"x\")\n}",
		"a poem":        "The river rose at night\nand took the bridge away\nthe mayor had a light\nbut nothing left to say",
		"pronouns only": "He came. He saw. She went. They stayed, however. It rained. This was it.",
		"one quotation": "\"We waited. We waited long. We waited for nothing. We are tired. We go home now. Good bye",
		"Chinese":       strings.Repeat("市议会周二同意重建旧桥。工程将于六月开始。市长说，大家等了两年。", 3),
		"Arabic":        strings.Repeat("وافق المجلس يوم الثلاثاء على إعادة بناء الجسر القديم. ستبدأ الأعمال في يونيو. ", 4),
		"one long line": strings.Repeat("word ", 20_000),
		"a mark alone":  "\"", "marks that never close": strings.Repeat("“A b. «C d. ", 500), "dashes": strings.Repeat("– Так. ", 200),
	} {
		t.Run(name, func(t *testing.T) {
			for _, b := range []summarize.Budget{{}, {Sentences: 1}, {Words: 10}, {Sentences: 2, Words: 30}} {
				got := summarize.Extract(text.New("", body, ""), b)
				if b.Sentences > 0 && len(got) > b.Sentences {
					t.Errorf("%d sentences for %+v", len(got), b)
				}
				for _, s := range got {
					if s.Text != body[s.Span.Start:s.Span.End] {
						t.Errorf("%q is not its span", s.Text)
					}
				}
			}
		})
	}
	t.Run("a language that is not the text's", func(t *testing.T) {
		for _, declared := range []string{"en", "zh", "xx", "uk-UA", "🙂"} {
			got := summarize.Extract(text.New("", story["uk"].body, declared), summarize.Normal)
			if len(got) != 3 || !strings.Contains(got[0].Text, "Річкового") {
				t.Errorf("declared %q: %q", declared, texts(got))
			}
		}
	})
	t.Run("a text of words has a summary", func(t *testing.T) {
		for _, body := range []string{"Bridge", "He came. He saw. She went. They stayed, however. It rained. This was it."} {
			if len(summarize.Extract(text.New("", body, "en"), summarize.Short)) != 1 {
				t.Errorf("none for %q", body)
			}
		}
	})
}

func TestExtractive(t *testing.T) {
	s, err := summarize.Extractive{}.Summarize(context.Background(), summarize.Request{Title: story["uk"].title, Text: story["uk"].body})
	if err != nil || s.Lang != "uk" || s.Method != news.Extractive || len(s.Sentences) != 3 {
		t.Errorf("%+v, %v", s, err)
	}
}

func FuzzExtract(f *testing.F) {
	for lang, a := range story {
		f.Add(a.title, a.body, lang, 3, 0)
		f.Add("", a.body, "", 0, 30)
	}
	f.Add("", "\"A. b\" «c» d. He. 旧桥。", "en", 1, 2)
	f.Fuzz(func(t *testing.T, title, body, lang string, sentences, words int) {
		b := summarize.Budget{Sentences: sentences, Words: words}
		end := 0
		for i, s := range summarize.Extract(text.New(title, body, lang), b) {
			from, to := s.Span.Start, s.Span.End
			if from < end || to > len(body) || from >= to || !border(body, from) || !border(body, to) {
				t.Fatalf("sentence %d has span %v", i, s.Span)
			}
			if !verbatim(s.Text, body[from:to]) {
				t.Fatalf("sentence %d is %q in the text, given as %q", i, body[from:to], s.Text)
			}
			if sentences > 0 && i >= sentences {
				t.Fatal("too many sentences")
			}
			end = s.Span.End
		}
	})
}

// border says that a letter may start at byte i: inside of bytes that are no
// UTF-8 each is its own.
func border(s string, i int) bool {
	if i == len(s) || utf8.RuneStart(s[i]) {
		return true
	}
	for from := max(0, i-utf8.UTFMax+1); from < i; from++ {
		if r, n := utf8.DecodeRuneInString(s[from:]); r != utf8.RuneError && from+n > i {
			return false
		}
	}
	return true
}

// verbatim says that what is given is the sentence, but for a capital or a name
// in brackets.
func verbatim(given, sentence string) bool {
	if given == sentence {
		return true
	}
	open, shut := strings.IndexByte(given, '['), strings.LastIndexByte(given, ']')
	return open >= 0 && shut > open && strings.HasSuffix(sentence, given[shut+1:]) && (strings.HasPrefix(sentence, given[:open]))
}

func BenchmarkExtract(b *testing.B) {
	for _, lang := range []string{"en", "uk"} {
		body := rounds(story[lang].body, 4)
		b.Run(lang, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				summarize.Extract(text.New(story[lang].title, body, lang), summarize.Normal)
			}
		})
	}
	for _, size := range []struct {
		name   string
		rounds int
	}{{"100KB", 110}, {"1MB", 1100}} {
		body := rounds(story["en"].body, size.rounds)
		b.Run(size.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				summarize.Extract(text.New("", body, "en"), summarize.Normal)
			}
		})
	}
}

func ExampleExtract() {
	doc := text.New("Riverton will rebuild its old bridge", story["en"].body, "en")
	for _, s := range summarize.Extract(doc, summarize.Short) {
		fmt.Println(s.Text)
	}
	// Output:
	// The council of Riverton agreed on Tuesday to rebuild the old stone bridge, which the flood of March destroyed.
}
