package bot_test

import (
	"strings"
	"testing"

	"herald/bot/telegram/emulator"
	"herald/news"
)

func TestALinkToASiteNamesSubscribe(t *testing.T) {
	w := begin(t)
	for lang, want := range map[string]string{"en": "Then /subscribe ", "uk": "Тоді /subscribe ", "ru": "Тогда /subscribe "} {
		m := w.asks(w.user(lang), w.site.URL+"/two")
		w.holds(m.Text, want+w.site.URL+"/two")
	}
}

func TestALinkThatCannotBeReadGivesWayToTheTextBesideIt(t *testing.T) {
	w := begin(t)
	first, _, _ := strings.Cut(ferry, "The new pier")
	w.holds(w.asks(w.user("en"), first+"\n"+w.site.URL+"/forbidden", emulator.ForwardedFrom("A channel")).Text, "The ferry to the islands sails again from Monday", "Summary · extract")
	w.holds(w.asks(w.user("en"), "look: "+w.site.URL+"/forbidden").Text, "does not let automated readers in")
}

func TestAStoredArticleOutlivesItsPage(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	w.pushes(private(reader), news.Article{URL: w.site.URL + "/gone", Title: "Gone since", Lang: "en", Body: ferry})
	w.holds(w.asks(reader, "/summary "+w.site.URL+"/gone?utm_source=chat").Text, "Gone since", "Summary · extract")
}

func TestAPasswordInAFeedsAddressIsNotShown(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	address := strings.Replace(w.site.URL, "http://", "http://user:hunter2@", 1) + "/harbour.xml"
	m := w.asks(reader, "/subscribe "+address)
	w.holds(m.Text, "Subscribed to Harbour Post.")
	for _, m := range []emulator.Message{m, w.asks(reader, "/list"), w.asks(reader, "/unsubscribe harbour post")} {
		w.lacks(m.Text, "hunter2")
		for _, e := range m.Entities {
			w.lacks(e.URL, "hunter2")
		}
		for _, row := range m.Keyboard {
			for _, b := range row {
				w.lacks(b.Text+b.Data+b.URL, "hunter2")
			}
		}
	}
	w.lacks(w.log.String(), "hunter2")
}

func TestAChannelIsAnsweredWithDeepLinks(t *testing.T) {
	w := begin(t)
	channel := w.tg.AddChannel("News", w.ann)
	w.idle()
	said := w.says(channel, w.ann, "/summary "+w.site.URL+"/ferry")
	m := said[len(said)-1]
	w.holds(m.Text, "Summary · extract")
	if _, ok := m.Button("Summary"); ok {
		t.Error("the summary stands there, and the button too")
	}
	if b, ok := m.Button("Quotes"); !ok || !strings.HasPrefix(b.URL, "https://t.me/herald_bot?start=q_") {
		t.Errorf("quotes are offered by %+v", b)
	}
	if n := len(w.tg.Log("sendChatAction")); n != 0 {
		t.Errorf("%d actions, which channels do not show", n)
	}
}

func TestAMutedGroupHearsNothingAndBreaksNothing(t *testing.T) {
	w := begin(t)
	group := w.tg.AddGroup("Readers", w.ann)
	w.idle()
	w.tg.Mute(group, true)
	if said := w.says(group, w.ann, "/subscribe "+w.site.URL+"/harbour.xml"); len(said) != 0 {
		t.Errorf("said %v", said)
	}
	w.tg.Mute(group, false)
	w.holds(w.one(w.says(group, w.ann, "/list")).Text, "1 subscription here")
	w.lacks(w.log.String(), "level=ERROR")
}

func TestAnAnswerFollowsAGroupThatMovesMeanwhile(t *testing.T) {
	w := begin(t)
	old := w.tg.AddChat(emulator.Group{Kind: news.Group, Title: "Readers", Admins: []news.UserID{w.ann}})
	w.idle()
	moved := w.tg.AddGroup("Readers", w.ann)
	w.idle()
	before := len(w.tg.Replies(moved))
	defer w.tg.Fault(emulator.Fault{Method: "sendMessage", Chat: old, Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: moved, Count: 1})()
	w.tg.Write(old, w.ann, "/subscribe "+w.site.URL+"/harbour.xml")
	w.idle()
	w.holds(w.one(w.tg.Replies(moved)[before:]).Text, "Subscribed to Harbour Post.")
	if got := w.feeds(moved, 0); len(got) != 1 {
		t.Errorf("the supergroup has %v", got)
	}
}

func TestFeedsOfOneNameAreToldApart(t *testing.T) {
	w := begin(t)
	m := w.asks(w.user("en"), "/subscribe "+w.site.URL+"/twins")
	for _, path := range []string{"/twin/a.xml", "/twin/b.xml"} {
		if _, ok := m.Button("Twin · " + path); !ok {
			t.Errorf("no button for %s in %v", path, m.Keyboard)
		}
	}
}

func TestAFailedPressInAGroupMayBeRepeated(t *testing.T) {
	w := begin(t)
	group := w.tg.AddGroup("Readers", w.ann)
	w.idle()
	article := w.shows(group, "/pushed")
	before := len(w.tg.Replies(group))
	remove := w.tg.Fault(emulator.Fault{Method: "sendMessage", Chat: group, Code: 400, Description: "Bad Request: not enough rights to send text messages to the chat"})
	w.presses(w.eve, article, "Quotes")
	remove()
	w.presses(w.eve, article, "Quotes")
	w.holds(w.one(w.tg.Replies(group)[before:]).Text, "Maria Lund")
}

func TestAPictureAloneGetsAHint(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	w.holds(w.asks(reader, "", emulator.WithPhoto(w.site.URL+"/a.jpg")).Text, "Send me a link")
}
