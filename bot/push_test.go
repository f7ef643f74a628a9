package bot_test

import (
	"strings"
	"testing"

	"herald/bot"
	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// corrects changes the article that a message shows at its source and edits
// the message, as watch and outbox do.
func (w *world) corrects(m emulator.Message, view news.View) emulator.Message {
	w.Helper()
	a, err := w.store.Shown(w.ctx(), m.Chat, m.ID)
	if err != nil {
		w.Fatal(err)
	}
	a.Title = "The ferry sails again, at last"
	a.Body = strings.NewReplacer("from Monday", "from Tuesday", "nine million euros, two million more", "ten million euros, three million more").Replace(a.Body)
	if a, err = w.store.Revise(w.ctx(), a, now()); err != nil {
		w.Fatal(err)
	}
	client, err := telegram.New(w.tg.Token(), telegram.Options{URL: w.tg.URL()})
	if err != nil {
		w.Fatal(err)
	}
	defer client.Close()
	push := w.bot.Push(w.ctx(), news.Job{Delivery: news.Delivery{Kind: news.Edit, Message: m.ID}, Article: a, Chat: w.chat(m.Chat), View: view})
	if err := client.Edit(w.ctx(), m.Chat, m.ID, push); err != nil {
		w.Fatal(err)
	}
	after, _ := w.tg.Message(m.Chat, m.ID)
	return after
}

func TestAnEditedArticleSaysThatItWasAndWhatChanged(t *testing.T) {
	t.Run("in private in the message itself, one tap away", func(t *testing.T) {
		w := begin(t)
		w.asks(w.ann, "/start")
		m := w.corrects(w.shows(private(w.ann), "/ferry"), news.Lead)
		w.holds(m.Text, "The ferry sails again, at last\n", "updated 23 Nov, 12:00", "The ferry to the islands sails again.")
		_, open := w.presses(w.ann, m, "What changed")
		w.holds(open.Text, "The title was: The ferry sails again\n", "sails again from Monday, Tuesday, the harbour company", "nine million euros, two ten million euros, three million more", "Changes since it first came here")
		marked := map[string]string{}
		for _, e := range open.Entities {
			marked[e.Type] += string([]rune(open.Text)[e.Offset:e.Offset+e.Length]) + "|"
		}
		w.holds(marked["strikethrough"], "The ferry sails again|Monday,|nine million euros, two|")
		w.holds(marked["bold"], "Tuesday,|ten million euros, three|")
		if _, folded := w.presses(w.ann, open, "What changed"); folded.Text != m.Text {
			t.Errorf("a second press does not fold it: %q", folded.Text)
		}
	})
	t.Run("in a group as a reply", func(t *testing.T) {
		w := begin(t)
		group := w.tg.AddGroup("Harbour", w.ann)
		w.idle()
		m := w.corrects(w.shows(group, "/ferry"), "")
		before := len(w.tg.Replies(group))
		w.presses(w.eve, m, "What changed")
		said := w.tg.Replies(group)[before:]
		if len(said) != 1 || said[0].ReplyTo != m.ID {
			t.Fatalf("got %+v", said)
		}
		w.holds(said[0].Text, "The title was: The ferry sails again\n", "Monday, Tuesday,")
	})
	t.Run("under a channel's post it opens the bot in private", func(t *testing.T) {
		w := begin(t)
		channel := w.tg.AddChannel("Harbour", w.ann)
		w.idle()
		m := w.corrects(w.shows(channel, "/ferry"), "")
		button, ok := m.Button("What changed")
		_, payload, _ := strings.Cut(button.URL, "?start=")
		if !ok || !strings.HasPrefix(payload, "c_") {
			t.Fatalf("the button is %+v", button)
		}
		w.holds(w.asks(w.eve, "/start "+payload).Text, "The title was: The ferry sails again\n", "Monday, Tuesday,")
	})
	t.Run("an article that was never changed offers nothing", func(t *testing.T) {
		w := begin(t)
		w.asks(w.ann, "/start")
		m := w.shows(private(w.ann), "/ferry")
		if _, ok := m.Button("What changed"); ok {
			t.Errorf("the buttons are %+v", m.Keyboard)
		}
		w.forges(w.ann, m, "view:changes")
		after, _ := w.tg.Message(m.Chat, m.ID)
		w.holds(after.Text, "Only spaces and marks are different.")
	})
}

func TestAnEditKeepsWhatIsUnfolded(t *testing.T) {
	w := begin(t)
	w.asks(w.ann, "/start")
	m := w.shows(private(w.ann), "/ferry")
	_, open := w.presses(w.ann, m, "Summary")
	w.holds(open.Text, "Summary · extract", "nine million")
	after := w.corrects(open, news.Summarized)
	w.holds(after.Text, "at last\n", "updated", "Summary · extract", "ten million")
	w.lacks(after.Text, "nine million")
	if _, folded := w.presses(w.ann, after, "Summary"); !strings.Contains(folded.Text, "updated") || strings.Contains(folded.Text, "extract") {
		t.Errorf("folded it is %q", folded.Text)
	}
	t.Run("at the length that somebody chose there", func(t *testing.T) {
		after := w.corrects(open, news.Sized(news.Long))
		if bullets(after) != 7 || sizes(after) != "Shorter" {
			t.Errorf("%q under\n%s", sizes(after), after.Text)
		}
	})
	_, quoted := w.presses(w.ann, after, "Quotes")
	w.holds(w.corrects(quoted, news.Quoted).Text, "Maria Lund", "updated")
}

func TestAnEditWhoseSummaryFailsIsFolded(t *testing.T) {
	w := begin(t, func(c *bot.Config) { c.Summarizer = failing{} })
	w.asks(w.ann, "/start")
	w.holds(w.corrects(w.shows(private(w.ann), "/ferry"), news.Summarized).Text, "at last\n", "The ferry to the islands sails again.")
}
