package bot_test

import (
	"strings"
	"testing"

	"herald/bot/telegram/emulator"
)

func TestOneSummaryOfSeveralArticles(t *testing.T) {
	w := begin(t)
	ferryLink, budget, museum := w.site.URL+"/ferry", w.site.URL+"/budget", w.site.URL+"/museum"
	t.Run("of addresses after the command", func(t *testing.T) {
		m := w.asks(w.user("en"), "/summary "+ferryLink+" "+museum)
		if !strings.HasPrefix(m.Text, "2 articles in one summary\n\n• ") {
			t.Errorf("got\n%s", m.Text)
		}
		w.holds(m.Text, "\u00a0¹", "\u00a0²", "The ferry sails again · Harbour Post", "Музей откроет главный зал · Harbour Post", "Summary · extract")
		links := map[string]bool{}
		for _, e := range m.Entities {
			links[e.URL] = true
		}
		if !links[ferryLink] || !links[museum] {
			t.Errorf("the sources are not linked: %+v", m.Entities)
		}
		if m.Preview == nil || !m.Preview.Disabled {
			t.Errorf("a preview of one of them: %+v", m.Preview)
		}
	})
	t.Run("in Ukrainian and Russian", func(t *testing.T) {
		w.holds(w.asks(w.user("uk"), "/summary "+budget+" "+museum).Text, "2 статті одним переказом", "Стисло · уривки зі статей")
		w.holds(w.asks(w.user("ru"), "/summary "+budget+"\n"+museum+"\n"+ferryLink).Text, "3 статьи одним пересказом", "Кратко · выдержки из статей")
	})
	t.Run("of a message that is only links", func(t *testing.T) {
		w.holds(w.asks(w.user("en"), ferryLink+"\n"+budget).Text, "2 articles in one summary")
	})
	t.Run("what cannot be read is said in the same answer", func(t *testing.T) {
		m := w.asks(w.user("en"), "/summary "+ferryLink+" "+w.site.URL+"/gone "+budget)
		w.holds(m.Text, "2 articles in one summary", "There is no such page")
	})
	t.Run("where one is left it is shown as any", func(t *testing.T) {
		m := w.asks(w.user("en"), "/summary "+w.site.URL+"/gone "+ferryLink)
		w.holds(m.Text, "The ferry sails again\n", "Summary · extract", "There is no such page")
		if _, ok := m.Button("Quotes"); !ok {
			t.Errorf("buttons %v", m.Keyboard)
		}
	})
	t.Run("the same article twice is one", func(t *testing.T) {
		w.lacks(w.asks(w.user("en"), "/summary "+ferryLink+" "+ferryLink+"?utm_source=x").Text, "in one summary")
	})
	t.Run("where none can be read the reason is said", func(t *testing.T) {
		m := w.asks(w.user("en"), "/summary "+w.site.URL+"/gone "+w.site.URL+"/forbidden")
		w.holds(m.Text, "no such page")
	})
	t.Run("more than five are too many, and that is said", func(t *testing.T) {
		var links []string
		for _, n := range []string{"?a", "?b", "?c", "?d", "?e", "?f", "?g"} {
			links = append(links, ferryLink+n)
		}
		m := w.asks(w.user("en"), "/summary "+strings.Join(links, " "))
		w.holds(m.Text, "up to 5 addresses")
	})
	t.Run("its articles are the ones that a reply means", func(t *testing.T) {
		reader := w.user("en")
		m := w.asks(reader, "/summary "+budget+" "+ferryLink)
		w.holds(w.asks(reader, "/quotes", emulator.ReplyTo(m.ID)).Text, "Олена Ткачук")
	})
}

func TestSeveralLinksOfAMessageAreOffered(t *testing.T) {
	w := begin(t)
	digest := "Morning digest\n\nFerries: " + w.site.URL + "/ferry\nMoney: " + w.site.URL + "/budget\nhttps://t.me/somewhere"
	t.Run("in private, where it was forwarded", func(t *testing.T) {
		reader := w.user("en")
		m := w.asks(reader, digest, emulator.ForwardedFrom("A channel"))
		w.holds(m.Text, "The ferry sails again", "Summary · extract")
		w.lacks(m.Text, "in one summary")
		before := len(w.tg.Replies(private(reader)))
		w.presses(reader, m, "All links")
		all := w.one(w.tg.Replies(private(reader))[before:])
		w.holds(all.Text, "2 articles in one summary", "The ferry sails again", "Рада ухвалила бюджет")
		if all.ReplyTo != m.ID {
			t.Errorf("a reply to %d, want the message with the button, %d", all.ReplyTo, m.ID)
		}
		t.Run("and stays offered in every view", func(t *testing.T) {
			_, m := w.presses(reader, m, "Quotes")
			w.holds(m.Text, "Maria Lund")
			if _, ok := m.Button("All links"); !ok {
				t.Errorf("buttons %v", m.Keyboard)
			}
		})
		t.Run("and a second press points at the answer", func(t *testing.T) {
			answer, _ := w.presses(reader, m, "All links")
			w.holds(answer.Text, "The answer already stands below.")
		})
	})
	t.Run("in a group, in reply to it", func(t *testing.T) {
		group := w.tg.AddGroup("Readers", w.ann)
		w.idle()
		id := w.tg.Write(group, w.eve, digest)
		w.idle()
		m := w.one(w.says(group, w.eve, "/summary", emulator.ReplyTo(id)))
		if m.ReplyTo != id {
			t.Errorf("a reply to %d, want the message with the links, %d", m.ReplyTo, id)
		}
		before := len(w.tg.Replies(group))
		w.presses(w.eve, m, "All links")
		w.holds(w.one(w.tg.Replies(group)[before:]).Text, "2 articles in one summary")
	})
	t.Run("but not for a single link", func(t *testing.T) {
		m := w.asks(w.user("en"), "Look: "+w.site.URL+"/ferry")
		if _, ok := m.Button("All links"); ok {
			t.Errorf("buttons %v", m.Keyboard)
		}
	})
	t.Run("a press whose message is gone is answered politely", func(t *testing.T) {
		reader := w.user("en")
		m := w.asks(reader, "/summary "+w.site.URL+"/ferry")
		if answer := w.forges(reader, m, "all:"); !answer.Alert {
			t.Errorf("answer %+v", answer)
		}
	})
}
