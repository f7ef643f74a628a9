package quotes

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"herald/news"
	"herald/text"
)

// MostKey is the most quotes that Key gives: more is no choice.
const MostKey = 5

// Key picks the quotes that a chat sees: at most n, and never more than
// MostKey, in the story's order. It prefers words that say something, that are
// complete, that come from somebody who matters in the story, that the text
// vouches for and that stand early; it takes no quote that says what another
// one says.
func Key(doc *text.Doc, qs []news.Quote, n int) []news.Quote {
	n = min(n, MostKey)
	if n <= 0 {
		return []news.Quote{}
	}
	said := map[string]int{}
	for _, q := range qs {
		said[q.Speaker]++
	}
	order := make([]int, len(qs))
	points := make([]float64, len(qs))
	for i, q := range qs {
		order[i] = i
		points[i] = weight(doc, q, i, said)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case points[a] > points[b]:
			return -1
		case points[a] < points[b]:
			return 1
		}
		return 0
	})
	var picked []int
	for _, i := range order {
		if len(picked) == n {
			break
		}
		if !slices.ContainsFunc(picked, func(j int) bool { return alike(qs[i].Text, qs[j].Text) }) {
			picked = append(picked, i)
		}
	}
	slices.Sort(picked)
	list := make([]news.Quote, len(picked))
	for i, j := range picked {
		list[i] = qs[j]
	}
	return list
}

// Letters between which a quote reads well in a chat.
const (
	shortQuote = 40
	longQuote  = 320
)

// weight is how much a quote deserves to be shown.
func weight(doc *text.Doc, q news.Quote, place int, said map[string]int) float64 {
	points := 0.0
	switch n := utf8.RuneCountInString(q.Text); {
	case n < shortQuote:
		points -= float64(shortQuote-n) / 10
	case n > longQuote:
		points -= min(3, float64(n-longQuote)/300)
	default:
		points++
	}
	if r, _ := utf8.DecodeRuneInString(q.Text); unicode.IsUpper(r) {
		points++
	}
	if r, _ := utf8.DecodeLastRuneInString(q.Text); unicode.IsPunct(r) {
		points += 0.5
	}
	if q.Speaker != "" {
		points += 2 + min(1.5, 0.3*float64(said[q.Speaker]))
	}
	if q.Role != "" {
		points += 0.5
	}
	if q.Certainty == news.Reported {
		points -= 0.5
	}
	if len(doc.Text) > 0 && len(q.Parts) > 0 {
		points -= float64(q.Parts[0].Start) / float64(len(doc.Text))
	}
	return points - 0.05*float64(min(place, 20))
}

// alike says that two quotes share most of the words of the shorter one.
func alike(a, b string) bool {
	x, y := wordSet(a), wordSet(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	shared := 0
	for w := range x {
		if y[w] {
			shared++
		}
	}
	return 10*shared >= 7*len(x)
}

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	start := -1
	for i, r := range s + " " {
		if letter := unicode.IsLetter(r) || unicode.IsDigit(r); letter && start < 0 {
			start = i
		} else if !letter && start >= 0 {
			set[lowered(s[start:i])] = true
			start = -1
		}
	}
	return set
}
