package render

import (
	"strings"
	"time"

	"herald/bot/locale"
	"herald/bot/telegram"
	"herald/news"
)

// Page is an article on its way into a chat, with all that decides how it
// looks there.
type Page struct {
	Article news.Article
	Chat    news.Chat // its language, zone, kind and choice of media
	Feed    string    // the feed's name, shown where the article names no source; may be ""
	Bot     string    // the bot's user name without @, for the deep links under channel posts; "" leaves them out
	Omitted int       // earlier articles left out before this one
	Now     time.Time // decides whether a date needs its year
}

// Job is the page of a claimed delivery.
func Job(j news.Job, bot string, now time.Time) Page {
	return Page{Article: j.Article, Chat: j.Chat, Feed: j.Feed.Name(), Bot: bot, Omitted: j.Delivery.Omitted, Now: now}
}

// Quote is a quote with what only its article can tell.
type Quote struct {
	news.Quote
	Said []string // the words of each of its parts; nil: Text is all there is
	Link string   // opens the article at the words; may be ""
}

// Article is the pushed form, folded: title, source, time, reading time and
// lead, with the buttons that unfold it.
func Article(p Page) telegram.Message {
	lead := strings.TrimSpace(p.Article.Lead)
	if lead == "" {
		lead, _, _ = strings.Cut(strings.TrimSpace(p.Article.Body), "\n")
		lead = strings.TrimLeft(lead, "> ") // the sign of a block quotation is for programs
	}
	if len(lead) > 0 && blank(lead) {
		lead = ""
	}
	return p.message(Lead, []Text{Cut(Plain(lead), leadUnits)}, Text{})
}

// Summary is the article with its summary in the place of the lead, and how
// it was made below.
func Summary(p Page, s news.Summary) telegram.Message {
	blocks, foot := p.summary(s)
	m := p.message(Summarized, blocks, foot)
	if m.Album == nil {
		m.Keyboard = append(m.Keyboard, p.lengths(sizedData, s, entire(p.limit(), p.header(), blocks, foot))...)
	}
	return m
}

// Quotes is the article with its quotes in the place of the lead. all is how
// many it has altogether; where that is more than are shown, the last line
// says so.
func Quotes(p Page, shown []Quote, all int) telegram.Message {
	blocks, foot := p.quotes(shown, all, p.limit())
	return p.message(Quoted, blocks, foot)
}

// Changes is the article with what has changed in it, since it read like
// first, in the place of the lead.
func Changes(p Page, first news.Article) telegram.Message {
	blocks, foot := p.changes(first, p.limit()-p.header().Units())
	return p.message(Changed, blocks, foot)
}

// ChangesReply is what has changed alone, as a reply to the message that shows
// the article.
func ChangesReply(p Page, first news.Article) telegram.Message {
	blocks, foot := p.changes(first, telegram.MaxText)
	return Note(compose(Text{}, blocks, foot, "\n", telegram.MaxText))
}

// SummaryReply is the summary alone, as a reply to the message that shows the
// article: no title, and no buttons but those of its length.
func SummaryReply(p Page, s news.Summary) telegram.Message {
	blocks, foot := p.summary(s)
	m := Note(compose(Text{}, blocks, foot, "\n", telegram.MaxText))
	m.Keyboard = p.lengths(AloneData, s, entire(telegram.MaxText, Text{}, blocks, foot))
	return m
}

// QuotesReply is the quotes alone, as a reply to the message that shows the
// article.
func QuotesReply(p Page, shown []Quote, all int) telegram.Message {
	blocks, foot := p.quotes(shown, all, telegram.MaxText)
	return Note(compose(Text{}, blocks, foot, "\n", telegram.MaxText))
}

// Units of a title and a lead: longer ones are cut. A title of 300 is five
// lines on a telephone; leads come with at most 300 characters, and 600 leaves
// room for a text that has no sentence to end at.
const (
	titleUnits = 300
	leadUnits  = 600
)

// message puts header, blocks and foot together, in a caption where the chat
// wants pictures and there is one. On an album no buttons hang: its caption
// ends in links that open the bot in private, as buttons under a channel's
// post do.
func (p Page) message(v View, blocks []Text, foot Text) telegram.Message {
	a := p.Article
	if p.album() != nil {
		foot = p.links(v, foot)
	}
	text, entities := compose(p.header(), blocks, foot, "\n\n", p.limit()).Message()
	m := telegram.Message{Text: text, Entities: entities, Keyboard: p.keyboard(v)}
	switch {
	case p.album() != nil:
		m.Album, m.Keyboard = p.album(), nil
	case p.photo():
		m.Photo = a.Image
	case (p.Chat.Settings.Media == "" || p.Chat.Settings.Media == news.Preview) && Web(a.URL):
		m.Preview = telegram.Preview{URL: a.URL, Large: a.Image != ""}
	default:
		m.Preview = telegram.Preview{None: true}
	}
	m.Silent = p.Chat.Settings.Silent
	return m
}

func (p Page) photo() bool {
	media := p.Chat.Settings.Media
	return (media == news.Picture || media == news.Album) && Web(p.Article.Image)
}

// album are the article's pictures where the chat likes albums and there are
// several; nil else.
func (p Page) album() []string {
	if p.Chat.Settings.Media != news.Album {
		return nil
	}
	var list []string
	for _, u := range append([]string{p.Article.Image}, p.Article.Pictures.URLs()...) {
		if Web(u) && len(list) < news.MaxAlbum {
			list = append(list, u)
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

func (p Page) limit() int {
	if p.photo() || p.album() != nil {
		return telegram.MaxCaption
	}
	return telegram.MaxText
}

func (p Page) say() *locale.Printer { return locale.For(p.Chat.Language()) }

// header is what was left out, the title, and the line of source, time, time
// of the last change and reading time.
func (p Page) header() Text {
	say, a := p.say(), p.Article
	var t Text
	if p.Omitted > 0 {
		t.Style(telegram.Entity{Type: "italic"}, func(t *Text) { t.Add(say.Count(locale.Omitted, p.Omitted)) })
		t.Add("\n\n")
	}
	title := a.Title
	if p.pasted() {
		return t
	}
	if blank(title) {
		title = say.Text(locale.Untitled)
	}
	t.Append(Cut(Linked(title, a.URL), titleUnits))

	var facts []Text
	source := a.Source()
	if blank(source) {
		source = p.Feed
	}
	if !blank(source) {
		var line Text
		line.Line(source)
		facts = append(facts, Cut(line, 100))
	}
	if !a.Published.IsZero() {
		var at Text
		addTime(&at, a.Published, p.Now, p.Chat.Location(), say)
		facts = append(facts, at)
	}
	if !a.Revised.IsZero() {
		var at Text
		addTime(&at, a.Revised, p.Now, p.Chat.Location(), say)
		facts = append(facts, Words(say.Text(locale.Updated), map[string]Text{"time": at}))
	}
	if minutes := int(a.ReadingTime() / time.Minute); minutes > 0 {
		facts = append(facts, Plain(say.Count(locale.ReadingTime, minutes)))
	}
	for i, f := range facts {
		if i == 0 {
			t.Add("\n")
		} else {
			t.Add(" · ")
		}
		t.Append(f)
	}
	return t
}

// pasted says that the article is nothing but a text that somebody sent: whoever
// reads it knows where it is from.
func (p Page) pasted() bool {
	a := p.Article
	return blank(a.Title) && !Web(a.URL) && blank(a.Source()) && p.Feed == "" && a.Published.IsZero() && !blank(a.Body)
}

// compose puts a header, as many blocks as fit, and a foot into limit units.
// The first block is cut rather than left out.
func compose(header Text, blocks []Text, foot Text, gap string, limit int) Text {
	t := header
	room := limit
	if !foot.Empty() {
		room -= foot.Units() + 2
	}
	used := 0
	for _, b := range blocks {
		if b = b.upTo(len(b.b)); b.Empty() {
			continue
		}
		between := gap
		switch {
		case used > 0:
			between = "\n"
		case t.Empty():
			between = ""
		}
		left := room - t.Units() - units([]byte(between))
		if b.Units() > left || len(t.marks)+len(b.marks)+len(foot.marks) > telegram.MaxEntities {
			if used > 0 || left < 20 {
				break
			}
			b = Cut(b, left)
		}
		t.Add(between)
		t.Append(b)
		used++
	}
	if !foot.Empty() {
		if !t.Empty() {
			t.Add("\n\n")
		}
		t.Append(foot)
	}
	return Cut(t, limit)
}
