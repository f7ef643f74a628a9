package summarize

import (
	"cmp"
	"math/bits"
	"slices"
	"time"

	"herald/news"
	"herald/text"
)

// Article is one of several articles that tell the same story.
type Article struct {
	Title, Text string
	Lang        string    // "" is detected
	Published   time.Time // zero where it is not known
}

// MaxArticles is how many articles one summary is made over; those beyond are
// not read. More would leave a model a few sentences of each.
const MaxArticles = 12

// articles are all that a request is about, its own first.
func (r Request) articles() []Article {
	all := append([]Article{{r.Title, r.Text, r.Lang, r.Published}}, r.Others...)
	return all[:min(len(all), MaxArticles)]
}

// docs are the request's articles, cut.
func (r Request) docs() []*text.Doc {
	list := make([]*text.Doc, 0, 1+len(r.Others))
	for _, a := range r.articles() {
		list = append(list, text.New(a.Title, a.Text, a.Lang))
	}
	return list
}

// sameNews is the time within which articles report the same state of things,
// however exactly their times are known.
const sameNews = 18 * time.Hour

// echo is what it counts for a term that other articles hold it too, as a part
// of what that adds to the term's chance to matter.
const echo = 0.5

// alike is the share of its terms from which on a sentence only repeats
// another article's.
const alike = 0.6

// fewWords is what a sentence has at least: among those of several articles
// there is a fuller one.
const fewWords = 7

// telling is one article among several that tell the same story.
type telling struct {
	*story
	article   int
	published time.Time
	score     []float64
	picked    []int // its chosen sentences, in its order
	best      float64
}

// ExtractSeveral picks, from several articles on one story, the sentences that
// together say most of what is in all of them, within one budget. What several
// articles tell weighs more, and is told once. Each sentence knows its article
// and its span there; all of them stand by themselves (see Extract), so none
// leans on a sentence that was left out.
//
// Articles follow one another by their time; of those that appeared within
// hours of each other, and of all where the time of one is not known, the one
// that says most comes first. Within an article the sentences keep its order.
// docs and published go together.
func ExtractSeveral(docs []*text.Doc, published []time.Time, b Budget) []news.Sentence {
	b = b.orNormal()
	var tellings []*telling
	for i, doc := range docs {
		if s := newStory(doc); len(s.sentences) > 0 {
			tellings = append(tellings, &telling{story: s, article: i, published: published[i], score: s.scores(weightsFor(b))})
		}
	}
	if len(tellings) == 0 {
		return []news.Sentence{}
	}
	all := gather(tellings, b)
	chosen := all.best(b)
	if chosen == 0 {
		t := tellings[0]
		t.picked = []int{t.lastResort()}
	}
	for m := chosen; m != 0; m &= m - 1 {
		k := bits.TrailingZeros64(m)
		t := all.of[k]
		t.picked = append(t.picked, all.list[k].sentence)
		t.best = max(t.best, all.list[k].hits)
	}
	var out []news.Sentence
	for _, t := range inOrder(tellings) {
		slices.Sort(t.picked)
		for k, i := range t.picked {
			span := t.sentences[i].Span
			line := news.Sentence{Text: span.Of(t.doc.Text), Span: news.Span{Start: span.Start, End: span.End}}
			if k == 0 || t.picked[k-1] != i-1 {
				line = t.alone(i, t.picked[:k])
			}
			line.Article = t.article
			out = append(out, line)
		}
	}
	return out
}

// several is the extract of a request with more than one article.
func several(r Request) news.Summary {
	docs := r.docs()
	published := make([]time.Time, len(docs))
	for i, a := range r.articles() {
		published[i] = a.Published
	}
	return news.Summary{Lang: docs[0].Lang, Method: news.Extractive, Sentences: ExtractSeveral(docs, published, r.Budget)}
}

// gathered are the candidates of all articles in one list.
type gathered struct {
	candidates
	of []*telling // by candidate
}

// gather takes the best sentences of each article that can stand alone.
func gather(tellings []*telling, b Budget) *gathered {
	g := new(gathered)
	each := max(4, inSight/len(tellings))
	for _, t := range tellings {
		order := make([]int, len(t.sentences))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.score[b], t.score[a]) })
		order = order[:min(each, len(order))]
		slices.Sort(order)
		t.resolve(order, t.score, b)
		for _, i := range order {
			words := t.sentences[i].words
			if t.needs(i) == alone && words >= fewWords && len(g.list) < bits.UintSize {
				g.list = append(g.list, candidate{sentence: i, words: words, hits: t.score[i] * float64(words+3), needs: alone})
				g.of = append(g.of, t)
			}
		}
	}
	g.compare(tellings)
	return g
}

// compare weighs what candidates have in common: it makes a term of several
// articles weigh more, and lets no two sentences say the same.
func (g *gathered) compare(tellings []*telling) {
	oneLanguage := true
	for _, t := range tellings {
		oneLanguage = oneLanguage && t.doc.Lang == tellings[0].doc.Lang
	}
	// A term's chance to matter to the whole story: not to be passed over by
	// each of the articles that hold it.
	missed := map[string]float64{}
	names := make([][]string, len(tellings))
	for k, t := range tellings {
		names[k] = t.stems
		if !oneLanguage { // a name is known again by its sound
			names[k] = make([]string, len(t.stems))
			for i, stem := range t.stems {
				names[k][i] = sound(stem)
			}
		}
		for i, w := range t.weight {
			name := names[k][i]
			if _, ok := missed[name]; !ok {
				missed[name] = 1
			}
			missed[name] *= 1 - w
		}
	}
	n := len(g.list)
	g.shared, g.apart = make([]float64, n*n), make([]uint64, n)
	in := map[string]uint64{} // by term: the candidates that hold it
	common := make([]int, n*n)
	for k := range g.list {
		t := g.of[k]
		own := names[slices.Index(tellings, t)]
		s := &t.sentences[g.list[k].sentence]
		for _, id := range t.terms[s.first:s.last] {
			weight := 1 - missed[own[id]]
			g.list[k].hits += echo * (weight - t.weight[id])
			for m := in[own[id]]; m != 0; m &= m - 1 {
				j := bits.TrailingZeros64(m)
				g.shared[k*n+j] += t.weight[id]
				g.shared[j*n+k] += t.weight[id]
				common[j*n+k]++
			}
			in[own[id]] |= 1 << k
		}
	}
	for j := range g.list {
		for k := j + 1; k < n; k++ {
			if float64(common[j*n+k]) >= alike*float64(min(g.terms(j), g.terms(k))) {
				g.apart[j] |= 1 << k
				g.apart[k] |= 1 << j
			}
		}
	}
}

// terms is how many terms a candidate has.
func (g *gathered) terms(k int) int {
	s := &g.of[k].sentences[g.list[k].sentence]
	return max(1, s.last-s.first)
}

// inOrder puts the articles that something was chosen from in the order in
// which they are read.
func inOrder(tellings []*telling) []*telling {
	list := slices.DeleteFunc(slices.Clone(tellings), func(t *telling) bool { return len(t.picked) == 0 })
	if slices.ContainsFunc(list, func(t *telling) bool { return t.published.IsZero() }) {
		slices.SortStableFunc(list, func(a, b *telling) int { return cmp.Compare(b.best, a.best) })
		return list
	}
	slices.SortStableFunc(list, func(a, b *telling) int { return a.published.Compare(b.published) })
	// Runs of articles of the same news: the one that says most goes first.
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && list[to].published.Sub(list[from].published) < sameNews {
			to++
		}
		slices.SortStableFunc(list[from:to], func(a, b *telling) int { return cmp.Compare(b.best, a.best) })
		from = to
	}
	return list
}
