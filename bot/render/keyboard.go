package render

import (
	"strings"

	"herald/bot/locale"
	"herald/bot/telegram"
	"herald/news"
)

// View is what stands below an article's title.
type View = news.View

// The views of an article: folded with its lead, or unfolded.
const (
	Lead       = news.Lead
	Summarized = news.Summarized
	Quoted     = news.Quoted
	Changed    = news.Changed
)

// viewData is before a view in a button's data. The data name a view and
// nothing else: which article it is, the storage knows by the message.
const viewData = "view:"

// ViewOf is the view that a pressed button asks for; ok is false for data that
// no button of an article carries.
func ViewOf(data string) (v View, ok bool) {
	name, ok := strings.CutPrefix(data, viewData)
	v = View(name)
	of, _ := v.Parts()
	return v, ok && (of == Lead || of == Summarized || of == Quoted || of == Changed)
}

// DeepLink is the address that opens the bot in private at a view of an
// article; "" where the bot's name or the article's key is not known.
func DeepLink(bot string, v View, key string) string {
	if bot == "" || key == "" || len(key) > 60 {
		return ""
	}
	return "https://t.me/" + bot + "?start=" + string(v[:1]) + "_" + key
}

// OfDeepLink takes the payload of /start apart.
func OfDeepLink(payload string) (v View, key string, ok bool) {
	kind, key, ok := strings.Cut(payload, "_")
	for _, v := range []View{Summarized, Quoted, Changed} {
		if ok && key != "" && kind == string(v[:1]) {
			return v, key, true
		}
	}
	return "", "", false
}

// links are the words of the buttons as links to the bot, below a foot.
func (p Page) links(v View, foot Text) Text {
	var line Text
	add := func(view View, word locale.Key) {
		address := DeepLink(p.Bot, view, p.Article.Key)
		if address == "" || view == v {
			return
		}
		if !line.Empty() {
			line.Add(" · ")
		}
		line.Link(address, func(t *Text) { t.Add(p.say().Text(word)) })
	}
	add(Summarized, locale.ButtonSummary)
	add(Quoted, locale.ButtonQuotes)
	if !p.Article.Revised.IsZero() {
		add(Changed, locale.ButtonChanges)
	}
	if !foot.Empty() && !line.Empty() {
		foot.Add("\n")
	}
	foot.Append(line)
	return foot
}

// keyboard is the row Summary, Quotes, Open, and below it What changed where
// the article has. In a private chat all but Open unfold the message and,
// pressed again, fold it; in a group they ask for a reply, and under a
// channel's post they lead to the bot, the one that already stands in the
// message being left out.
func (p Page) keyboard(v View) [][]telegram.Button {
	say, a := p.say(), p.Article
	var row []telegram.Button
	add := func(view View, word locale.Key) {
		button := telegram.Button{Text: say.Text(word)}
		switch {
		case p.Chat.Kind == news.Channel && v != view:
			button.URL = DeepLink(p.Bot, view, a.Key)
		case p.Chat.Kind == news.Private && v == view:
			button.Data = viewData + string(Lead)
		case p.Chat.Kind != news.Channel && v != view:
			button.Data = viewData + string(view)
		}
		if button.URL != "" || button.Data != "" {
			row = append(row, button)
		}
	}
	var rows [][]telegram.Button
	next := func() {
		if len(row) > 0 {
			rows = append(rows, row)
		}
		row = nil
	}
	add(Summarized, locale.ButtonSummary)
	add(Quoted, locale.ButtonQuotes)
	if Web(a.URL) {
		row = append(row, telegram.Button{Text: say.Text(locale.ButtonOpen), URL: a.URL})
	}
	next()
	if !a.Revised.IsZero() {
		add(Changed, locale.ButtonChanges)
		next()
	}
	return rows
}
