package summarize

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed weights.txt
var weightsFile string

// weights are what is learned: of sentences, and of terms.
type weights struct {
	sentence vector
	term     termVector
}

// model is the weights for the lengths of a summary: a single sentence is
// another task than several, since it has to be the whole story.
type model struct{ one, several weights }

var learned = sync.OnceValue(func() *model {
	m, err := readModel(weightsFile)
	if err != nil {
		panic(err) // the file is compiled in; a test reads it
	}
	return m
})

func weightsFor(b Budget) *weights {
	if b.orNormal().Sentences == 1 {
		return &learned().one
	}
	return &learned().several
}

// readModel reads lines of a name and a weight. A name is "one" or "several",
// a slash, and a feature's name; "term" and another slash stand before the
// features of terms. What is not named weighs nothing.
func readModel(file string) (*model, error) {
	m := new(model)
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, _ := strings.Cut(line, " ")
		x, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil {
			return nil, fmt.Errorf("weights: %q: %w", line, err)
		}
		if !m.set(name, x) {
			return nil, fmt.Errorf("weights: no feature is named %q", name)
		}
	}
	return m, nil
}

func (m *model) set(name string, x float64) bool {
	length, feature, _ := strings.Cut(name, "/")
	w := &m.several
	switch length {
	case "one":
		w = &m.one
	case "several":
	default:
		return false
	}
	if term, ok := strings.CutPrefix(feature, "term/"); ok {
		i := slices.Index(termNames[:], term)
		if i >= 0 {
			w.term[i] = x
		}
		return i >= 0
	}
	i := slices.Index(featureNames[:], feature)
	if i >= 0 {
		w.sentence[i] = x
	}
	return i >= 0
}

// scores weighs the sentences: how many of a sentence's words a person's own
// summary would share with it, as a share of its length.
func (s *story) scores(w *weights) []float64 {
	out := make([]float64, len(s.sentences))
	for i, v := range s.describe(w) {
		sum := 0.0
		for f := range v {
			sum += w.sentence[f] * v[f]
		}
		out[i] = sum
	}
	return out
}
