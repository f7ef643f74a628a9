package bot

import (
	"context"
	"strings"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// language offers the languages that the bot speaks, or takes the one that is
// named after the command, by its code or its own name.
func (b *Bot) language(ctx context.Context, r *request) error {
	for _, code := range locale.Languages() {
		name := locale.For(code).Text(locale.LanguageName)
		if args := strings.TrimSpace(r.cmd.args); args != "" && (locale.Code(args) == code || strings.EqualFold(args, name)) {
			if err := b.choose(ctx, r, func(s *news.Settings) { s.Lang = code }); err != nil {
				return err
			}
			return b.say(ctx, r, r.words(locale.LanguageSet))
		}
	}
	_, err := b.reply(ctx, r, b.languages(r, "lang:", false))
	return err
}

// languages is the choice of languages; data stands before the code in the
// buttons' data, and back leads to the settings.
func (b *Bot) languages(r *request, data string, back bool) telegram.Message {
	var keyboard [][]telegram.Button
	for _, code := range locale.Languages() {
		keyboard = append(keyboard, []telegram.Button{tick(locale.For(code).Text(locale.LanguageName), data+code, r.chat.Settings.Lang == code)})
	}
	keyboard = append(keyboard, []telegram.Button{tick(r.say.Text(locale.LanguageAuto), data, r.chat.Settings.Lang == "")})
	if back {
		keyboard = append(keyboard, []telegram.Button{{Text: r.say.Text(locale.ButtonBack), Data: "set:"}})
	}
	m := render.Note(r.words(locale.LanguageChoose))
	m.Keyboard = keyboard
	return m
}

// spoke takes the language whose button under /language was pressed, and says
// so in it.
func (b *Bot) spoke(ctx context.Context, r *request, code string) error {
	change, ok := b.change("lang", code)
	if !ok {
		return b.stale(ctx, r)
	}
	if err := b.choose(ctx, r, change); err != nil {
		return err
	}
	b.ack(ctx, r)
	return b.edit(ctx, r, render.Note(r.words(locale.LanguageSet)))
}
