package main

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/porter"
)

// The measure is ROUGE F1 as the papers report it: lower-cased words of
// letters and digits, Porter's stemmer for English, and for ROUGE-L the union
// of the longest common subsequences over sentences (Lin, 2004).

// tokens cuts a sentence into stemmed words.
func (t *tokenizer) tokens(s string) []string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	for i, w := range words {
		words[i] = t.stem(w)
	}
	return words
}

type tokenizer struct{ stems map[string]string }

func (t *tokenizer) stem(w string) string {
	if len(w) <= 2 {
		return w
	}
	if s, ok := t.stems[w]; ok {
		return s
	}
	env := snowballstem.NewEnv(w)
	porter.Stem(env)
	t.stems[strings.Clone(w)] = env.Current()
	return env.Current()
}

// scores are F1 of ROUGE-1, ROUGE-2 and ROUGE-L, and the words of the summary.
type scores struct{ r1, r2, rl, words float64 }

func (s *scores) add(t scores) {
	s.r1, s.r2, s.rl, s.words = s.r1+t.r1, s.r2+t.r2, s.rl+t.rl, s.words+t.words
}

func (s scores) over(n int) scores {
	f := float64(n)
	return scores{s.r1 / f, s.r2 / f, s.rl / f, s.words / f}
}

func rouge(summary, reference [][]string) scores {
	a, b := join(summary), join(reference)
	return scores{
		r1: f1(overlap(grams(a, 1), grams(b, 1)), len(a), len(b)),
		r2: f1(overlap(grams(a, 2), grams(b, 2)), len(a)-1, len(b)-1),
		rl: f1(union(summary, reference, grams(a, 1), grams(b, 1)), len(a), len(b)),
	}
}

func join(sentences [][]string) []string {
	var all []string
	for _, s := range sentences {
		all = append(all, s...)
	}
	return all
}

func f1(hits, n, m int) float64 {
	if hits == 0 || n <= 0 || m <= 0 {
		return 0
	}
	p, r := float64(hits)/float64(n), float64(hits)/float64(m)
	return 2 * p * r / (p + r)
}

func grams(words []string, n int) map[string]int {
	count := map[string]int{}
	for i := 0; i+n <= len(words); i++ {
		count[strings.Join(words[i:i+n], " ")]++
	}
	return count
}

func overlap(a, b map[string]int) int {
	hits := 0
	for g, n := range a {
		hits += min(n, b[g])
	}
	return hits
}

// union counts the words of the reference that a longest common subsequence
// with some sentence of the summary holds.
func union(summary, reference [][]string, inSummary, inReference map[string]int) int {
	hits := 0
	for _, r := range reference {
		in := make([]bool, len(r))
		for _, s := range summary {
			common(r, s, in)
		}
		for i, w := range r {
			if in[i] && inSummary[w] > 0 && inReference[w] > 0 {
				hits++
				inSummary[w]--
				inReference[w]--
			}
		}
	}
	return hits
}

// common marks the words of a in one longest common subsequence of a and b.
func common(a, b []string, in []bool) {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			if a[i] == b[j] {
				d[i+1][j+1] = d[i][j] + 1
			} else {
				d[i+1][j+1] = max(d[i][j+1], d[i+1][j])
			}
		}
	}
	for i, j := len(a), len(b); i > 0 && j > 0; {
		switch {
		case a[i-1] == b[j-1]:
			in[i-1] = true
			i, j = i-1, j-1
		case d[i-1][j] >= d[i][j-1]:
			i--
		default:
			j--
		}
	}
}
