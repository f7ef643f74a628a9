package bot_test

import (
	"strings"
	"testing"

	"herald/news"
)

func TestTheBotSpeaksThePersonsLanguage(t *testing.T) {
	w := begin(t)
	for lang, want := range map[string][4]string{
		"en": {"Hello! I bring", "What I can do", "I do not know /frobnicate", "Which site?"},
		"uk": {"Вітаю! Я приношу", "Що я вмію", "Команди /frobnicate я не знаю", "Який сайт?"},
		"ru": {"Здравствуйте! Я приношу", "Что я умею", "Команды /frobnicate я не знаю", "Какой сайт?"},
		"de": {"Hello! I bring", "What I can do", "I do not know /frobnicate", "Which site?"},
		"":   {"Hello! I bring", "What I can do", "I do not know /frobnicate", "Which site?"},
	} {
		t.Run(lang, func(t *testing.T) {
			reader := w.user(lang)
			for i, command := range []string{"/start", "/help", "/frobnicate now", "/subscribe"} {
				if got := w.asks(reader, command); !strings.Contains(got.Text, want[i]) {
					t.Errorf("%s: got %q, want it to hold %q", command, got.Text, want[i])
				}
			}
		})
	}
}

func TestCommandsOfLaterStagesAreUnknownForNow(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	group := w.tg.AddGroup("Readers", w.ann)
	w.idle()
	for _, command := range []string{"/filter", "/digest", "/follow", "/search", "/saved", "/export", "/import"} {
		w.holds(w.asks(reader, command).Text, "I do not know "+command+". /help shows")
		if said := w.says(group, w.ann, command); len(said) != 0 {
			t.Errorf("%s in a group without the bot's name is answered: %v", command, said)
		}
	}
	w.holds(w.one(w.says(group, w.ann, "/search@herald_bot war")).Text, "I do not know /search")
}

func TestAShortMessageGetsAHint(t *testing.T) {
	w := begin(t)
	reader := w.user("uk")
	w.holds(w.asks(reader, "привіт").Text, "Надішліть посилання")
	w.holds(w.asks(reader, "/cancel").Text, "Скасовувати нічого")
}

func TestCommandsAreFoundAsPeopleWriteThem(t *testing.T) {
	w := begin(t)
	reader := w.user("en")
	group := w.tg.AddGroup("Readers", w.ann)
	w.idle()
	for name, text := range map[string]string{
		"in capitals":                     "/HELP",
		"with the bot's name in any case": "/help@Herald_Bot",
		"after emoji of two units":        "🇺🇦👩‍👩‍👧 будь ласка /help",
		"after Cyrillic":                  "скажи /help, прошу",
		"after space":                     "\n  /help",
	} {
		t.Run(name, func(t *testing.T) {
			w.holds(w.asks(reader, text).Text, "What I can do")
			w.holds(w.one(w.says(group, w.eve, text)).Text, "What I can do here")
		})
	}
	t.Run("another bot's are its own", func(t *testing.T) {
		for _, chat := range []news.ChatID{private(reader), group} {
			user := reader
			if chat == group {
				user = w.eve
			}
			if said := w.says(chat, user, "/help@other_bot"); len(said) != 0 {
				t.Errorf("answered: %v", said)
			}
		}
	})
	t.Run("groups are not listened to", func(t *testing.T) {
		if said := w.says(group, w.eve, "look at http://example.org/ everybody"); len(said) != 0 {
			t.Errorf("answered: %v", said)
		}
	})
}

func TestTheMenuStandsInEveryLanguage(t *testing.T) {
	w := begin(t)
	if err := w.bot.Announce(w.ctx()); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"en": "who said what", "uk": "хто що сказав", "ru": "кто что сказал", "pl": "who said what"} {
		found := false
		for _, c := range w.tg.Commands(lang) {
			found = found || c.Description == want
		}
		if !found {
			t.Errorf("%s: the menu is %v", lang, w.tg.Commands(lang))
		}
	}
}
