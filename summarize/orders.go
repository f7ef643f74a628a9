package summarize

import (
	_ "embed"
	"strings"
	"sync"

	"herald/text"
)

//go:embed prompts/orders.txt
var ordersFile string

// orders are the phrases of the list, by their first word.
var orders = sync.OnceValue(func() map[string][][]string {
	list := map[string][][]string{}
	for line := range strings.Lines(ordersFile) {
		if words := strings.Fields(line); len(words) > 0 && words[0] != "#" {
			list[words[0]] = append(list[words[0]], words)
		}
	}
	return list
})

// between is how many other words may stand between those of an order.
const between = 2

// given are the request's articles as a model may see them, and as what it
// says is held against them: without the sentences that speak to the model.
func (r Request) given() []*text.Doc {
	docs := r.docs()
	for i, doc := range docs {
		docs[i] = withoutOrders(doc)
	}
	return docs
}

// withoutOrders is a text without the sentences that give orders to the model
// that reads it, and what follows them in their paragraphs: an article cannot
// say by them what its summary has to be.
func withoutOrders(doc *text.Doc) *text.Doc {
	var b strings.Builder
	title, from, ordered := doc.Title, 0, -1
	if ordering(doc.TitleWords) {
		title = ""
	}
	for _, s := range doc.Sentences {
		if s.Paragraph == ordered || ordering(doc.Words[s.Words[0]:s.Words[1]]) {
			ordered = s.Paragraph
			b.WriteString(doc.Text[from:s.Start])
			from = s.End
		}
	}
	if title == doc.Title && ordered < 0 {
		return doc
	}
	return text.New(title, b.String()+doc.Text[from:], doc.Lang)
}

// ordering says that a sentence gives an order to a model.
func ordering(words []text.Word) bool {
	known := orders()
	for k := range words {
		for _, phrase := range known[words[k].Lower] {
			if said(phrase[1:], words[k+1:]) {
				return true
			}
		}
	}
	return false
}

// said finds the rest of a phrase in the words that follow its first.
func said(phrase []string, words []text.Word) bool {
	for _, wanted := range phrase {
		at := 0
		for at < len(words) && at <= between && words[at].Lower != wanted {
			at++
		}
		if at == len(words) || at > between {
			return false
		}
		words = words[at+1:]
	}
	return true
}
