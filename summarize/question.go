package summarize

import (
	"cmp"
	"slices"
	"strings"

	"herald/text"
)

// question is what a model is told and given.
type question struct {
	name, schema string // of the JSON that is wanted
	system, user string
}

// summarySchema is what {"sentences": ["…"]} has to look like: flat, since
// several servers know no $ref.
const summarySchema = `{"type":"object","properties":{"sentences":{"type":"array","items":{"type":"string"}}},"required":["sentences"],"additionalProperties":false}`

// summaryOf puts the prompt and the articles together. Of articles that are
// longer than the window the passages that say most are sent, in their order.
func summaryOf(docs []*text.Doc, r Request, w wanted, window int) question {
	given := make([]sheet, 0, len(docs))
	room := rooms(docs, window)
	for i, doc := range docs {
		if body := passages(doc, room[i]); body != "" {
			given = append(given, sheet{title: doc.Title, body: body, published: r.articles()[i].Published})
		}
	}
	p := prompt{
		Lang: w.lang, Sentences: w.budget.Sentences, Words: w.budget.Words,
		Translated: slices.ContainsFunc(docs, func(d *text.Doc) bool { return d.Lang != w.lang }), Articles: len(given), Border: border(given),
	}
	if p.Sentences <= 0 {
		p.Sentences = max(1, w.budget.Words/15)
	}
	return question{name: "summary", schema: summarySchema, system: p.instructions(), user: p.articles(given)}
}

// rooms parts a window among articles: to each the same, and what a short one
// leaves to the longer ones.
func rooms(docs []*text.Doc, window int) []int {
	order := make([]int, len(docs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(docs[a].Text), len(docs[b].Text)) })
	room := make([]int, len(docs))
	for k, i := range order {
		room[i] = window / (len(order) - k)
		window -= min(room[i], len(docs[i].Text))
	}
	return room
}

// passages is a story without its furniture, whole where it is within so many
// letters, else the weightiest of its sentences.
func passages(doc *text.Doc, window int) string {
	s := newStory(doc)
	in := make([]bool, len(s.sentences))
	order := make([]int, len(s.sentences))
	for i := range order {
		order[i] = i
	}
	score := s.scores(&learned().several)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	size := 0
	for _, i := range order {
		if size += s.sentences[i].End - s.sentences[i].Start + 2; size > window {
			break
		}
		in[i] = true
	}
	var b strings.Builder
	paragraph := 0
	for i, c := range s.sentences {
		switch {
		case !in[i]:
			continue
		case b.Len() > 0 && c.paragraph != paragraph:
			b.WriteString("\n\n")
		case b.Len() > 0:
			b.WriteByte(' ')
		}
		paragraph = c.paragraph
		b.WriteString(c.Of(doc.Text))
	}
	return b.String()
}
