package render

import (
	"slices"

	"herald/bot/locale"
	"herald/bot/telegram"
	"herald/news"
)

// What stands before the colon in the data of the buttons that give a summary
// another length, where it stands alone in a reply and where it is one of
// several articles; where it stands under its article's title, the data are a
// view (ViewOf).
const (
	AloneData = "alone"
	AllData   = "all"
	sizedData = viewData + string(Summarized)
)

// lengths is the row of the buttons Shorter and Longer under a summary; none
// in channels, whose readers do not change the posts. A button that would
// change nothing is left out: Shorter where there is but one sentence, Longer
// at the longest, where an extract has already taken all that it may, and
// where there is no more room.
func (p Page) lengths(data string, s news.Summary, roomy bool) [][]telegram.Button {
	said := 0
	for _, one := range s.Sentences {
		if !blank(one.Text) {
			said++
		}
	}
	if said == 0 || p.Chat.Kind == news.Channel {
		return nil
	}
	all := news.Lengths()
	now := slices.IndexFunc(all, func(l news.Length) bool { return l.Sentences() == p.Chat.Settings.Length.Sentences() })
	var row []telegram.Button
	add := func(word locale.Key, l news.Length) {
		row = append(row, telegram.Button{Text: p.say().Text(word), Data: data + ":" + string(l)})
	}
	for i := now - 1; i >= 0; i-- {
		if all[i].Sentences() < said {
			add(locale.ButtonShorter, all[i])
			break
		}
	}
	exhausted := s.Method == news.Extractive && said < all[now].Sentences()
	if now+1 < len(all) && !exhausted && roomy {
		add(locale.ButtonLonger, all[now+1])
	}
	if row == nil {
		return nil
	}
	return [][]telegram.Button{row}
}

// entire says that compose cuts nothing off.
func entire(limit int, header Text, blocks []Text, foot Text) bool {
	used := header.Units() + 2 + foot.Units() + 2
	for _, b := range blocks {
		used += b.Units() + 1
	}
	return used <= limit
}
