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
	"herald/reader"
	"herald/reader/fetch"
)

func TestSubscribe(t *testing.T) {
	w := begin(t)
	t.Run("a site's feed is found and its latest headlines are named", func(t *testing.T) {
		reader := w.user("en")
		m := w.asks(reader, "/subscribe "+w.site.URL+"/one")
		w.holds(m.Text, "Subscribed to Harbour Post.", "The latest there now:", "• Harbour Post headline 4\n• Harbour Post headline 3\n• Harbour Post headline 2")
		w.lacks(m.Text, "headline 1")
		if diff := cmp.Diff([]string{"/harbour.xml"}, w.feeds(private(reader), 0)); diff != "" {
			t.Error(diff)
		}
		t.Run("typing was shown before", func(t *testing.T) {
			for _, r := range w.tg.Log("sendChatAction", "sendMessage") {
				if r.Chat == private(reader) {
					if r.Method != "sendChatAction" {
						t.Errorf("%s came first", r.Method)
					}
					break
				}
			}
		})
		t.Run("a second time it says so", func(t *testing.T) {
			m := w.asks(reader, "/SUB "+w.site.URL+"/harbour.xml")
			if m.Text != "You already get Harbour Post here." {
				t.Errorf("got %q", m.Text)
			}
		})
	})
	t.Run("the address may lack its scheme's usual form", func(t *testing.T) {
		reader := w.user("en")
		w.holds(w.asks(reader, "/subscribe feed:"+w.site.URL+"/harbour.xml").Text, "Subscribed to Harbour Post.")
	})
	t.Run("or lack it where the site knows no https", func(t *testing.T) {
		reader, host := w.user("en"), strings.TrimPrefix(w.site.URL, "http://")
		w.holds(w.asks(reader, "/subscribe "+host+"/harbour.xml").Text, "Subscribed to Harbour Post.")
		w.presses(reader, w.asks(reader, "/subscribe "+host+"/two"), "Harbour Sport")
		if diff := cmp.Diff([]string{"/harbour.xml", "/sport.xml"}, w.feeds(private(reader), 0)); diff != "" {
			t.Error(diff)
		}
		w.holds(w.asks(reader, "/summary "+host+"/ferry").Text, "The ferry sails again")
		w.holds(w.asks(reader, "/summary https://"+host+"/ferry-https").Text, "I cannot reach 127.0.0.1.")
	})
	t.Run("several addresses get one answer", func(t *testing.T) {
		reader := w.user("en")
		m := w.asks(reader, fmt.Sprintf("/subscribe %[1]s/harbour.xml %[1]s/gone\n%[1]s/sport.xml", w.site.URL))
		w.holds(m.Text, "Subscribed to Harbour Post.", "There is no such page at 127.0.0.1.", "Subscribed to Harbour Sport.")
		if got := w.feeds(private(reader), 0); len(got) != 2 {
			t.Errorf("subscribed to %v", got)
		}
	})
	t.Run("too many addresses are not all taken, and that is said", func(t *testing.T) {
		reader := w.user("en")
		var all strings.Builder
		for i := range 7 {
			fmt.Fprintf(&all, " %s/many/%d.xml", w.site.URL, i)
		}
		w.holds(w.asks(reader, "/subscribe"+all.String()).Text, "Subscribed to Feed 04.", "I take up to 5 addresses at once")
		if got := w.feeds(private(reader), 0); len(got) != 5 {
			t.Errorf("subscribed to %v", got)
		}
	})
	t.Run("in reply to a message the address is taken from there", func(t *testing.T) {
		reader := w.user("en")
		said := w.tg.Write(private(reader), reader, "see "+w.site.URL+"/one")
		w.idle()
		w.holds(w.asks(reader, "/subscribe", emulator.ReplyTo(said)).Text, "Subscribed to Harbour Post.")
	})
	t.Run("an empty feed is taken, too", func(t *testing.T) {
		w.holds(w.asks(w.user("ru"), "/subscribe "+w.site.URL+"/empty.xml").Text, "Подписка на Quiet Post оформлена.", "Пока там пусто.")
	})
	t.Run("the topic is what subscribes in a forum", func(t *testing.T) {
		forum := w.tg.AddChat(emulator.Group{Title: "Forum", Forum: true, Admins: []news.UserID{w.ann}})
		w.idle()
		topic := w.tg.AddTopic(forum, "Harbour")
		m := w.one(w.says(forum, w.ann, "/subscribe "+w.site.URL+"/harbour.xml", emulator.InTopic(topic)))
		if m.Thread != topic {
			t.Errorf("answered in topic %d, want %d", m.Thread, topic)
		}
		if got := w.feeds(forum, topic); len(got) != 1 {
			t.Errorf("the topic has %v", got)
		}
		if got := w.feeds(forum, 0); len(got) != 0 {
			t.Errorf("the chat itself has %v", got)
		}
	})
}

func TestWhatCannotBeSubscribedToGetsOneSentence(t *testing.T) {
	w := begin(t)
	for path, want := range map[string][3]string{
		"":                              {"Which site? Write its address", "Який сайт?", "Какой сайт?"},
		"nonsense":                      {"“nonsense” is not a web address", "«nonsense» — не веб-адреса", "«nonsense» — не веб-адрес."},
		"https://":                      {"“https://” is not a web address", "не веб-адреса", "не веб-адрес."},
		w.site.URL + "/ferry":           {"I find no feed at 127.0.0.1", "не знайшлося стрічки", "не нашлось ленты"},
		w.site.URL + "/gone":            {"There is no such page", "немає такої сторінки", "нет такой страницы"},
		w.site.URL + "/forbidden":       {"does not let automated readers in", "не пускає автоматичних читачів", "не пускает автоматических читателей"},
		w.site.URL + "/broken":          {"has a fault of its own", "не працює як слід", "не работает как следует"},
		w.site.URL + "/circle":          {"redirects without end", "безкінечно переспрямовує", "бесконечно перенаправляет"},
		"http://127.0.0.1:1/feed.xml":   {"I cannot reach 127.0.0.1", "Не можу дістатися до 127.0.0.1", "Не могу попасть на 127.0.0.1"},
		"http://no-such-host.invalid/a": {"I cannot reach no-such-host.invalid", "Не можу дістатися", "Не могу попасть"},
	} {
		t.Run(strings.TrimPrefix(path, w.site.URL), func(t *testing.T) {
			for i, lang := range []string{"en", "uk", "ru"} {
				reader := w.user(lang)
				m := w.asks(reader, "/subscribe "+path)
				w.holds(m.Text, want[i])
				if strings.Count(m.Text, "\n") > 0 || len(m.Keyboard) > 0 {
					t.Errorf("more than a sentence: %q", m.Text)
				}
				if got := w.feeds(private(reader), 0); len(got) != 0 {
					t.Errorf("subscribed to %v", got)
				}
			}
		})
	}
}

func TestPrivateAddressesAreRefused(t *testing.T) {
	w := begin(t, func(c *bot.Config) {
		c.Reader = reader.New(fetch.New(fetch.Options{Timeout: 2 * time.Second}), reader.Options{})
	})
	w.holds(w.asks(w.user("en"), "/subscribe "+w.site.URL+"/harbour.xml").Text, "private network")
	w.holds(w.asks(w.user("uk"), "/summary "+w.site.URL+"/ferry").Text, "у приватній мережі")
}

func TestSeveralFeedsAreOfferedAsButtons(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	offer := func() emulator.Message {
		t.Helper()
		m := w.asks(reader, "/subscribe "+w.site.URL+"/two")
		w.holds(m.Text, "There are several feeds at 127.0.0.1. Which one would you like?")
		if len(m.Keyboard) != 2 {
			t.Fatalf("buttons: %v", m.Keyboard)
		}
		return m
	}
	t.Run("a press subscribes, also after a restart", func(t *testing.T) {
		m := offer()
		w.run()
		answer, after := w.presses(reader, m, "Harbour Sport")
		if answer.Text != "" {
			t.Errorf("alert %q", answer.Text)
		}
		w.holds(after.Text, "Subscribed to Harbour Sport.", "Harbour Sport headline 2")
		if len(after.Keyboard) != 0 {
			t.Errorf("buttons are left: %v", after.Keyboard)
		}
		if diff := cmp.Diff([]string{"/sport.xml"}, w.feeds(private(reader), 0)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("forged data do nothing", func(t *testing.T) {
		m := offer()
		for _, data := range []string{"feed:0:" + strings.Repeat("a", 32), "feed:7:" + strings.Repeat("a", 32), "feed:-1:x", "feed:", "feed:0:" + w.site.URL + "/harbour.xml"} {
			before := len(w.feeds(private(reader), 0))
			if answer := w.forges(reader, m, data); answer.Text == "" && !strings.HasPrefix(data, "feed:0:a") {
				t.Errorf("%s: no alert", data)
			}
			if got := w.feeds(private(reader), 0); len(got) != before {
				t.Errorf("%s subscribed to %v", data, got)
			}
		}
		after, _ := w.tg.Message(m.Chat, m.ID)
		w.holds(after.Text, "I cannot find that feed any more.")
	})
}

func TestUnsubscribe(t *testing.T) {
	w := begin(t)
	take := func(lang string, paths ...string) news.UserID {
		t.Helper()
		reader := w.user(lang)
		for _, p := range paths {
			w.asks(reader, "/subscribe "+w.site.URL+p)
		}
		return reader
	}
	t.Run("acts at once and can be undone", func(t *testing.T) {
		reader := take("uk", "/harbour.xml", "/sport.xml")
		m := w.asks(reader, "/unsubscribe "+w.site.URL+"/harbour.xml")
		if m.Text != "Harbour Post більше не приходитиме сюди." {
			t.Errorf("got %q", m.Text)
		}
		if diff := cmp.Diff([]string{"/sport.xml"}, w.feeds(private(reader), 0)); diff != "" {
			t.Error(diff)
		}
		_, after := w.presses(reader, m, "Скасувати")
		if after.Text != "Harbour Post знову приходить сюди; нічого не пропущено." || len(after.Keyboard) != 0 {
			t.Errorf("got %q with %v", after.Text, after.Keyboard)
		}
		if got := w.feeds(private(reader), 0); len(got) != 2 {
			t.Errorf("subscribed to %v", got)
		}
	})
	t.Run("by the feed's name", func(t *testing.T) {
		reader := take("en", "/harbour.xml")
		w.holds(w.asks(reader, "/unsub harbour post").Text, "You no longer get Harbour Post here.")
	})
	t.Run("by an address that several have, the list is shown", func(t *testing.T) {
		reader := take("en", "/harbour.xml", "/sport.xml")
		w.holds(w.asks(reader, "/unsub "+w.site.URL+"/anything").Text, "2 subscriptions here")
		if got := w.feeds(private(reader), 0); len(got) != 2 {
			t.Errorf("left: %v", got)
		}
	})
	t.Run("what there is no subscription to", func(t *testing.T) {
		reader := take("en", "/harbour.xml")
		w.holds(w.asks(reader, "/unsubscribe https://example.org/feed").Text, "There is no subscription to “https://example.org/feed” here. /list shows")
	})
	t.Run("without an address the list is shown", func(t *testing.T) {
		reader := take("ru", "/harbour.xml")
		m := w.asks(reader, "/unsubscribe")
		w.holds(m.Text, "Здесь 1 подписка", "• Harbour Post", "Нажмите на подписку")
		w.holds(w.asks(w.user("ru"), "/unsubscribe").Text, "Подписок здесь ещё нет.")
	})
	t.Run("in reply to an article, the feed that brought it", func(t *testing.T) {
		reader := take("en", "/harbour.xml")
		subs, _ := w.store.Subscriptions(w.ctx(), private(reader), 0)
		m := w.pushes(private(reader), news.Article{Feed: subs[0].Feed.ID, URL: w.site.URL + "/brought", Title: "T", Body: ferry})
		w.holds(w.asks(reader, "/unsubscribe", emulator.ReplyTo(m.ID)).Text, "You no longer get Harbour Post here.")
	})
	t.Run("another chat's subscription cannot be touched", func(t *testing.T) {
		victim := take("en", "/harbour.xml")
		subs, _ := w.store.Subscriptions(w.ctx(), private(victim), 0)
		thief := take("en", "/sport.xml")
		m := w.asks(thief, "/list")
		for _, data := range []string{fmt.Sprintf("stop:%d:0", subs[0].ID), fmt.Sprintf("undo:%d", subs[0].ID), "stop:99999:0", "stop:x:y", "undo:", "stop:"} {
			if answer := w.forges(thief, m, data); !answer.Alert || answer.Text == "" {
				t.Errorf("%s: answer %+v", data, answer)
			}
		}
		if got := w.feeds(private(victim), 0); len(got) != 1 {
			t.Errorf("the victim has %v", got)
		}
	})
}

func TestSeveralAreUnsubscribedAndRestoredOneByOne(t *testing.T) {
	w := begin(t)
	reader := w.user("uk")
	post, sport := w.site.URL+"/harbour.xml", w.site.URL+"/sport.xml"
	w.asks(reader, "/subscribe "+post+" "+sport+" "+w.site.URL+"/empty.xml")
	m := w.asks(reader, "/unsubscribe "+post+" "+w.site.URL+"/other "+sport+" "+post)
	if n := strings.Count(m.Text, "більше не приходитиме сюди."); n != 2 || len(m.Keyboard) != 2 {
		t.Errorf("%d ended, buttons %v:\n%s", n, m.Keyboard, m.Text)
	}
	w.holds(m.Text, "Підписки на «"+w.site.URL+"/other» тут немає.")
	if diff := cmp.Diff([]string{"/empty.xml"}, w.feeds(private(reader), 0)); diff != "" {
		t.Errorf("an address that several have ended them: %s", diff)
	}
	_, m = w.presses(reader, m, "Скасувати: Harbour Post")
	w.holds(m.Text, "Harbour Post знову приходить сюди")
	_, m = w.presses(reader, m, "Скасувати: Harbour Sport")
	w.holds(m.Text, "Harbour Sport знову приходить сюди")
	if len(m.Keyboard) != 0 || len(w.feeds(private(reader), 0)) != 3 {
		t.Errorf("buttons %v, feeds %v", m.Keyboard, w.feeds(private(reader), 0))
	}
	w.holds(w.asks(reader, "/unsubscribe sport").Text, "Harbour Sport більше не приходитиме сюди.")
	w.holds(w.asks(reader, "/unsubscribe Post").Text, "Тут 2 підписки") // Harbour Post, Quiet Post
}

func TestList(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	for i := 0; i < 20; i += 5 {
		var all strings.Builder
		for j := i; j < i+5; j++ {
			fmt.Fprintf(&all, " %s/many/%d.xml", w.site.URL, j)
		}
		w.asks(reader, "/subscribe"+all.String())
	}
	m := w.asks(reader, "/list")
	w.holds(m.Text, "20 subscriptions here", "• Feed 00", "• Feed 07")
	w.lacks(m.Text, "Feed 08")
	t.Run("pages turn, round the end too", func(t *testing.T) {
		_, m := w.presses(reader, m, "›")
		w.holds(m.Text, "• Feed 08", "• Feed 15")
		_, m = w.presses(reader, m, "›")
		w.holds(m.Text, "• Feed 19")
		if _, ok := m.Button("3 / 3"); !ok {
			t.Errorf("no page number in %v", m.Keyboard)
		}
		_, m = w.presses(reader, m, "›")
		w.holds(m.Text, "• Feed 00")
		w.forges(reader, m, "list:999")
		m, _ = w.tg.Message(m.Chat, m.ID)
		w.holds(m.Text, "• Feed 19")
	})
	t.Run("a press stops one, and undo brings it back", func(t *testing.T) {
		m := w.asks(reader, "/list")
		_, m = w.presses(reader, m, "✕ Feed 03")
		w.holds(m.Text, "You no longer get Feed 03 here.", "19 subscriptions here")
		w.lacks(m.Text, "• Feed 03")
		_, m = w.presses(reader, m, "Undo")
		w.holds(m.Text, "You get Feed 03 again; nothing was missed.", "20 subscriptions here", "• Feed 03")
	})
}

func TestOnlyAdministratorsGovernGroups(t *testing.T) {
	w := begin(t)
	group := w.tg.AddGroup("Readers", w.ann)
	w.idle()
	subscribe := "/subscribe " + w.site.URL + "/harbour.xml"
	t.Run("a guest is told so", func(t *testing.T) {
		for _, command := range []string{subscribe, "/unsubscribe " + w.site.URL, "/settings", "/language"} {
			w.holds(w.one(w.says(group, w.eve, command)).Text, "Only administrators of this chat can do that.")
		}
		if got := w.feeds(group, 0); len(got) != 0 {
			t.Errorf("subscribed to %v", got)
		}
	})
	t.Run("an administrator is obeyed, in a reply", func(t *testing.T) {
		m := w.one(w.says(group, w.ann, subscribe))
		w.holds(m.Text, "Subscribed to Harbour Post.")
		if m.ReplyTo == 0 {
			t.Error("not a reply")
		}
	})
	t.Run("so is one who speaks as the group", func(t *testing.T) {
		w.holds(w.one(w.says(group, w.ann, "/subscribe "+w.site.URL+"/sport.xml", emulator.Anonymously())).Text, "Subscribed to Harbour Sport.")
	})
	t.Run("a guest's press changes nothing", func(t *testing.T) {
		list := w.one(w.says(group, w.eve, "/list"))
		answer, after := w.presses(w.eve, list, "✕ Harbour Post")
		w.holds(answer.Text, "Only administrators")
		if !answer.Alert || after.Edits() != 0 || len(w.feeds(group, 0)) != 2 {
			t.Errorf("answer %+v, %d edits, %v", answer, after.Edits(), w.feeds(group, 0))
		}
		settings := w.one(w.says(group, w.ann, "/settings"))
		answer, _ = w.presses(w.eve, settings, "Long")
		w.holds(answer.Text, "Only administrators")
		if w.chat(group).Settings.Length != "" {
			t.Error("a guest changed the settings")
		}
		two := w.one(w.says(group, w.ann, "/subscribe "+w.site.URL+"/two"))
		answer, _ = w.presses(w.eve, two, "Harbour")
		w.holds(answer.Text, "Only administrators")
	})
	t.Run("an administrator's press works", func(t *testing.T) {
		list := w.one(w.says(group, w.ann, "/list"))
		_, after := w.presses(w.ann, list, "✕ Harbour Sport")
		w.holds(after.Text, "You no longer get Harbour Sport here.")
	})
	t.Run("a channel's posts are its administrators'", func(t *testing.T) {
		channel := w.tg.AddChannel("News", w.ann)
		w.idle()
		m := w.says(channel, w.ann, subscribe)
		w.holds(m[len(m)-1].Text, "Subscribed to Harbour Post.")
		if len(w.feeds(channel, 0)) != 1 {
			t.Error("the channel is not subscribed")
		}
	})
}
