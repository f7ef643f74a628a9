package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// settingsStore keeps a chat's choices.
type settingsStore interface {
	SaveSettings(ctx context.Context, id news.ChatID, set news.Settings) error
}

// settings shows the chat's choices with buttons that change them; a time zone
// may be named after the command.
func (b *Bot) settings(ctx context.Context, r *request) error {
	if zone := r.cmd.args; zone != "" {
		name, ok := zoneNamed(zone)
		if !ok {
			return b.say(ctx, r, r.words(locale.ZoneUnknown, "zone", zone))
		}
		if err := b.choose(ctx, r, func(s *news.Settings) { s.Zone = name }); err != nil {
			return err
		}
	}
	_, err := b.reply(ctx, r, b.choices(r))
	return err
}

// choose changes the chat's settings and speaks by them from then on.
func (b *Bot) choose(ctx context.Context, r *request, change func(*news.Settings)) error {
	change(&r.chat.Settings)
	if err := b.store.SaveSettings(ctx, r.chat.ID, r.chat.Settings); err != nil {
		return fmt.Errorf("save settings: %w", err)
	}
	r.speak()
	return nil
}

// set does what a button of the settings says, "" being a look at all of them,
// and shows the result in place.
func (b *Bot) set(ctx context.Context, r *request, data string) error {
	what, value, chosen := strings.Cut(data, ":")
	m := b.choices
	if what == "zone" && !chosen {
		m = b.zones
	}
	if what == "lang" && !chosen {
		m = func(r *request) telegram.Message { return b.languages(r, "set:lang:", true) }
	}
	if chosen {
		change, ok := b.change(what, value)
		if !ok {
			return b.stale(ctx, r)
		}
		if err := b.choose(ctx, r, change); err != nil {
			return err
		}
	} else if what != "" && what != "zone" && what != "lang" {
		return b.stale(ctx, r)
	}
	b.ack(ctx, r)
	return b.edit(ctx, r, m(r))
}

// change is what a button's words mean; ok is false for words that no button
// carries.
func (b *Bot) change(what, value string) (change func(*news.Settings), ok bool) {
	switch what {
	case "length":
		l := news.Length(value)
		return func(s *news.Settings) { s.Length = l }, slices.Contains(news.Lengths(), l)
	case "media":
		m := news.Media(value)
		return func(s *news.Settings) { s.Media = m }, m == news.Preview || m == news.Picture || m == news.Album || m == news.NoMedia
	case "model":
		return func(s *news.Settings) { s.NoModel = value == "no" }, b.model && (value == "yes" || value == "no")
	case "sound":
		return func(s *news.Settings) { s.Silent = value == "no" }, value == "yes" || value == "no"
	case "zone":
		name, ok := zoneNamed(value)
		return func(s *news.Settings) { s.Zone = name }, ok
	case "lang":
		return func(s *news.Settings) { s.Lang = value }, value == "" || slices.Contains(locale.Languages(), value)
	}
	return nil, false
}

// choices is the message of the settings: what holds, and a row of buttons for
// each choice, the chosen one ticked.
func (b *Bot) choices(r *request) telegram.Message {
	say, set := r.say, r.chat.Settings
	length, media := set.Length, set.Media
	if length == "" {
		length = news.Normal
	}
	if media == "" {
		media = news.Preview
	}
	told := render.Words(say.Text(locale.SettingsTitle), nil)
	line := func(key locale.Key, value string) {
		told.Add("\n")
		told.Append(r.words(key, "value", value))
	}
	told.Add("\n")
	line(locale.SettingLength, say.Text(map[news.Length]locale.Key{news.Short: locale.LengthShort, news.Normal: locale.LengthNormal, news.Long: locale.LengthLong}[length]))
	line(locale.SettingMedia, say.Text(map[news.Media]locale.Key{news.Preview: locale.MediaPreview, news.Picture: locale.MediaPicture, news.Album: locale.MediaAlbum, news.NoMedia: locale.MediaNone}[media]))
	keyboard := [][]telegram.Button{
		{
			tick(say.Text(locale.ButtonShort), "set:length:short", length == news.Short),
			tick(say.Text(locale.ButtonNormal), "set:length:normal", length == news.Normal),
			tick(say.Text(locale.ButtonLong), "set:length:long", length == news.Long),
		},
		{
			tick(say.Text(locale.ButtonPreview), "set:media:preview", media == news.Preview),
			tick(say.Text(locale.ButtonPicture), "set:media:picture", media == news.Picture),
		},
		{
			tick(say.Text(locale.ButtonAlbum), "set:media:album", media == news.Album),
			tick(say.Text(locale.ButtonWords), "set:media:none", media == news.NoMedia),
		},
	}
	toggle := func(setting locale.Key, what string, on bool, yes, no locale.Key) {
		key, next := yes, "no"
		if !on {
			key, next = no, "yes"
		}
		line(setting, say.Text(key))
		keyboard = append(keyboard, []telegram.Button{{Text: say.Text(setting, "value", say.Text(key)), Data: "set:" + what + ":" + next}})
	}
	if b.model {
		toggle(locale.SettingModel, "model", !set.NoModel, locale.ModelAllowed, locale.ModelRefused)
	}
	toggle(locale.SettingSound, "sound", !set.Silent, locale.SoundOn, locale.SoundOff)

	zone, lang := zoneName(say, r.chat.Location()), locale.For(r.chat.Language()).Text(locale.LanguageName)
	spoken := lang
	if set.Lang == "" {
		lang += " (" + lower(say.Text(locale.LanguageAuto)) + ")"
	}
	line(locale.SettingZone, zone+" ("+b.now().In(r.chat.Location()).Format("15:04")+")")
	line(locale.SettingLanguage, lang)
	keyboard = append(keyboard,
		[]telegram.Button{{Text: say.Text(locale.SettingZone, "value", zone), Data: "set:zone"}},
		[]telegram.Button{{Text: say.Text(locale.SettingLanguage, "value", spoken), Data: "set:lang"}})
	m := render.Note(told)
	m.Keyboard = keyboard
	return m
}

// tick is a button that is ticked where its choice holds.
func tick(text, data string, on bool) telegram.Button {
	if on {
		text = "✓ " + text
	}
	return telegram.Button{Text: text, Data: data}
}

// zones is the choice of zones, from west to east, each with its time now.
func (b *Bot) zones(r *request) telegram.Message {
	type row struct {
		offset int
		button telegram.Button
	}
	current := r.chat.Location().String()
	rows := []row{}
	for _, name := range append(zoneList(), "UTC") {
		loc, err := time.LoadLocation(name)
		if err != nil {
			continue // a machine without zone data offers what it has
		}
		now := b.now().In(loc)
		_, offset := now.Zone()
		rows = append(rows, row{offset, tick(zoneName(r.say, loc)+" "+now.Format("15:04"), "set:zone:"+name, name == current)})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.offset - b.offset })
	var keyboard [][]telegram.Button
	for i := 0; i < len(rows); i += 2 {
		var line []telegram.Button
		for _, one := range rows[i:min(i+2, len(rows))] {
			line = append(line, one.button)
		}
		keyboard = append(keyboard, line)
	}
	keyboard = append(keyboard, []telegram.Button{{Text: r.say.Text(locale.ButtonBack), Data: "set:"}})
	m := render.Note(r.words(locale.ZoneChoose))
	m.Keyboard = keyboard
	return m
}

// lower makes a label fit into the middle of a sentence; only its first letter
// changes, since names stand behind it.
func lower(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}
