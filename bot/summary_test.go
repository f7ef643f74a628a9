package bot_test

import (
	"context"
	"strings"
	"testing"

	"herald/bot"
	"herald/bot/telegram/emulator"
	"herald/news"
	"herald/summarize"
)

func TestSummaryAndQuotes(t *testing.T) {
	w := begin(t)
	link := w.site.URL + "/ferry"
	t.Run("of a link", func(t *testing.T) {
		reader := w.user("en")
		m := w.asks(reader, "/summary "+link)
		w.holds(m.Text, "The ferry sails again", "Harbour Post", "min read", "Summary · extract")
		w.holds(m.Text, "• ")
		m = w.asks(reader, "/quotes "+link)
		w.holds(m.Text, "We have waited five months for this morning", "— Maria Lund", "in context")
		w.lacks(m.Text, "Summary · extract")
		kinds := map[string]int{}
		for _, e := range m.Entities {
			kinds[e.Type]++
		}
		if kinds["blockquote"] < 2 || kinds["text_link"] < 3 {
			t.Errorf("entities %v", kinds)
		}
	})
	t.Run("in Ukrainian and Russian", func(t *testing.T) {
		w.holds(w.asks(w.user("uk"), "/quotes "+w.site.URL+"/budget").Text, "Ми вперше за п’ять років вкладаємо в дороги більше, ніж у ремонт будівель", "— Олена Ткачук", "у тексті", "хв читання")
		w.holds(w.asks(w.user("ru"), "/sum "+w.site.URL+"/museum").Text, "Музей откроет главный зал", "Кратко · выдержки из статьи", "мин чтения")
	})
	t.Run("of a pasted text", func(t *testing.T) {
		m := w.asks(w.user("en"), "/quotes "+ferry)
		w.holds(m.Text, "Maria Lund", "Jonas Berg")
		if _, ok := m.Button("Open"); ok {
			t.Error("a text has no page to open")
		}
		m = w.asks(w.user("en"), "/summary\n"+ferry)
		w.holds(m.Text, "Summary · extract")
	})
	t.Run("of the message that the command answers", func(t *testing.T) {
		reader := w.user("en")
		for name, write := range map[string]func() news.MessageID{
			"one with a link": func() news.MessageID { return w.tg.Write(private(reader), reader, "have you seen "+link+" ?") },
			"a forwarded post": func() news.MessageID {
				return w.tg.Write(private(reader), reader, ferry, emulator.ForwardedFrom("A channel"))
			},
			"an article that was pushed": func() news.MessageID { return w.shows(private(reader), "/never-fetched").ID },
			"a text document": func() news.MessageID {
				return w.tg.Write(private(reader), reader, "", emulator.WithFile(w.tg.AddFile("ferry.txt", []byte("The ferry sails again\n\n"+ferry), 0)))
			},
			"an HTML document": func() news.MessageID {
				return w.tg.Write(private(reader), reader, "", emulator.WithFile(w.tg.AddFile("ferry.html", []byte("<html><body><h1>The ferry</h1><p>"+strings.ReplaceAll(ferry, "\n\n", "</p><p>")+"</p></body></html>"), 0)))
			},
		} {
			t.Run(name, func(t *testing.T) {
				id := write()
				w.idle()
				w.holds(w.asks(reader, "/quotes", emulator.ReplyTo(id)).Text, "Maria Lund", "Jonas Berg")
				w.holds(w.asks(reader, "/summary", emulator.ReplyTo(id)).Text, "Summary · extract")
			})
		}
	})
	t.Run("alone, of the chat's latest article", func(t *testing.T) {
		reader := w.user("en")
		w.holds(w.asks(reader, "/summary").Text, "There is no article here yet.", "/summary with a link")
		w.shows(private(reader), "/latest")
		w.holds(w.asks(reader, "/quotes").Text, "The ferry sails again", "Maria Lund")
		w.asks(reader, "/summary "+w.site.URL+"/budget")
		w.holds(w.asks(reader, "/quotes").Text, "Рада ухвалила бюджет")
	})
	t.Run("as a document's caption", func(t *testing.T) {
		m := w.asks(w.user("en"), "/quotes", emulator.WithFile(w.tg.AddFile("a.md", []byte("# The ferry\n\n"+ferry), 0)))
		w.holds(m.Text, "Maria Lund")
	})
	t.Run("an address without a scheme is read as one", func(t *testing.T) {
		w.holds(w.asks(w.user("en"), "/summary no-such-host.invalid/article").Text, "I cannot reach no-such-host.invalid")
	})
	t.Run("the length is the chat's", func(t *testing.T) {
		reader := w.user("en")
		w.asks(reader, "/start")
		if err := w.store.SaveSettings(w.ctx(), private(reader), news.Settings{Length: news.Short}); err != nil {
			t.Fatal(err)
		}
		if m := w.asks(reader, "/summary "+link); strings.Contains(m.Text, "•") {
			t.Errorf("more than a sentence:\n%s", m.Text)
		}
	})
}

// asked is a summarizer that keeps what it was asked.
type asked struct {
	summarize.Extractive
	last summarize.Request
}

func (a *asked) Summarize(ctx context.Context, r summarize.Request) (news.Summary, error) {
	a.last = r
	return a.Extractive.Summarize(ctx, r)
}

func TestAModelWritesInTheLanguageThatTheChatChose(t *testing.T) {
	model := &asked{}
	w := begin(t, func(c *bot.Config) { c.Model, c.Summarizer = true, model })
	reader := w.user("uk")
	w.asks(reader, "/summary "+w.site.URL+"/ferry")
	if model.last.Into != "" || !model.last.Model {
		t.Errorf("without a choice it is the article's: %+v", model.last)
	}
	w.asks(reader, "/language uk")
	w.asks(reader, "/summary "+w.site.URL+"/ferry")
	if model.last.Into != "uk" {
		t.Errorf("the chosen language is not asked for: %q", model.last.Into)
	}
}

func TestWhatSomebodyPastedHasNoEmptyHeader(t *testing.T) {
	w := begin(t)
	m := w.asks(w.user("uk"), "/summary "+ukrainian)
	w.lacks(m.Text, "Без заголовка", "хв читання")
	if !strings.HasPrefix(m.Text, "• ") {
		t.Errorf("it begins with something else:\n%s", m.Text)
	}
	_, m = w.presses(news.UserID(m.Chat), m, "Стисло")
	w.holds(m.Text, "Міська рада Приморська")
	_, m = w.presses(news.UserID(m.Chat), m, "Цитати")
	w.holds(m.Text, "Олена Ткачук")
}

func TestAQuoteOfSeveralPartsReadsWell(t *testing.T) {
	w := begin(t)
	m := w.asks(w.user("uk"), "/quotes Інженер розповів про міст у п’ятницю ввечері. «Міст не падає, — сказав інженер Петро Гончар. — Але власну доньку я б ним не пустив».")
	w.holds(m.Text, "«Міст не падає … Але власну доньку я б ним не пустив»\n— Петро Гончар, інженер")
}

func TestInPrivateALinkOrATextNeedsNoCommand(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	for name, c := range map[string]struct {
		text string
		how  []emulator.Saying
	}{
		"a link":                                {text: w.site.URL + "/ferry"},
		"a link with a word to it":              {text: "The ferry sails\n" + w.site.URL + "/ferry"},
		"a hidden link":                         {text: "this one", how: []emulator.Saying{emulator.WithEntities(emulator.Entity{Type: "text_link", Offset: 0, Length: 8, URL: w.site.URL + "/ferry"})}},
		"a long forwarded text":                 {text: ferry, how: []emulator.Saying{emulator.ForwardedFrom("A channel")}},
		"a forwarded text with a command in it": {text: "/help is what you need. " + ferry, how: []emulator.Saying{emulator.ForwardedFrom("A channel")}},
		"a post with the channel's own link":    {text: ferry + "\n\nSubscribe: https://t.me/harbour", how: []emulator.Saying{emulator.ForwardedFrom("A channel")}},
		"a long pasted text":                    {text: ferry},
		"a document":                            {how: []emulator.Saying{emulator.WithFile(w.tg.AddFile("ferry.txt", []byte("The ferry sails again\n\n"+ferry), 0))}},
	} {
		t.Run(name, func(t *testing.T) {
			m := w.asks(reader, c.text, c.how...)
			w.holds(m.Text, "Summary · extract")
			_, m = w.presses(reader, m, "Quotes")
			w.holds(m.Text, "Maria Lund")
			w.lacks(m.Text, "Summary · extract")
		})
	}
}

func TestWhatCannotBeReadGetsOneSentence(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	for args, want := range map[string]string{
		"nonsense":                  "“nonsense” is not a web address",
		w.site.URL + "/gone":        "There is no such page at 127.0.0.1.",
		w.site.URL + "/forbidden":   "does not let automated readers in",
		w.site.URL + "/broken":      "has a fault of its own",
		w.site.URL + "/empty":       "I find no article at 127.0.0.1.",
		w.site.URL + "/login":       "asks for a login",
		w.site.URL + "/huge":        "larger than I read",
		w.site.URL + "/circle":      "redirects without end",
		"http://127.0.0.1:1/":       "I cannot reach 127.0.0.1.",
		"http://user:pass@[::bad/x": "is not a web address",
	} {
		t.Run(strings.TrimPrefix(args, w.site.URL), func(t *testing.T) {
			for _, command := range []string{"/summary ", "/quotes "} {
				m := w.asks(reader, command+args)
				w.holds(m.Text, want)
				if strings.Contains(m.Text, "\n") {
					t.Errorf("more than a sentence: %q", m.Text)
				}
			}
		})
	}
	t.Run("a file that is no document", func(t *testing.T) {
		id := w.tg.AddFile("sound.bin", []byte{0, 1, 2, 3, 0xff, 0xfe, 0x80, 0, 0}, 0)
		w.holds(w.asks(reader, "/summary", emulator.WithFile(id)).Text, "I cannot read that file.")
	})
	t.Run("a file that is too large", func(t *testing.T) {
		id := w.tg.AddFile("book.pdf", []byte("%PDF-1.4"), 900<<20)
		w.holds(w.asks(reader, "/summary", emulator.WithFile(id)).Text, "too large for me: I read documents of up to 10 MB")
	})
	t.Run("a document without a text", func(t *testing.T) {
		id := w.tg.AddFile("scan.txt", []byte(" \n"), 0)
		w.holds(w.asks(reader, "/summary", emulator.WithFile(id)).Text, "There is no text in scan.txt; it may be a scan.")
	})
	t.Run("a feed or a whole site names /subscribe", func(t *testing.T) {
		w.holds(w.asks(reader, "/summary "+w.site.URL+"/harbour.xml").Text, "I find no article", "Then /subscribe "+w.site.URL+"/harbour.xml brings its news here.")
	})
	t.Run("a reply to a message with nothing to read", func(t *testing.T) {
		id := w.tg.Write(private(reader), reader, "", emulator.WithPhoto(w.site.URL+"/a.jpg"))
		w.idle()
		w.holds(w.asks(reader, "/quotes", emulator.ReplyTo(id)).Text, "There is neither a link nor a text in that message.")
	})
	t.Run("a text that quotes nobody", func(t *testing.T) {
		w.holds(w.asks(reader, "/quotes The rain fell all night. In the morning the river stood two metres higher than the day before.").Text, "Nobody is quoted in this article.")
	})
	t.Run("no password reaches the log", func(t *testing.T) {
		w.asks(reader, "/summary http://user:hunter2@127.0.0.1:1/")
		w.lacks(w.log.String(), "hunter2", w.tg.Token())
	})
}

func TestInPrivateButtonsUnfoldAndFold(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	folded := w.shows(private(reader), "/pushed")
	w.holds(folded.Text, "The ferry to the islands sails again.")
	_, m := w.presses(reader, folded, "Summary")
	w.holds(m.Text, "The ferry sails again", "Summary · extract", "Harbour Post")
	if m.Preview == nil || m.Preview.Disabled {
		t.Errorf("the link preview went away: %+v", m.Preview)
	}
	for _, word := range []string{"Summary", "Quotes", "Open"} {
		if b, ok := m.Button(word); !ok || b.Text != word {
			t.Errorf("the buttons are %v", m.Keyboard)
		}
	}
	_, m = w.presses(reader, m, "Quotes")
	w.holds(m.Text, "— Maria Lund")
	w.lacks(m.Text, "Summary · extract")
	_, m = w.presses(reader, m, "Quotes")
	if m.Text != folded.Text {
		t.Errorf("folded it is\n%s\nwant\n%s", m.Text, folded.Text)
	}
	if n := len(w.tg.Replies(private(reader))); n != 1 {
		t.Errorf("%d messages", n)
	}
	t.Run("an old press of the same kind changes nothing and is answered", func(t *testing.T) {
		_, m := w.presses(reader, m, "Summary")
		if answer := w.forges(reader, m, "view:summary"); answer.Alert {
			t.Errorf("alert %q", answer.Text)
		}
	})
	t.Run("what was left out before it stays said", func(t *testing.T) {
		for lang, line := range map[string]string{"en": "22 earlier articles of this feed were left out.\n\n", "uk": "Ще 22 давніші статті цього джерела пропущено.\n\n", "ru": "Ещё 22 более ранние статьи этого источника пропущены.\n\n"} {
			reader := w.user(lang)
			w.asks(reader, "/start")
			m := w.pushes(private(reader), news.Article{URL: w.site.URL + "/late", Title: "Late", Lang: "en", Lead: "Lead.", Body: ferry}, 22)
			for _, i := range []int{0, 1, 1} {
				if _, m = w.presses(reader, m, m.Keyboard[0][i].Text); !strings.HasPrefix(m.Text, line+"Late\n") {
					t.Errorf("got\n%s", m.Text)
				}
			}
		}
	})
	t.Run("a picture keeps its caption within Telegram's limit", func(t *testing.T) {
		if err := w.store.SaveSettings(w.ctx(), private(reader), news.Settings{Media: news.Picture, Length: news.Long}); err != nil {
			t.Fatal(err)
		}
		m := w.pushes(private(reader), news.Article{URL: w.site.URL + "/photo", Title: "The ferry", Image: w.site.URL + "/ferry.jpg", Lang: "en", Lead: "Lead.", Body: ferry})
		if m.Photo == "" {
			t.Fatal("no picture")
		}
		for _, word := range []string{"Summary", "Quotes", "Quotes", "Summary"} {
			_, m = w.presses(reader, m, word)
			if m.Photo == "" || len([]rune(m.Text)) > 1024 {
				t.Errorf("%s: picture %q, %d characters", word, m.Photo, len([]rune(m.Text)))
			}
		}
	})
}

func TestForgedAndStalePressesAreAnsweredPolitely(t *testing.T) {
	w := begin(t)
	reader := w.user("uk")
	m := w.asks(reader, "/help")
	for _, data := range []string{"view:summary", "view:", "view:article:17", "nonsense", "set:length:gigantic", "set:media:", "set:model:no", "set:zone:Mars/Base", "set:frob", "lang:xx", "list:x", ":", "\x00"} {
		answer := w.forges(reader, m, data)
		if !answer.Alert || !strings.Contains(answer.Text, "Ця кнопка застаріла") {
			t.Errorf("%q: answer %+v", data, answer)
		}
	}
	if after, _ := w.tg.Message(m.Chat, m.ID); after.Edits() != 0 {
		t.Error("the message was changed")
	}
	if s := w.chat(private(reader)).Settings; s != (news.Settings{}) {
		t.Errorf("the settings were changed: %+v", s)
	}
}

func TestInGroupsButtonsAreAnsweredAsAReply(t *testing.T) {
	w := begin(t)
	group := w.tg.AddGroup("Readers", w.ann)
	w.idle()
	article := w.shows(group, "/pushed")
	hello := len(w.tg.Replies(group))
	answer, after := w.presses(w.eve, article, "Summary")
	if answer.Text != "" || after.Edits() != 0 {
		t.Errorf("answer %+v, %d edits", answer, after.Edits())
	}
	said := w.tg.Replies(group)[hello:]
	if len(said) != 1 || said[0].ReplyTo != article.ID {
		t.Fatalf("said %+v", said)
	}
	w.holds(said[0].Text, "• ", "Summary · extract")
	t.Run("a second press points at the answer", func(t *testing.T) {
		answer, _ := w.presses(w.ann, article, "Summary")
		w.holds(answer.Text, "The answer already stands below.")
		if n := len(w.tg.Replies(group)) - hello; n != 1 {
			t.Errorf("%d answers", n)
		}
	})
	t.Run("the other button is another answer", func(t *testing.T) {
		w.presses(w.ann, article, "Quotes")
		said := w.tg.Replies(group)[hello:]
		if len(said) != 2 {
			t.Fatalf("%d answers", len(said))
		}
		w.holds(said[1].Text, "— Maria Lund")
	})
	t.Run("everybody may ask", func(t *testing.T) {
		m := w.one(w.says(group, w.eve, "/quotes "+w.site.URL+"/budget"))
		w.holds(m.Text, "Олена Ткачук")
		if b, ok := m.Button("Quotes"); ok {
			t.Errorf("the quotes stand there, and the button too: %v", b)
		}
	})
	t.Run("a reply to the reply means the same article", func(t *testing.T) {
		w.holds(w.one(w.says(group, w.eve, "/quotes", emulator.ReplyTo(said[0].ID))).Text, "Maria Lund")
	})
}

func TestUnderAChannelsPostButtonsOpenTheBotInPrivate(t *testing.T) {
	w := begin(t)
	channel := w.tg.AddChannel("News", w.ann)
	w.idle()
	post := w.shows(channel, "/pushed")
	reader := w.tg.AddUser(emulator.User{FirstName: "Reader", LanguageCode: "en"})
	for word, want := range map[string]string{"Summary": "Summary · extract", "Quotes": "— Maria Lund"} {
		button, ok := post.Button(word)
		payload, found := strings.CutPrefix(button.URL, "https://t.me/herald_bot?start=")
		if !ok || !found || button.Data != "" {
			t.Fatalf("%s: %+v", word, button)
		}
		before := len(w.tg.Replies(private(reader)))
		w.tg.Open(reader, payload)
		w.idle()
		w.holds(w.one(w.tg.Replies(private(reader))[before:]).Text, "The ferry sails again", want)
	}
	t.Run("a key that nobody has", func(t *testing.T) {
		before := len(w.tg.Replies(private(reader)))
		w.tg.Open(reader, "s_no-such-key")
		w.idle()
		w.holds(w.one(w.tg.Replies(private(reader))[before:]).Text, "I no longer have that article.")
	})
	t.Run("a forged press does nothing", func(t *testing.T) {
		if answer := w.forges(w.ann, post, "view:summary"); !answer.Alert {
			t.Errorf("answer %+v", answer)
		}
	})
}
