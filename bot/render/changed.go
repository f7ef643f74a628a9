package render

import (
	"strings"

	"herald/bot/locale"
	"herald/bot/telegram"
	"herald/news"
	"herald/text/changes"
)

// Units of the old and the new words of one change, and of the old title: what
// is longer is cut, since the article has the rest.
const (
	changeUnits = 300
	tailUnits   = 100 // of the line below the changes, with room for the gaps
)

// changes is the old title where there is another now, a block per place of
// the text that differs, as many as fit into room units, and a line that says
// how many are not shown.
func (p Page) changes(first news.Article, room int) (blocks []Text, foot Text) {
	say, a := p.say(), p.Article
	if !changes.Same(first.Title, a.Title) && !blank(first.Title) {
		var was Text
		was.Line(first.Title)
		was = Cut(was, changeUnits)
		blocks = append(blocks, Words(say.Text(locale.TitleWas), map[string]Text{"title": struck(was)}))
	}
	for _, c := range changes.Find(first.Body, a.Body) {
		blocks = append(blocks, change(c))
	}
	if len(blocks) == 0 {
		return []Text{italic(say.Text(locale.ChangesNone))}, Text{}
	}
	shown, marks := 0, 0
	for used := tailUnits; shown < len(blocks); shown++ {
		used += blocks[shown].Units() + 1
		marks += len(blocks[shown].marks)
		if shown > 0 && (used > room || marks > telegram.MaxEntities-10) {
			break
		}
	}
	if rest := len(blocks) - shown; rest > 0 {
		return blocks[:shown], italic(say.Count(locale.ChangesMore, rest))
	}
	return blocks, italic(say.Text(locale.ChangesSince))
}

// change is the words of before struck through and those of now in bold,
// between their neighbours.
func change(c changes.Change) Text {
	var t Text
	t.Add("• ")
	if n := len(strings.Fields(c.Before)); n > 0 {
		if n >= changes.Around {
			t.Add("… ")
		}
		t.Line(c.Before)
		t.Add(" ")
	}
	part := func(s string, style func(Text) Text) {
		var words Text
		words.Line(s)
		if !words.Empty() {
			t.Append(style(Cut(words, changeUnits)))
			t.Add(" ")
		}
	}
	part(c.Old, struck)
	part(c.New, func(t Text) Text { return Bold(t.String()) })
	if n := len(strings.Fields(c.After)); n > 0 {
		t.Line(c.After)
		if n >= changes.Around {
			t.Add(" …")
		}
	}
	return t
}

func struck(s Text) Text {
	var t Text
	t.Style(telegram.Entity{Type: "strikethrough"}, func(t *Text) { t.Append(s) })
	return t
}
