package render_test

import (
	"encoding/json"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
	"herald/quotes"
	cut "herald/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

func now() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func article() news.Article {
	return news.Article{
		ID: 7, Key: "k-3_y", URL: "https://news.example.org/ferry", Title: "The ferry sails again", Site: "Harbour Post", Lang: "en",
		Published: time.Date(2026, 11, 23, 9, 5, 0, 0, time.UTC), Image: "https://news.example.org/ferry.jpg",
		Lead: "The ferry to the islands sails again. Tickets cost what they cost before.", Body: strings.Repeat("Five words are written here. ", 90),
	}
}

func summary(m news.Method, sentences ...string) news.Summary {
	s := news.Summary{Lang: "en", Method: m}
	for _, one := range sentences {
		s.Sentences = append(s.Sentences, news.Sentence{Text: one})
	}
	return s
}

func quote(text, speaker, role string, c news.Certainty) render.Quote {
	return render.Quote{Quote: news.Quote{Text: text, Speaker: speaker, Role: role, Certainty: c}, Link: "https://news.example.org/ferry#:~:text=" + url.PathEscape(text)}
}

// TestMessages compares whole messages, formatting and buttons, with golden
// files that were looked at.
func TestMessages(t *testing.T) {
	private := func(lang string, set news.Settings) news.Chat {
		return news.Chat{ID: 1, Kind: news.Private, Lang: lang, Settings: set}
	}
	page := func(c news.Chat) render.Page {
		return render.Page{Article: article(), Chat: c, Bot: "herald_bot", Now: now()}
	}
	three := summary(news.Extractive, "The ferry sails on Monday.", "It cost nine million.", "The fishermen are angry.")
	said := []render.Quote{
		quote("We have waited five months,", "Maria Lund", "the mayor of Vik", news.Stated),
		quote("They will block the entrance.", "", "", news.Reported),
	}
	omitted := page(private("uk", news.Settings{}))
	omitted.Omitted = 22
	old := page(private("ru", news.Settings{Zone: "Asia/Almaty", Silent: true}))
	old.Article.Published = time.Date(2025, 12, 31, 22, 0, 0, 0, time.UTC)
	text := page(private("en", news.Settings{}))
	text.Article.URL, text.Article.Title, text.Article.Site, text.Article.Published = "", "", "", time.Time{}
	text.Feed = "Harbour feed"

	revised := page(private("uk", news.Settings{}))
	revised.Article.Revised = time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	revised.Article.Body = "The ferry sails on Tuesday at nine, the harbour company said. Tickets cost what they cost before."
	first := revised.Article
	first.Title, first.Body = "The ferry sails", strings.Replace(first.Body, "Tuesday at nine", "Monday", 1)
	revisedChannel := revised
	revisedChannel.Chat = news.Chat{ID: -2, Kind: news.Channel, Lang: "en"}

	album := revised
	album.Article.Pictures = news.GalleryOf([]string{"https://news.example.org/pier.jpg", "nowhere", "https://news.example.org/crowd.jpg"})
	album.Chat.Settings.Media = news.Album

	for name, m := range map[string]telegram.Message{
		"album-uk":           render.Article(album),
		"revised-uk":         render.Article(revised),
		"revised-channel":    render.Article(revisedChannel),
		"changes-uk":         render.Changes(revised, first),
		"article":            render.Article(page(private("en", news.Settings{}))),
		"article-omitted-uk": render.Article(omitted),
		"article-old-ru":     render.Article(old),
		"article-picture":    render.Article(page(private("en", news.Settings{Media: news.Picture}))),
		"article-bare":       render.Article(text),
		"article-group":      render.Article(page(news.Chat{ID: -1, Kind: news.Supergroup, Lang: "en"})),
		"article-channel":    render.Article(page(news.Chat{ID: -2, Kind: news.Channel, Lang: "uk", Settings: news.Settings{Media: news.NoMedia}})),
		"summary":            render.Summary(page(private("en", news.Settings{})), three),
		"summary-model-uk":   render.Summary(page(private("uk", news.Settings{})), summary(news.Model, "Пором знову ходить.", "Він коштував дев’ять мільйонів.")),
		"summary-empty-ru":   render.Summary(page(private("ru", news.Settings{})), news.Summary{}),
		"summary-reply":      render.SummaryReply(page(news.Chat{ID: -1, Kind: news.Group, Lang: "en"}), three),
		"quotes":             render.Quotes(page(private("en", news.Settings{})), said, 2),
		"quotes-more-ru":     render.Quotes(page(private("ru", news.Settings{})), said, 23),
		"quotes-none-uk":     render.Quotes(page(private("uk", news.Settings{})), nil, 0),
		"quotes-reply":       render.QuotesReply(page(news.Chat{ID: -1, Kind: news.Group, Lang: "en"}), said, 2),
		"quotes-group":       render.Quotes(page(news.Chat{ID: -1, Kind: news.Group, Lang: "en"}), said, 2),
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, name, m)
			sound(t, m.Text, m.Entities, telegram.MaxText)
		})
	}
}

// golden holds a message as people can read it: its text, then each entity
// with the words that it is over, then the rest.
func golden(t *testing.T, name string, m telegram.Message) {
	t.Helper()
	var b strings.Builder
	b.WriteString(m.Text + "\n\n")
	units := utf16.Encode([]rune(m.Text))
	for _, e := range m.Entities {
		over := string(utf16.Decode(units[e.Offset : e.Offset+e.Length]))
		e.Offset, e.Length = 0, 0
		raw, _ := json.Marshal(e)
		b.WriteString(strings.ReplaceAll(string(raw), `,"offset":0,"length":0`, "") + " " + strings.ReplaceAll(over, "\n", "⏎") + "\n")
	}
	for _, row := range m.Keyboard {
		for _, button := range row {
			b.WriteString("[" + button.Text + " → " + button.Data + button.URL + "] ")
		}
		b.WriteString("\n")
	}
	m.Text, m.Entities, m.Keyboard = "", nil, nil
	raw, _ := json.Marshal(m)
	b.Write(raw)
	b.WriteString("\n")

	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("(-want +got; -update writes it anew)\n%s", diff)
	}
}

func TestPagesAreSoundWhateverTheArticleIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		address := rapid.SampledFrom([]string{"https://example.org/a", "", "ftp://x", "https://exa mple.org", "http://[::1]:80/ї?q=<>", strings.Repeat("https://x.org/", 300)})
		p := render.Page{
			Article: news.Article{
				Key: rapid.SampledFrom([]string{"", "key", strings.Repeat("k", 80)}).Draw(t, "key"), URL: address.Draw(t, "url"), Image: address.Draw(t, "image"),
				Title: words(t, "title"), Site: words(t, "site"), Lead: words(t, "lead"), Body: words(t, "body"),
				Lang:      rapid.SampledFrom([]string{"en", "uk", "ru", "de", "pl", "", "ar"}).Draw(t, "lang"),
				Published: time.Unix(rapid.Int64Range(-1<<33, 1<<33).Draw(t, "published"), 0),
			},
			Chat: news.Chat{
				Kind: rapid.SampledFrom([]news.ChatKind{news.Private, news.Group, news.Supergroup, news.Channel}).Draw(t, "kind"),
				Lang: rapid.SampledFrom([]string{"en", "uk", "ru"}).Draw(t, "speaks"),
				Settings: news.Settings{
					Media: rapid.SampledFrom([]news.Media{"", news.Preview, news.Picture, news.NoMedia}).Draw(t, "media"),
					Zone:  rapid.SampledFrom([]string{"", "Asia/Almaty", "Mars/Base"}).Draw(t, "zone"),
				},
			},
			Feed: words(t, "feed"), Bot: rapid.SampledFrom([]string{"", "herald_bot"}).Draw(t, "bot"),
			Omitted: rapid.IntRange(-1, 1000).Draw(t, "omitted"), Now: now(),
		}
		var s news.Summary
		var qs []render.Quote
		s.Method = rapid.SampledFrom([]news.Method{news.Extractive, news.Model}).Draw(t, "method")
		for range rapid.IntRange(0, 12).Draw(t, "sentences") {
			s.Sentences = append(s.Sentences, news.Sentence{Text: words(t, "sentence")})
			qs = append(qs, render.Quote{Quote: news.Quote{Text: words(t, "quote"), Speaker: words(t, "speaker"), Role: words(t, "role"), Certainty: news.Reported}, Link: address.Draw(t, "link")})
		}
		for _, m := range []telegram.Message{render.Article(p), render.Summary(p, s), render.Quotes(p, qs, 20), render.SummaryReply(p, s), render.QuotesReply(p, qs, 20)} {
			limit := telegram.MaxText
			if m.Photo != "" {
				limit = telegram.MaxCaption
			}
			sound(t, m.Text, m.Entities, limit)
			if m.Text == "" {
				t.Fatalf("nothing to send")
			}
			for _, row := range m.Keyboard {
				for _, b := range row {
					if b.Text == "" || (b.Data == "") == (b.URL == "") || len(b.Data) > telegram.MaxData || b.URL != "" && !render.Web(b.URL) {
						t.Fatalf("button %+v", b)
					}
				}
			}
			if plain := render.Barest(m); plain.Text != m.Text || plain.Keyboard != nil || plain.Entities != nil {
				t.Fatalf("the plainest form is %+v", plain)
			}
		}
	})
}

func TestLongTextsKeepWhatMattersMost(t *testing.T) {
	p := render.Page{Article: article(), Chat: news.Chat{Kind: news.Private, Lang: "en", Settings: news.Settings{Media: news.Picture}}, Now: now()}
	t.Run("whole sentences are left out of a caption", func(t *testing.T) {
		long := "Sentence " + strings.Repeat("with many words ", 15) + "end."
		m := render.Summary(p, summary(news.Extractive, long, long, long, long, long, long, long))
		sound(t, m.Text, m.Entities, telegram.MaxCaption)
		if n := strings.Count(m.Text, "• Sentence"); n != 3 || strings.Count(m.Text, "end.") != n || !strings.HasSuffix(m.Text, "Summary · extract") {
			t.Errorf("got %d sentences:\n%s", n, m.Text)
		}
	})
	t.Run("whole quotes are left out, and counted", func(t *testing.T) {
		long := strings.TrimSpace(strings.Repeat("These are words that somebody said. ", 9))
		var qs []render.Quote
		for range 5 {
			qs = append(qs, quote(long, "Maria Lund", "", news.Stated))
		}
		m := render.Quotes(p, qs, 6)
		sound(t, m.Text, m.Entities, telegram.MaxCaption)
		if n := strings.Count(m.Text, "— Maria Lund"); n != 2 || !strings.HasSuffix(m.Text, "4 more quotes are in the article.") {
			t.Errorf("got %d quotes:\n%s", n, m.Text)
		}
	})
	t.Run("a long quote is folded by Telegram, not cut", func(t *testing.T) {
		p := p
		p.Chat.Settings.Media = news.NoMedia
		long := strings.TrimSpace(strings.Repeat("These are words that somebody said. ", 40))
		m := render.Quotes(p, []render.Quote{quote(long, "Maria Lund", "", news.Stated)}, 1)
		if !strings.Contains(m.Text, long) || m.Entities[3].Type != "expandable_blockquote" {
			t.Errorf("%v\n%s", m.Entities, m.Text)
		}
	})
	t.Run("a quote longer than a message is cut at a sentence", func(t *testing.T) {
		long := strings.TrimSpace(strings.Repeat("These are words that somebody said. ", 400))
		m := render.Quotes(p, []render.Quote{quote(long, "Maria Lund", "", news.Stated)}, 1)
		sound(t, m.Text, m.Entities, telegram.MaxCaption)
	})
}

func TestPartsOfAQuoteAreJoinedAsTheyRead(t *testing.T) {
	for want, parts := range map[string][]string{
		"“The bridge stands … But I would not cross it.”": {"The bridge stands", "But I would not cross it."},
		"“We, the council, cannot wait”":                  {"We, the council,", "cannot wait"},
		"“It is over. We begin anew”":                     {"It is over.", "We begin anew,"},
		"“Is it “over?” Yes”":                             {"Is it “over?”", " Yes "},
		"“So … and so … on”":                              {"So", "… and so", "on"},
		"“One”":                                           {"One"},
	} {
		q := quote("not shown", "", "", news.Stated)
		q.Said = parts
		m := render.QuotesReply(render.Page{Article: article(), Chat: news.Chat{Kind: news.Private, Lang: "en"}, Now: now()}, []render.Quote{q}, 1)
		if got, _, _ := strings.Cut(m.Text, "\n"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestBlockQuotation: of a block quotation a chat sees the words and who said
// them, as of any other, and never the sign that the article's text has for it.
func TestBlockQuotation(t *testing.T) {
	a := article()
	a.Lead, a.Body = "", "> We waited for this day.\n\n> The bridge is closed.\n\n> — Anna Bell, mayor"
	p := render.Page{Article: a, Chat: news.Chat{ID: 1, Kind: news.Private, Lang: "en"}, Now: now()}
	if m := render.Article(p); !strings.HasSuffix(m.Text, "\n\nWe waited for this day.") {
		t.Errorf("article: %q", m.Text)
	}
	doc := cut.New(a.Title, a.Body, "en")
	found := quotes.Find(doc)
	if len(found) != 1 {
		t.Fatalf("got %+v", found)
	}
	said := render.Quote{Quote: found[0], Link: quotes.Link(a.URL, doc, found[0])}
	for _, s := range found[0].Parts {
		said.Said = append(said.Said, a.Body[s.Start:s.End])
	}
	m := render.Quotes(p, []render.Quote{said}, 1)
	if !strings.Contains(m.Text, "“We waited for this day. The bridge is closed.”\n— Anna Bell, mayor · ") || strings.Contains(m.Text, ">") {
		t.Errorf("quotes: %q", m.Text)
	}
	if said.Link != "https://news.example.org/ferry#:~:text=We%20waited%20for%20this%20day." {
		t.Errorf("link: %s", said.Link)
	}
}

func TestDeepLinks(t *testing.T) {
	for _, v := range []render.View{render.Summarized, render.Quoted} {
		link := render.DeepLink("herald_bot", v, "a_b-c")
		got, key, ok := render.OfDeepLink(strings.TrimPrefix(link, "https://t.me/herald_bot?start="))
		if got != v || key != "a_b-c" || !ok {
			t.Errorf("%s: %s %s %v", link, got, key, ok)
		}
	}
	for _, payload := range []string{"", "s_", "x_key", "key", "_"} {
		if _, _, ok := render.OfDeepLink(payload); ok {
			t.Errorf("%q is taken for a deep link", payload)
		}
	}
}

func BenchmarkArticle(b *testing.B) {
	p := render.Page{Article: article(), Chat: news.Chat{Kind: news.Private, Lang: "uk"}, Bot: "herald_bot", Now: now()}
	b.ReportAllocs()
	for b.Loop() {
		render.Article(p)
	}
}
