package render

import (
	"strings"
	"unicode/utf8"

	"herald/bot/locale"
	"herald/bot/telegram"
	"herald/news"
)

// longQuote is how many units of a quote stand open; a longer one is folded
// by Telegram to three lines, and a tap opens it. Its words are never cut
// short while there is room.
const longQuote = 420

// summary is a block per sentence and the line that says how they were made.
// Sentences that were picked stand one below the other behind bullets, since
// they did not follow one another in the article; a model's are one text.
func (p Page) summary(s news.Summary) (blocks []Text, foot Text) {
	say := p.say()
	var sentences []string
	for _, one := range s.Sentences {
		if !blank(one.Text) {
			sentences = append(sentences, one.Text)
		}
	}
	if len(sentences) == 0 {
		return []Text{italic(say.Text(locale.SummaryEmpty))}, Text{}
	}
	by := locale.ByExtract
	if s.Method == news.Model {
		by = locale.ByModel
		var t Text
		t.Line(strings.Join(sentences, " "))
		return []Text{t}, italic(say.Text(by))
	}
	for _, one := range sentences {
		var t Text
		if len(sentences) > 1 {
			t.Add("• ")
		}
		t.Line(one)
		blocks = append(blocks, t)
	}
	return blocks, italic(say.Text(by))
}

// quotes is a quotation per quote, and a line for those that are not shown.
func (p Page) quotes(shown []Quote, all, limit int) (blocks []Text, foot Text) {
	say := p.say()
	for _, q := range shown {
		if !blank(q.Text) {
			blocks = append(blocks, quotation(q, p.Article.Lang, say))
		}
	}
	if len(blocks) == 0 {
		return []Text{italic(say.Text(locale.QuotesNone))}, Text{}
	}
	// Those that do not fit count as not shown: room is what a header leaves.
	room := limit - p.header().Units() - 60
	for n, used := 0, 0; n < len(blocks); n++ {
		if used += blocks[n].Units() + 1; used > room && n > 0 {
			blocks = blocks[:n]
		}
	}
	if rest := all - len(blocks); rest > 0 {
		foot = italic(say.Count(locale.QuotesMore, rest))
	}
	return blocks, foot
}

// quotation is the words, and below them who said them, in which capacity, how
// sure the article is of it, and a link to the very words.
// The words get back the marks that they had in the article, and lose the
// comma that parted them from the speaker.
//
// A role is shown as the article has it: whether its first letter is a capital
// for the sentence's sake or as part of a name («Львівський міський голова»)
// only package quotes can know.
func quotation(q Quote, lang string, say *locale.Printer) Text {
	open, shut := marks(lang)
	var body Text
	body.Add(open)
	body.Line(strings.TrimRight(q.words(), ", "))
	body.Add(shut)
	kind := "blockquote"
	if body.Units() > longQuote {
		kind = "expandable_blockquote"
	}
	var t Text
	t.Style(telegram.Entity{Type: kind}, func(t *Text) {
		t.Append(body)
		t.Add("\n— ")
		if blank(q.Speaker) {
			t.Add(say.Text(locale.SpeakerUnknown))
		} else {
			t.Append(Cut(Bold(q.Speaker), 120))
		}
		if !blank(q.Role) {
			var role Text
			role.Line(q.Role)
			t.Add(", ")
			t.Append(Cut(role, 160))
		}
		if q.Certainty == news.Reported {
			t.Add(" (" + say.Text(locale.Reportedly) + ")")
		}
		if Web(q.Link) {
			t.Add(" · ")
			t.Link(q.Link, func(t *Text) { t.Add(say.Text(locale.InContext)) })
		}
	})
	return t
}

// words are the parts of a quote in one line. Where one ends in the midst of
// things an ellipsis says that the article had its own words in between; after
// a sentence's end or a comma a space reads well by itself.
func (q Quote) words() string {
	if len(q.Said) == 0 {
		return q.Text
	}
	var b strings.Builder
	for i, part := range q.Said {
		part = strings.TrimSpace(part)
		if i > 0 {
			if before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(b.String(), closing)); strings.ContainsRune(".!?…,;:—–", before) || strings.HasPrefix(part, "…") {
				b.WriteByte(' ')
			} else {
				b.WriteString(" … ")
			}
		}
		b.WriteString(part)
	}
	return b.String()
}

// closing are marks that may stand behind the one that ends a sentence.
const closing = "\"'”’»)]“"

// marks are the quotation marks of a language.
func marks(lang string) (open, shut string) {
	switch lang {
	case "uk", "ru", "fr", "es", "it", "pt":
		return "«", "»"
	case "de", "cs":
		return "„", "“"
	case "pl":
		return "„", "”"
	}
	return "“", "”"
}

func italic(s string) Text {
	var t Text
	t.Style(telegram.Entity{Type: "italic"}, func(t *Text) { t.Add(s) })
	return t
}
