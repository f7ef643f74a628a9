package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"herald/summarize"
)

// sample is what a regression learns from.
type sample struct {
	x      [][]float64
	y      []float64
	weight []float64
}

func (s *sample) add(x []float64, y, weight float64) {
	s.x, s.y, s.weight = append(s.x, x), append(s.y, y), append(s.weight, weight)
}

// The penalties, and how much more an article of XSum counts than one of CNN
// where one sentence is learned. They were chosen once, by the figures in
// folds.
const (
	severalPenalty = 60
	onePenalty     = 30
	oneMore        = 2
)

// learnSeveral learns summaries of several sentences.
func learnSeveral(cnn, _ []article) summarize.Weights { return learn(cnn, nil, 1, severalPenalty, nil) }

// learnOne learns summaries of one sentence from both kinds of articles. What
// is said in the same words again helps several sentences (0.4 R2 in folds) and
// no single one.
func learnOne(cnn, xsum []article) summarize.Weights {
	return learn(cnn, xsum, oneMore, onePenalty, []string{"pair-repeated", "pair-of-terms", "pair-in-lead", "pair-weight", "reports", "new-names"})
}

// learn fits terms, then sentences, these without some of their features.
func learn(cnn, xsum []article, more, penalty float64, without []string) summarize.Weights {
	names, _ := summarize.Features()
	var terms, rows sample
	each := func(visit func(a article, weight float64)) {
		for _, a := range cnn {
			visit(a, 1)
		}
		for _, a := range xsum {
			visit(a, more)
		}
	}
	each(func(a article, weight float64) {
		for _, t := range summarize.Terms(a.doc) {
			terms.add(t.Features, is(a.hit[t.Stem]), weight)
		}
	})
	w := summarize.Weights{Term: logistic(terms, penalty)}
	each(func(a article, weight float64) {
		for i, c := range summarize.Candidates(a.doc, w) {
			for f, name := range names {
				if slices.Contains(without, name) {
					c.Features[f] = 0
				}
			}
			rows.add(c.Features, a.share[i], weight)
		}
	})
	w.Sentence = ridge(rows, penalty)
	return w
}

func is(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// experiment measures on articles that are left out of the learning.
type experiment struct {
	name   string
	learn  func(cnn, xsum []article) summarize.Weights
	cnn    []article
	xsum   []article
	test   []article // those of the two that are measured
	budget summarize.Budget
}

const folds = 5

func (e experiment) run(t *tokenizer) string {
	var all []scores
	for k := range folds {
		w := e.learn(without(e.cnn, k), without(e.xsum, k))
		for i, a := range e.test {
			if i%folds == k {
				all = append(all, measure(a, e.budget, w, t))
			}
		}
	}
	var sum scores
	for _, s := range all {
		sum.add(s)
	}
	mean := sum.over(len(all))
	low, high := interval(all)
	return fmt.Sprintf("%-17s R1 %.2f (%.2f to %.2f) R2 %.2f RL %.2f words %.1f", e.name, 100*mean.r1, 100*low, 100*high, 100*mean.r2, 100*mean.rl, mean.words)
}

func without(list []article, k int) []article {
	var rest []article
	for i, a := range list {
		if i%folds != k {
			rest = append(rest, a)
		}
	}
	return rest
}

func measure(a article, b summarize.Budget, w summarize.Weights, t *tokenizer) scores {
	var summary [][]string
	words := 0
	for _, s := range summarize.ExtractBy(a.doc, b, w) {
		summary = append(summary, t.tokens(s.Text))
		words += len(strings.Fields(s.Text))
	}
	s := rouge(summary, a.reference)
	s.words = float64(words)
	return s
}

// interval is where 95 of 100 means of R1 fall when the articles are drawn
// again.
func interval(all []scores) (low, high float64) {
	const draws = 1000
	random := rand.New(rand.NewPCG(1, 2))
	means := make([]float64, draws)
	for d := range means {
		for range all {
			means[d] += all[random.IntN(len(all))].r1 / float64(len(all))
		}
	}
	slices.Sort(means)
	return means[draws/40], means[draws-draws/40]
}
