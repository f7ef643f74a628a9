package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"herald/bot"
	"herald/bot/telegram/emulator"
	"herald/news"
)

func TestABlockedChatIsPausedAndResumes(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	w.asks(reader, "/subscribe "+w.site.URL+"/harbour.xml")
	w.tg.Block(reader)
	w.idle()
	if c := w.chat(private(reader)); c.State != news.Blocked || c.BlockedAt.IsZero() {
		t.Errorf("the chat is %+v", c)
	}
	w.tg.Unblock(reader)
	w.idle()
	if c := w.chat(private(reader)); c.State != news.Active {
		t.Errorf("the chat is %+v", c)
	}
	if len(w.feeds(private(reader), 0)) != 1 {
		t.Error("the subscription is lost")
	}
}

func TestAGroupIsGreetedWhereTheBotMayWrite(t *testing.T) {
	w := begin(t)
	t.Run("a group", func(t *testing.T) {
		group := w.tg.AddGroup("Readers", w.ann)
		w.idle()
		w.holds(w.one(w.tg.Replies(group)).Text, "Hello! Reply to any message with /summary or /quotes")
		if w.chat(group).State != news.Active {
			t.Error("not active")
		}
		w.tg.Promote(group)
		w.idle()
		w.one(w.tg.Replies(group))
		w.tg.Kick(group)
		w.idle()
		if w.chat(group).State != news.Blocked {
			t.Error("not paused")
		}
		w.tg.Invite(group)
		w.idle()
		if w.chat(group).State != news.Active || len(w.tg.Replies(group)) != 2 {
			t.Error("not resumed, or not greeted again")
		}
	})
	t.Run("a channel's owner is thanked in private where they know the bot", func(t *testing.T) {
		owner := w.user("ru")
		channel := w.tg.AddChannel("Новости", owner)
		w.idle()
		if said := w.tg.Replies(channel); len(said) != 0 {
			t.Errorf("the channel's readers see %v", said)
		}
		w.holds(w.one(w.tg.Replies(private(owner))).Text, "Спасибо, что добавили меня в «Новости».")
	})
	t.Run("else in the channel", func(t *testing.T) {
		channel := w.tg.AddChannel("News", w.tg.AddUser(emulator.User{FirstName: "Stranger"}))
		w.idle()
		w.holds(w.one(w.tg.Replies(channel)).Text, "Thank you for adding me to “News”.")
	})
}

func TestAGroupSpeaksTheLanguageOfItsAdministrator(t *testing.T) {
	w := begin(t)
	olya := w.tg.AddUser(emulator.User{FirstName: "Оля", LanguageCode: "uk"})
	quiet := w.tg.AddUser(emulator.User{FirstName: "Quiet"}) // Telegram tells no language
	t.Run("who added the bot", func(t *testing.T) {
		group := w.tg.AddGroup("Читачі", olya)
		w.idle()
		if lang := w.chat(group).Lang; lang != "uk" {
			t.Errorf("the group speaks %q", lang)
		}
		w.says(group, w.ann, "/summary")
		if lang := w.chat(group).Lang; lang != "uk" {
			t.Errorf("a visitor made it speak %q", lang)
		}
	})
	group := w.tg.AddChat(emulator.Group{Title: "Читачі", Admins: []news.UserID{quiet, olya}})
	w.idle()
	t.Run("a member who asks decides nothing", func(t *testing.T) {
		w.holds(w.one(w.says(group, w.eve, "/summary")).Text, "There is no article here yet.")
		w.says(group, w.eve, "/subscribe "+w.site.URL+"/harbour.xml")
		if lang := w.chat(group).Lang; lang != "" {
			t.Errorf("it speaks %q", lang)
		}
	})
	t.Run("else who first subscribes", func(t *testing.T) {
		w.says(group, olya, "/subscribe "+w.site.URL+"/harbour.xml")
		w.holds(w.shows(group, "/ferry").Text, "23 листопада, 13:00", "хв читання")
	})
	t.Run("the settings tell of the chat, in the words of who asks", func(t *testing.T) {
		w.tg.SetMember(group, w.ann, "administrator")
		w.holds(w.one(w.says(group, w.ann, "/settings")).Text, "Time zone: Kyiv (14:00)", "Language: Українська (as in Telegram)")
	})
	t.Run("a choice goes before it", func(t *testing.T) {
		w.says(group, olya, "/language ru")
		w.holds(w.shows(group, "/ferry-2").Text, "мин чтения")
	})
}

func TestAFloodInAGroupHoldsUpNobody(t *testing.T) {
	w := begin(t)
	group := w.tg.AddGroup("Readers", w.ann)
	w.idle()
	before := len(w.tg.Replies(group))
	for range 100 {
		w.tg.Write(group, w.eve, "/help")
	}
	w.idle()
	if n := len(w.tg.Replies(group)) - before; n < 50 || n > 70 {
		t.Errorf("%d of 100 commands are answered", n)
	}
	m := w.shows(group, "/ferry")
	w.holds(w.forges(w.eve, m, "view:summary").Text, "That is a lot at once.")
	w.holds(w.asks(w.user("en"), "/help").Text, "What I can do")
}

func TestAGroupThatBecomesASupergroupKeepsAll(t *testing.T) {
	w := begin(t)
	old := w.tg.AddChat(emulator.Group{Kind: news.Group, Title: "Readers", Admins: []news.UserID{w.ann}})
	w.idle()
	w.says(old, w.ann, "/subscribe "+w.site.URL+"/harbour.xml")
	moved := w.tg.Migrate(old)
	w.idle()
	if diff := cmp.Diff([]string{"/harbour.xml"}, w.feeds(moved, 0)); diff != "" {
		t.Error(diff)
	}
	if c := w.chat(old); c.State != news.Moved || c.MovedTo != moved {
		t.Errorf("the old chat is %+v", c)
	}
	w.holds(w.one(w.says(moved, w.ann, "/list")).Text, "1 subscription here")
}

func TestOnlyListedPeopleAreServed(t *testing.T) {
	w := begin(t)
	listed := w.user("en")
	w.run(func(c *bot.Config) { c.AllowUsers, c.Admins = []news.UserID{listed}, []news.UserID{w.ann} })
	stranger := w.user("uk")
	m := w.asks(stranger, "/subscribe "+w.site.URL+"/harbour.xml")
	w.holds(m.Text, "Я служу лише тим, кого вніс до списку мій оператор.", fmt.Sprint(stranger))
	if _, err := w.store.Chat(w.ctx(), private(stranger)); err == nil {
		t.Error("the stranger's chat was stored")
	}
	w.holds(w.asks(listed, "/help").Text, "What I can do")
	w.tg.Open(w.ann, "")
	w.idle()
	w.holds(w.asks(w.ann, "/help").Text, "What I can do")

	t.Run("in groups others are not heard", func(t *testing.T) {
		group := w.tg.AddGroup("Readers", w.ann)
		w.idle()
		if said := w.says(group, w.eve, "/help@herald_bot"); len(said) != 0 {
			t.Errorf("answered %v", said)
		}
		w.holds(w.one(w.says(group, w.ann, "/help")).Text, "What I can do here")
		article := w.shows(group, "/pushed")
		answer, _ := w.presses(w.eve, article, "Summary")
		w.holds(answer.Text, "I serve only people", fmt.Sprint(w.eve))
	})
	t.Run("a group into which a stranger brings the bot is not known", func(t *testing.T) {
		group := w.tg.AddGroup("Strangers", w.eve)
		w.idle()
		if said := w.tg.Replies(group); len(said) != 0 {
			t.Errorf("said %v", said)
		}
		if said := w.says(group, w.eve, "/subscribe "+w.site.URL+"/harbour.xml", emulator.Anonymously()); len(said) != 0 {
			t.Errorf("said %v", said)
		}
	})
}

func TestSettings(t *testing.T) {
	w := begin(t, func(c *bot.Config) { c.Model = true })
	reader := w.user("en")
	m := w.asks(reader, "/settings")
	w.holds(m.Text, "Settings of this chat", "Summaries: about 3 sentences", "Articles: with a link preview", "Language model: allowed", "Sound: on", "Time zone: UTC (12:00)", "Language: English (as in Telegram)")
	press := func(word string, want news.Settings, says ...string) {
		t.Helper()
		_, m = w.presses(reader, m, word)
		if diff := cmp.Diff(want, w.chat(private(reader)).Settings); diff != "" {
			t.Errorf("%s: %s", word, diff)
		}
		w.holds(m.Text, says...)
	}
	set := news.Settings{Length: news.Long}
	press("Long", set, "Summaries: about 7 sentences")
	if b, ok := m.Button("✓ Long"); !ok {
		t.Errorf("not ticked: %v", b)
	}
	set.Length = news.Short
	press("Short", set, "Summaries: one sentence")
	set.Media = news.Picture
	press("Picture", set, "Articles: with the picture")
	set.Media = news.NoMedia
	press("Words only", set, "Articles: words only")
	set.NoModel = true
	press("Language model", set, "Language model: not allowed")
	set.NoModel = false
	press("Language model", set, "Language model: allowed")
	set.Silent = true
	press("Sound", set, "Sound: off")
	press("Time zone", set, "Choose the time zone")
	set.Zone = "America/New_York"
	press("New York 07:00", set, "Time zone: New York (07:00)")
	press("Language: English", set, "Which language shall I speak here?")
	set.Lang = "uk"
	press("Українська", set, "Налаштування цього чату", "Часовий пояс: Нью-Йорк (07:00)", "Мова: Українська")
	press("Мова", set, "Якою мовою")
	set.Lang = ""
	press("Як у Telegram", set, "Language: English (as in Telegram)")
	press("Time zone", set)
	press("Back", set, "Settings of this chat")

	t.Run("any zone may be named", func(t *testing.T) {
		w.holds(w.asks(reader, "/settings europe/madrid").Text, "Time zone: Europe/Madrid (13:00)")
		w.holds(w.asks(reader, "/settings America/los angeles").Text, "Time zone: Los Angeles (04:00)")
		w.holds(w.asks(reader, "/settings Mars/Base").Text, "I know no time zone “Mars/Base”.")
		w.holds(w.asks(reader, "/settings ../../etc/passwd").Text, "I know no time zone")
	})
	t.Run("without a model there is nothing to choose about it", func(t *testing.T) {
		w.run()
		m := w.asks(reader, "/settings")
		w.lacks(m.Text, "Language model")
		if _, ok := m.Button("Language model"); ok {
			t.Error("the button is there")
		}
	})
}

func TestLanguage(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	m := w.asks(reader, "/language")
	w.holds(m.Text, "Which language shall I speak here?")
	_, m = w.presses(reader, m, "Русский")
	if m.Text != "Теперь я говорю здесь по-русски." || len(m.Keyboard) != 0 {
		t.Errorf("got %q with %v", m.Text, m.Keyboard)
	}
	w.holds(w.asks(reader, "/help").Text, "Что я умею")
	w.holds(w.asks(reader, "/language українська").Text, "Відтепер я говорю тут українською.")
	w.holds(w.asks(reader, "/language EN").Text, "From now on I speak English here.")
}

func TestOneChatCannotExhaustTheBot(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	busy := 0
	for range 70 {
		if strings.Contains(w.asks(reader, "/summary "+w.site.URL+"/gone").Text, "That is a lot at once.") {
			busy++
		}
	}
	if busy == 0 || busy > 10 {
		t.Errorf("%d of 70 requests were put off", busy)
	}
	w.holds(w.asks(w.user("en"), "/summary "+w.site.URL+"/ferry").Text, "Summary · extract")
	w.shows(private(reader), "/stored")
	w.holds(w.asks(reader, "/summary").Text, "Summary · extract") // costs no visit
}

func TestTheUnforeseenGetsAnApologyAndALogLine(t *testing.T) {
	w := begin(t)
	reader := w.user("ru")
	w.asks(reader, "/start")
	w.run(func(c *bot.Config) { c.Summarizer = failing{} })
	w.unforeseen = true
	m := w.asks(reader, "/summary "+w.site.URL+"/ferry")
	w.holds(m.Text, "Простите, у меня что-то сломалось.")
	w.holds(w.log.String(), "the cat bit the cable", "level=ERROR")
	w.lacks(m.Text, "cat")
	w.lacks(w.log.String(), w.tg.Token())
}

func TestTelegramsRefusalsAreMetPlainly(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	t.Run("a message that is refused comes plain", func(t *testing.T) {
		defer w.tg.Fault(emulator.Fault{Method: "sendMessage", Code: 400, Description: "Bad Request: BUTTON_URL_INVALID", Count: 1})()
		m := w.asks(reader, "/summary "+w.site.URL+"/ferry")
		w.holds(m.Text, "The ferry sails again", "Summary · extract")
		if len(m.Keyboard) != 0 || len(m.Entities) > 1 {
			t.Errorf("not plain: %v %v", m.Keyboard, m.Entities)
		}
	})
	t.Run("a chat that has blocked the bot meanwhile is paused", func(t *testing.T) {
		defer w.tg.Fault(emulator.Fault{Method: "sendMessage", Code: 403, Description: "Forbidden: bot was blocked by the user", Count: 1})()
		w.says(private(reader), reader, "/help")
		if w.chat(private(reader)).State != news.Blocked {
			t.Error("not paused")
		}
		w.asks(reader, "/help")
		if w.chat(private(reader)).State != news.Active {
			t.Error("not resumed")
		}
	})
	t.Run("an edit that is refused comes as a message", func(t *testing.T) {
		article := w.shows(private(reader), "/edited")
		defer w.tg.Fault(emulator.Fault{Method: "editMessageText", Code: 400, Description: "Bad Request: message can't be edited", Count: 1})()
		before := len(w.tg.Replies(private(reader)))
		w.presses(reader, article, "Summary")
		w.holds(w.one(w.tg.Replies(private(reader))[before:]).Text, "Summary · extract")
	})
}

// pause is what the outbox does when it may not write in a chat.
func (w *world) pause(chat news.ChatID) {
	w.Helper()
	if _, err := w.store.Pause(w.ctx(), chat, now(), now().Add(1000*time.Hour)); err != nil {
		w.Fatal(err)
	}
	w.bot.Paused(w.ctx(), w.chat(chat))
}

func TestAChatInWhichTheBotMayNotWriteTellsWhoGovernsItAndResumesWithTheRight(t *testing.T) {
	w := begin(t)
	owner, second := w.user("uk"), w.user("en")
	w.asks(second, "/start")
	group := w.tg.AddChat(emulator.Group{Title: "Порт", Admins: []news.UserID{owner, second}})
	w.idle()
	w.tg.Mute(group, true)
	w.pause(group)
	w.holds(w.one(w.tg.Replies(private(second))[1:]).Text, "I may not write in “Порт” any more")
	if len(w.tg.Replies(private(owner))) != 0 {
		t.Error("the owner, whom the bot does not know, was written to")
	}
	w.says(group, w.eve, "/help@herald_bot") // cannot be answered
	if c := w.chat(group); c.State != news.Blocked || c.RightsLost.IsZero() {
		t.Errorf("a command resumes the chat: %+v", c)
	}
	w.asks(owner, "/start")
	w.pause(group)
	w.holds(w.tg.Replies(private(owner))[1].Text, "Я більше не можу писати в «Порт»")

	t.Run("the right comes back, and Telegram says so", func(t *testing.T) {
		w.tg.Mute(group, false)
		w.tg.Promote(group)
		w.idle()
		if c := w.chat(group); c.State != news.Active || !c.RightsLost.IsZero() {
			t.Errorf("the chat is %+v", c)
		}
	})
	t.Run("an answer that goes through shows it, too", func(t *testing.T) {
		w.pause(group)
		w.says(group, w.eve, "/help")
		if c := w.chat(group); c.State != news.Active || !c.RightsLost.IsZero() {
			t.Errorf("the chat is %+v", c)
		}
	})
	t.Run("whoever throws the bot out ends the trials", func(t *testing.T) {
		w.pause(group)
		w.tg.Kick(group)
		w.idle()
		if c := w.chat(group); c.State != news.Blocked || !c.RightsLost.IsZero() {
			t.Errorf("the chat is %+v", c)
		}
	})
	t.Run("a channel's members cannot be asked for", func(t *testing.T) {
		channel := w.tg.AddChannel("Новини", owner)
		w.idle()
		w.tg.Demote(channel)
		w.idle()
		w.tg.Fault(emulator.Fault{Method: "getChatAdministrators", Code: 400, Description: "Bad Request: member list is inaccessible"})
		before := len(w.tg.Replies(private(owner)))
		w.pause(channel)
		if len(w.tg.Replies(private(owner))) != before {
			t.Error("somebody was told")
		}
		w.tg.Promote(channel)
		w.idle()
		if c := w.chat(channel); c.State != news.Active {
			t.Errorf("the chat is %+v", c)
		}
	})
}
