package render

import (
	"slices"
	"strconv"
	"strings"

	"herald/bot/locale"
	"herald/bot/telegram"
	"herald/news"
)

// superscripts mark the sentences of a summary with the article that each is
// from.
var superscripts = []string{"¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"}

// Of a title in the list of sources so many units are shown.
const sourceUnits = 110

// Several is one summary of several articles: its sentences, each with the
// number of its article, the articles below with their sources and times, and
// what else there is to say, such as why one could not be read. The articles
// are numbered as the sentences come upon them. Page's own article is not
// looked at.
func Several(p Page, articles []news.Article, s news.Summary, notes []Text) telegram.Message {
	say := p.say()
	articles, s = inOrder(articles, s)
	header := Words(say.Count(locale.SeveralTitle, len(articles)), nil)
	blocks, method := p.told(articles, s)
	var foot Text
	for i, a := range articles {
		if i > 0 {
			foot.Add("\n")
		}
		foot.Add(number(i) + " ")
		foot.Append(p.source(a))
	}
	for _, n := range notes {
		foot.Add("\n\n")
		foot.Append(n)
	}
	if method != "" {
		foot.Add("\n\n")
		foot.Append(italic(say.Text(method)))
	}
	m := Note(compose(header, blocks, foot, "\n\n", telegram.MaxText))
	m.Keyboard = p.lengths(AllData, s, entire(telegram.MaxText, header, blocks, foot))
	return m
}

// SeveralNotes are the notes in the text of a message that Several made, and
// that says how its summary was made.
func SeveralNotes(text string) (notes []Text) {
	parts := strings.Split(text, "\n\n") // title, sentences, sources, notes, method
	for i := 3; i < len(parts)-1; i++ {
		notes = append(notes, Plain(parts[i]))
	}
	return notes
}

// inOrder puts the articles in the order in which the sentences name them, and
// those that none names behind.
func inOrder(articles []news.Article, s news.Summary) ([]news.Article, news.Summary) {
	place := make(map[int]int, len(articles))
	var sorted []news.Article
	take := func(i int) {
		if _, known := place[i]; !known && i < len(articles) {
			place[i] = len(sorted)
			sorted = append(sorted, articles[i])
		}
	}
	for _, one := range s.Sentences {
		take(one.Article)
	}
	for i := range articles {
		take(i)
	}
	s.Sentences = slices.Clone(s.Sentences)
	for i := range s.Sentences {
		s.Sentences[i].Article = place[s.Sentences[i].Article]
	}
	return sorted, s
}

// told is a block per picked sentence, or one for all of a model's, and the
// line that says how they were made.
func (p Page) told(articles []news.Article, s news.Summary) (blocks []Text, method locale.Key) {
	method = locale.ByExtracts
	var whole Text
	for _, one := range s.Sentences {
		if blank(one.Text) {
			continue
		}
		var t Text
		if s.Method == news.Extractive {
			t.Add("• ")
		}
		t.Line(one.Text)
		if one.Article < len(articles) {
			t.Add("\u00a0")
			linkedOr(&t, number(one.Article), articles[one.Article].URL)
		}
		blocks = append(blocks, t)
		if !whole.Empty() {
			whole.Add(" ")
		}
		whole.Append(t)
	}
	switch {
	case len(blocks) == 0:
		return []Text{italic(p.say().Text(locale.SummaryEmpty))}, ""
	case s.Method == news.Model:
		return []Text{whole}, locale.ByModel
	}
	return blocks, method
}

// source is a line of the list: the title with its link, where it is from, and
// when it appeared.
func (p Page) source(a news.Article) Text {
	title := a.Title
	if blank(title) {
		title = p.say().Text(locale.Untitled)
	}
	var t Text
	linkedOr(&t, Cut(Plain(strings.Join(strings.Fields(title), " ")), sourceUnits).String(), a.URL)
	if from := a.Source(); !blank(from) {
		var line Text
		line.Line(from)
		t.Add(" · ")
		t.Append(Cut(line, 60))
	}
	if !a.Published.IsZero() {
		t.Add(" · ")
		addTime(&t, a.Published, p.Now, p.Chat.Location(), p.say())
	}
	return t
}

// linkedOr is words with a link where there is one.
func linkedOr(t *Text, words, url string) {
	if Web(url) {
		t.Link(url, func(t *Text) { t.Line(words) })
		return
	}
	t.Line(words)
}

func number(i int) string {
	if i < len(superscripts) {
		return superscripts[i]
	}
	return strconv.Itoa(i + 1)
}

// Noted is a message with a note below it, where there is room for one.
func Noted(m telegram.Message, note Text) telegram.Message {
	limit := telegram.MaxText
	if m.Photo != "" || m.Album != nil {
		limit = telegram.MaxCaption
	}
	text, entities := note.Message()
	at := units([]byte(m.Text)) + 2
	if note.Empty() || at+note.Units() > limit || len(m.Entities)+len(entities) > telegram.MaxEntities {
		return m
	}
	m.Text += "\n\n" + text
	m.Entities = append([]telegram.Entity(nil), m.Entities...)
	for _, e := range entities {
		e.Offset += at
		m.Entities = append(m.Entities, e)
	}
	return m
}
