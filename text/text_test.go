package text_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"herald/text"
)

func sentences(d *text.Doc) []string {
	var list []string
	for _, s := range d.Sentences {
		list = append(list, s.Of(d.Text))
	}
	return list
}

func TestSentences(t *testing.T) {
	for _, c := range []struct{ promise, lang, body string }{
		{"titles end no sentence", "en", "Dr. Ellen Hart met Mr. Oduya on Tuesday.|They spoke for an hour."},
		{"initials end no sentence", "en", "The book by J. K. Marlow sold well.|A film follows."},
		{"decimals and thousands end no sentence", "en", "Prices rose by 3.5 per cent to 1,200 crowns.|Wages did not."},
		{"an abbreviation before a function word ends the sentence", "en", "He moved to the U.S. in May.|She stayed in the U.K.|The family met again in 2020."},
		{"a month's abbreviation goes with its day", "en", "It opened on Nov. 26 in Riverton.|Tickets cost $5."},
		{"speech that ends with a mark goes on before a lower-case verb", "en", "\"Where is the bridge?\" asked the mayor.|Nobody knew."},
		{"an ellipsis inside a sentence does not end it", "en", "That is what he... that is what he does.|So he said."},
		{"an ellipsis before a capital does", "en", "We waited…|Nothing came."},
		{"towns and streets keep their names", "uk", "Пожежа сталася на вул. Зеленій у м. Річкове близько 7.30 ранку.|Постраждалих немає."},
		{"Ukrainian initials", "uk", "Книгу І. Я. Верби видали вдруге.|Наклад невеликий."},
		{"units may end a sentence before a function word", "uk", "На міст виділили 12,5 млн грн.|У червні почнуться роботи."},
		{"the attribution behind a dash belongs to the words", "uk", "«Ми більше не могли чекати!» — сказала Олена Гарт.|Роботи тривають."},
		{"Russian towns and streets", "ru", "Это случилось на ул. Садовой в г. Речное.|Дом стоит."},
		{"Russian initials", "ru", "По словам А. В. Речкина, мост готов.|Открытие в мае."},
		{"Chinese full stops", "zh", "市议会周二同意重建旧桥。|工程将于六月开始。"},
	} {
		t.Run(c.promise, func(t *testing.T) {
			want := strings.Split(c.body, "|")
			body := strings.ReplaceAll(c.body, "|", " ")
			got := sentences(text.New("", body, c.lang))
			if !slices.Equal(got, want) {
				t.Errorf("got %q\nwant %q", got, want)
			}
		})
	}
}

func TestPage(t *testing.T) {
	for _, c := range []struct {
		promise, title, lang, body string
	}{
		{"a page copied as text", "", "en", `F Riverton Press
F 10:12 14.05.2026
H Riverton will rebuild its old bridge after the flood
F 4 min read
F Riverton will rebuild its old bridge after the flood
F Photo: Nora Quill
P The council of Riverton agreed on Tuesday to rebuild the old bridge.
H What it costs
P "Twelve million is a lot of money," mayor Ellen Hart said.
F AD
F Read also: Ten towns that lost their bridges
P Work starts in June.
F Share this article
F Facebook
F Tags: bridge, flood
F Subscribe to our newsletter to read more.
F Ferry service to end in autumn`},
		{"a Ukrainian page", "Річкове відбудує старий міст після повені", "uk", `H Річкове відбудує старий міст після повені
F 14 травня 2026 року, 10:12
F 3 хв читання
F Фото: Нора Квіль
P Міська рада Річкового у вівторок погодила відбудову старого мосту.
F Читайте також: Десять міст, які втратили мости
P «Дванадцять мільйонів — великі гроші», — сказала міська голова Олена Гарт.
F Читайте також:
F Пором ходитиме до осені
F Нову школу відкриють у вересні
P Роботи почнуться в червні.
F Підписуйтесь на наш Telegram-канал, щоб знати більше.
F Теги: міст, повінь`},
		{"a Russian page", "Речное восстановит старый мост после наводнения", "ru", `F 14 мая 2026, 10:12
F Реклама
P Городской совет Речного во вторник одобрил восстановление старого моста.
F Читайте также: Десять городов, которые потеряли мосты
P Работы начнутся в июне.
F Нашли ошибку? Выделите ее и нажмите Ctrl+Enter.
F Поделиться`},
		{"a poem keeps its lines", "", "en", `P The river rose at night
P and took the bridge away
P the mayor had a light
P but nothing left to say`},
		{"a list announced by a colon stays", "", "en", `P The council decided three things on Tuesday, all of them late at night:
P a new bridge
P a new school
P a longer ferry season`},
	} {
		t.Run(c.promise, func(t *testing.T) {
			var body, want []string
			for line := range strings.SplitSeq(c.body, "\n") {
				want, body = append(want, line[:1]), append(body, line[2:])
			}
			d := text.New(c.title, strings.Join(body, "\n\n"), c.lang)
			for i, p := range d.Paragraphs {
				got := "P"
				switch {
				case p.Furniture:
					got = "F"
				case p.Heading:
					got = "H"
				}
				if got != want[i] {
					t.Errorf("%s instead of %s: %q", got, want[i], p.Of(d.Text))
				}
			}
		})
	}
}

func TestDateline(t *testing.T) {
	for _, c := range []struct{ lang, dateline, rest string }{
		{"en", "Tokyo (CNN)", "Police in the city have found the bridge that was stolen in March."},
		{"en", "NASHUA, N.H. - ", "At the moment the mayor learned of it he was asleep in the hall."},
		{"en", "", "Riverton Council (RC) Chairman Ellen Hart has said that the bridge will open."},
		{"en", "RIVERTON (Press) — ", "The council agreed on a bridge."},
		{"en", "RIVERTON, May 14 (Press) - ", "The council agreed on a bridge."},
		{"en", "(RPN)", "The council agreed on a bridge."},
		{"en", "RIVERTON — ", "The council agreed on a bridge."},
		{"uk", "РІЧКОВЕ. 14 травня. РІКА. ", "Міська рада погодила відбудову."},
		{"uk", "Річкове, 14 травня 2026 року – ", "Міська рада погодила відбудову."},
		{"ru", "РЕЧНОЕ, 14 мая. /РЕКА/. ", "Городской совет одобрил мост."},
		{"en", "", "Hart (Labour) said the council agreed."},
		{"en", "", "NATO - the alliance - said nothing."},
		{"en", "", "Many of Mr. Hart's friends came."},
		{"en", "", "May 5 — the day of the flood."},
	} {
		t.Run(c.dateline+c.rest, func(t *testing.T) {
			d := text.New("", c.dateline+c.rest, c.lang)
			if got := d.Paragraphs[0].Dateline.Of(d.Text); got != c.dateline {
				t.Errorf("dateline %q, want %q", got, c.dateline)
			}
			if got := d.Text[d.Sentences[0].Start:]; got != c.rest {
				t.Errorf("the story starts with %q, want %q", got, c.rest)
			}
		})
	}
}

func TestDetect(t *testing.T) {
	for want, s := range map[string]string{
		"en": "The council of Riverton agreed on Tuesday to rebuild the old bridge.",
		"uk": "Міська рада Річкового у вівторок погодила відбудову старого мосту.",
		"ru": "Городской совет Речного во вторник одобрил восстановление старого моста.",
		"de": "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke wieder aufzubauen.",
		"fr": "Le conseil municipal a décidé mardi de reconstruire le vieux pont.",
		"es": "El ayuntamiento decidió el martes reconstruir el puente viejo.",
		"pl": "Rada miasta zdecydowała we wtorek o odbudowie starego mostu.",
		"it": "Il consiglio comunale ha deciso martedì di ricostruire il vecchio ponte.",
		"pt": "A câmara municipal decidiu na terça-feira reconstruir a ponte velha.",
		"cs": "Zastupitelé města v úterý rozhodli o obnově starého mostu.",
		"be": "Гарадскі савет у аўторак ухваліў аднаўленне старога моста праз раку.",
		"bg": "Градският съвет във вторник одобри възстановяването на стария мост.",
		"zh": "市议会周二同意重建旧桥。",
		"ja": "市議会は火曜日に古い橋の再建を承認した。",
		"ko": "시의회는 화요일에 오래된 다리의 재건을 승인했다.",
		"el": "Το δημοτικό συμβούλιο ενέκρινε την Τρίτη την ανοικοδόμηση.",
		"":   "12 34 — 56!",
	} {
		if got := text.Detect(s); got != want {
			t.Errorf("Detect(%q) = %q, want %q", s, got, want)
		}
	}
	t.Run("a language whose script is not the text's is detected anew", func(t *testing.T) {
		if d := text.New("", "Міська рада у вівторок погодила відбудову старого мосту.", "en"); d.Lang != "uk" {
			t.Errorf("got %q", d.Lang)
		}
	})
	t.Run("Ukrainian that is declared as Russian is known, and the other way round", func(t *testing.T) {
		for want, s := range map[string]string{
			"uk": "Міська рада Річкового у вівторок погодила відбудову старого мосту. Роботи почнуться в червні й триватимуть вісімнадцять місяців. ",
			"ru": "Городской совет Речного во вторник одобрил восстановление старого моста. Работы начнутся в июне и продлятся полтора года, объявили в совете. ",
		} {
			for _, declared := range []string{"uk", "ru"} {
				if d := text.New("", strings.Repeat(s, 4), declared); d.Lang != want {
					t.Errorf("%s declared as %s is taken for %s", want, declared, d.Lang)
				}
			}
		}
		if d := text.New("", "Городской совет собрался.", "uk"); d.Lang != "uk" {
			t.Errorf("too short to tell: got %q", d.Lang)
		}
	})
	t.Run("a tag's primary subtag counts", func(t *testing.T) {
		if d := text.New("", "Hello there.", "en-GB"); d.Lang != "en" {
			t.Errorf("got %q", d.Lang)
		}
	})
}

func TestWords(t *testing.T) {
	for body, want := range map[string]string{
		"Об'єкт м’ята 12,5":        "об'єкт м'ята 12,5",
		"Hart's well-known don't":  "hart's well known don't",
		"a_b U.S. 1,200 e.g. x.y":  "a_b u.s 1,200 e.g x.y",
		"«Річкове»—міст…наступний": "річкове міст наступний",
		"旧桥 one":                      "旧 桥 one",
		"bad \xff\xfe bytes \xc3":     "bad bytes",
		"cafe\u0301 naïve I\u0307 Əə": "cafe naïve i̇ əə",
	} {
		d := text.New("", body, "en")
		var got []string
		for _, w := range d.Words {
			got = append(got, w.Lower)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, want %q", body, s, want)
		}
	}
}

// TestBlock: the sign of a block quotation makes one of its paragraph and is no
// part of anything.
func TestBlock(t *testing.T) {
	for _, c := range []struct{ promise, line, want string }{
		{"a sign and a space", "> We waited. It came.", "We waited. It came."},
		{"several signs", "> > We waited.", "We waited."},
		{"a sign that touches a letter", ">We waited.", "We waited."},
		{"a sign that touches a mark", ">“We waited.”", "“We waited.”"},
		{"a comparison is none", ">50 % of us waited.", ""},
		{"a prompt is none", ">>> print x", ""},
		{"an arrow is none", "-> next", ""},
	} {
		t.Run(c.promise, func(t *testing.T) {
			body := "The mayor wrote to the town on Friday:\n\n" + c.line + "\n\nThe ferry left the pier at noon."
			d := text.New("", body, "en")
			p := d.Paragraphs[1]
			got := ""
			if p.Block {
				got = p.Of(body)
			}
			if got != c.want || p.Block && (p.Furniture || p.Heading) {
				t.Errorf("got %q, %+v", got, p)
			}
			if p.Block {
				if s := d.Sentences[p.Sentences[0]]; s.Start != p.Start || d.Words[p.Words[0]].Start < p.Start {
					t.Errorf("its sentence %v or its words start before %v", s.Span, p.Span)
				}
			}
		})
	}
	const body = "The mayor wrote to the town on Friday.\n\n>\n\n> Nothing is lost\n\n> — Anna Bell\n\nShare this"
	if got, want := text.Story("", body, "en"), "The mayor wrote to the town on Friday.\n\n> Nothing is lost\n\n> — Anna Bell"; got != want {
		t.Errorf("story %q, want %q", got, want)
	}
	if title, _ := text.Headline("> Nothing is lost!\n\nThe mayor wrote to the town on Friday, and the ferry left.", "en"); title != "" {
		t.Errorf("a quotation is a headline: %q", title)
	}
}

func TestHeadline(t *testing.T) {
	const page = "Riverton Press\n\n14.05.2026\n\nRiverton will rebuild its old bridge after the flood\n\n3 min read\n\nThe council agreed on Tuesday.\n\nWork starts in June.\n\nAD"
	title, rest := text.Headline(page, "en")
	if want := "Riverton will rebuild its old bridge after the flood"; title != want {
		t.Errorf("title %q, want %q", title, want)
	}
	if got, want := text.Story(title, rest, "en"), "The council agreed on Tuesday.\n\nWork starts in June."; got != want {
		t.Errorf("story %q, want %q", got, want)
	}
	t.Run("a text that opens with its story has none", func(t *testing.T) {
		const story = "The council agreed on Tuesday.\n\nWork starts in June."
		if title, rest := text.Headline(story, "en"); title != "" || rest != story {
			t.Errorf("got %q", title)
		}
	})
	t.Run("a question above longer prose is one", func(t *testing.T) {
		title, _ := text.Headline("Who will pay for the bridge?\nThe council of Riverton agreed on Tuesday to rebuild the old bridge, which a flood damaged.", "en")
		if title != "Who will pay for the bridge?" {
			t.Errorf("got %q", title)
		}
	})
}

func FuzzNew(f *testing.F) {
	for _, s := range []string{english[:400], ukrainian[:600], "(CNN)A — B.\n\n«x» “y” \xff\xc3", "…A… B", "1.\n2)\n- x", "> a\n>b\n>>> c\n> > “d”\n>\n> ", "市议会。橋", "\u200b\ufeff \r\n \u2028x"} {
		f.Add("title", s, "")
		f.Add("", s, "uk")
	}
	f.Fuzz(func(t *testing.T, title, body, lang string) {
		d := text.New(title, body, lang)
		if d.Pack == nil || d.Text != body {
			t.Fatal("no pack, or another text")
		}
		check := func(what string, s text.Span, after int) {
			if s.Start < after || s.End <= s.Start || s.End > len(body) {
				t.Fatalf("%s %v is out of order or range (%d)", what, s, len(body))
			}
			for _, at := range []int{s.Start, s.End} {
				if at < len(body) && !utf8.RuneStart(body[at]) && utf8.ValidString(body) {
					t.Fatalf("%s %v is not on rune borders", what, s)
				}
			}
		}
		at := 0
		for _, w := range d.Words {
			check("word", w.Span, at)
			at = w.End
		}
		at = 0
		for _, s := range d.Sentences {
			check("sentence", s.Span, at)
			at = s.End
			if s.Words[0] >= s.Words[1] || d.Words[s.Words[0]].Start < s.Start || d.Words[s.Words[1]-1].End > s.End {
				t.Fatalf("sentence %v has words %v", s.Span, s.Words)
			}
			if p := d.Paragraphs[s.Paragraph]; s.Start < p.Start || s.End > p.End || p.Furniture {
				t.Fatalf("sentence %v is not of its paragraph", s.Span)
			}
		}
		at = 0
		for _, p := range d.Paragraphs {
			check("paragraph", p.Span, at)
			at = p.End
			if !p.Dateline.Empty() && (p.Dateline.Start != p.Start || p.Dateline.End >= p.End) {
				t.Fatalf("dateline %v of %v", p.Dateline, p.Span)
			}
		}
		text.Headline(body, lang)
		text.Story(title, body, lang)
	})
}

func ExampleNew() {
	d := text.New("", "RIVERTON (Press) — The bridge opens on Nov. 26. Dr. Hart will speak.\n\nAD", "en")
	for _, s := range d.Sentences {
		fmt.Println(s.Of(d.Text))
	}
	fmt.Println(d.Paragraphs[1].Furniture)
	// Output:
	// The bridge opens on Nov. 26.
	// Dr. Hart will speak.
	// true
}
