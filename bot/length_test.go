package bot_test

import (
	"strings"
	"testing"

	"herald/bot/telegram/emulator"
	"herald/news"
)

// bullets is how many sentences of an extract a message shows.
func bullets(m emulator.Message) int {
	if n := strings.Count(m.Text, "• "); n > 0 || !strings.Contains(m.Text, " · extract") {
		return n
	}
	return 1
}

// sizes are the words of the buttons that change a summary's length.
func sizes(m emulator.Message) string {
	var words []string
	for _, row := range m.Keyboard {
		for _, b := range row {
			if strings.HasSuffix(b.Data, ":short") || strings.HasSuffix(b.Data, ":normal") || strings.HasSuffix(b.Data, ":long") {
				words = append(words, b.Text)
			}
		}
	}
	return strings.Join(words, " ")
}

func TestASummaryIsMadeShorterAndLongerInItsPlace(t *testing.T) {
	w := begin(t)
	link := w.site.URL + "/ferry"
	shows := func(m emulator.Message, sentences int, buttons string) {
		t.Helper()
		if n := bullets(m); n != sentences || sizes(m) != buttons {
			t.Errorf("%d sentences with %q, want %d with %q:\n%s", n, sizes(m), sentences, buttons, m.Text)
		}
		if _, ok := m.Button("Quotes"); !ok || !strings.HasPrefix(m.Text, "The ferry sails again\n") {
			t.Errorf("the message has become another: %v\n%s", m.Keyboard, m.Text)
		}
	}
	for name, begins := range map[string]func(news.UserID) emulator.Message{
		"an answer": func(u news.UserID) emulator.Message { return w.asks(u, "/summary "+link) },
		"a pushed message": func(u news.UserID) emulator.Message {
			w.asks(u, "/start")
			_, m := w.presses(u, w.shows(private(u), "/pushed"), "Summary")
			return m
		},
	} {
		t.Run(name, func(t *testing.T) {
			reader := w.user("en")
			m := begins(reader)
			shows(m, 3, "Shorter Longer")
			_, m = w.presses(reader, m, "Shorter")
			shows(m, 1, "Longer")
			_, m = w.presses(reader, m, "Longer")
			shows(m, 3, "Shorter Longer")
			_, m = w.presses(reader, m, "Longer")
			shows(m, 7, "Shorter")
			_, m = w.presses(reader, m, "Quotes")
			if sizes(m) != "" {
				t.Errorf("quotes have no length: %v", m.Keyboard)
			}
			_, m = w.presses(reader, m, "Summary")
			shows(m, 3, "Shorter Longer")
			if l := w.chat(private(reader)).Settings.Length; l != "" {
				t.Errorf("the chat's own length became %q", l)
			}
			_, m = w.presses(reader, m, "Summary")
			if sizes(m) != "" {
				t.Errorf("folded it offers lengths: %v", m.Keyboard)
			}
		})
	}
	t.Run("in Ukrainian and Russian", func(t *testing.T) {
		for lang, words := range map[string][2]string{"uk": {"Коротше", "Довше"}, "ru": {"Короче", "Длиннее"}} {
			reader := w.user(lang)
			m := w.asks(reader, "/summary "+link)
			if sizes(m) != words[0]+" "+words[1] {
				t.Errorf("%s: %q", lang, sizes(m))
			}
			if _, m = w.presses(reader, m, words[1]); strings.Count(m.Text, "• ") != 7 {
				t.Errorf("%s:\n%s", lang, m.Text)
			}
		}
	})
	t.Run("a text with no more to say offers no more", func(t *testing.T) {
		reader := w.user("en")
		m := w.asks(reader, "/summary The ferry sails again from Monday after five months. The new pier cost nine million euros, two million more than planned.")
		if sizes(m) != "Shorter" {
			t.Errorf("%q under\n%s", sizes(m), m.Text)
		}
		if _, m = w.presses(reader, m, "Shorter"); sizes(m) != "Longer" || bullets(m) != 1 {
			t.Errorf("%q under\n%s", sizes(m), m.Text)
		}
	})
	t.Run("a caption without more room offers no more", func(t *testing.T) {
		reader := w.user("en")
		w.asks(reader, "/start")
		if err := w.store.SaveSettings(w.ctx(), private(reader), news.Settings{Media: news.Picture, Length: news.Long}); err != nil {
			t.Fatal(err)
		}
		m := w.pushes(private(reader), news.Article{URL: w.site.URL + "/pictured", Title: "The ferry sails again", Lang: "en", Lead: "Lead.", Body: ferry, Image: w.site.URL + "/pier.jpg"})
		_, m = w.presses(reader, m, "Summary")
		for sizes(m) == "Shorter Longer" || sizes(m) == "Longer" {
			before := m.Text
			if _, m = w.presses(reader, m, "Longer"); m.Text == before {
				t.Errorf("Longer changed nothing:\n%s", m.Text)
			}
		}
		if _, m = w.presses(reader, m, "Shorter"); m.Photo == "" || bullets(m) >= 7 {
			t.Errorf("got %+v", m)
		}
	})
}

func TestInAGroupAnybodyChangesTheLength(t *testing.T) {
	w := begin(t)
	group := w.tg.AddGroup("Readers", w.ann)
	w.idle()
	t.Run("of an answer", func(t *testing.T) {
		m := w.one(w.says(group, w.ann, "/summary "+w.site.URL+"/ferry"))
		_, m = w.presses(w.eve, m, "Longer")
		if bullets(m) != 7 || sizes(m) != "Shorter" {
			t.Errorf("%q under\n%s", sizes(m), m.Text)
		}
		w.holds(m.Text, "The ferry sails again\n")
	})
	t.Run("of a reply under what was pushed, which stays", func(t *testing.T) {
		pushed := w.shows(group, "/pushed")
		before := len(w.tg.Replies(group))
		w.presses(w.eve, pushed, "Summary")
		reply := w.one(w.tg.Replies(group)[before:])
		_, reply = w.presses(w.ann, reply, "Shorter")
		if bullets(reply) != 1 || sizes(reply) != "Longer" {
			t.Errorf("%q under\n%s", sizes(reply), reply.Text)
		}
		w.lacks(reply.Text, "Harbour Post")
		if _, reply = w.presses(w.eve, reply, "Longer"); bullets(reply) != 3 {
			t.Errorf("got\n%s", reply.Text)
		}
		if after, _ := w.tg.Message(group, pushed.ID); after.Text != pushed.Text || len(w.tg.Replies(group)) != before+1 {
			t.Errorf("what was pushed reads\n%s\nand there are %d messages more", after.Text, len(w.tg.Replies(group))-before)
		}
	})
	t.Run("in the language that the message has, unless the chat chose one", func(t *testing.T) {
		m := w.one(w.says(group, w.ann, "/summary "+w.site.URL+"/ferry"))
		kyiv := w.user("uk")
		_, m = w.presses(kyiv, m, "Longer")
		if bullets(m) != 7 || sizes(m) != "Shorter" {
			t.Errorf("%q under\n%s", sizes(m), m.Text)
		}
		w.says(group, w.ann, "/language uk")
		if _, m = w.presses(w.eve, m, "Shorter"); sizes(m) != "Коротше Довше" {
			t.Errorf("%q under\n%s", sizes(m), m.Text)
		}
		w.says(group, w.ann, "/language en")
	})
	t.Run("a button that the message has not changes nothing", func(t *testing.T) {
		pushed := w.shows(group, "/guarded")
		for _, data := range []string{"view:summary:long", "alone:short", "all:short"} {
			if answer := w.forges(w.eve, pushed, data); answer.Alert {
				t.Errorf("%q got %+v", data, answer)
			}
		}
		if after, _ := w.tg.Message(group, pushed.ID); after.Text != pushed.Text || after.Edits() != 0 {
			t.Errorf("the message became\n%s", after.Text)
		}
	})
	t.Run("a length that there is not is out of date", func(t *testing.T) {
		m := w.one(w.says(group, w.ann, "/summary "+w.site.URL+"/ferry"))
		for _, data := range []string{"view:summary:endless", "view:quotes:long", "view:summary:", "alone:", "alone:endless", "all:endless"} {
			if answer := w.forges(w.eve, m, data); !answer.Alert {
				t.Errorf("%q got %+v", data, answer)
			}
		}
		if after, _ := w.tg.Message(group, m.ID); after.Text != m.Text {
			t.Errorf("the message became\n%s", after.Text)
		}
	})
}

func TestOneSummaryOfSeveralArticlesHasLengths(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	m := w.asks(reader, "/summary "+w.site.URL+"/museum "+w.site.URL+"/gone "+w.site.URL+"/ferry")
	if bullets(m) != 3 || sizes(m) != "Shorter Longer" {
		t.Fatalf("%q under\n%s", sizes(m), m.Text)
	}
	first := m.Text
	_, long := w.presses(reader, m, "Longer")
	if bullets(long) != 7 || sizes(long) != "Shorter" {
		t.Errorf("%q under\n%s", sizes(long), long.Text)
	}
	_, again := w.presses(reader, long, "Shorter")
	if again.Text != first {
		t.Errorf("after longer and shorter it reads\n%s\nwant\n%s", again.Text, first)
	}
	_, short := w.presses(reader, again, "Shorter")
	if strings.Count(short.Text, "• ") != 1 || sizes(short) != "Longer" {
		t.Errorf("%q under\n%s", sizes(short), short.Text)
	}
	for _, m := range []emulator.Message{long, short} {
		w.holds(m.Text, "2 articles in one summary", "The ferry sails again · Harbour Post", "Музей откроет главный зал · Harbour Post", "There is no such page")
	}
}
