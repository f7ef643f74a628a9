package summarize

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed weights.txt
var weightsFile string

// weights are the learned weights of the features.
type weights vector

var learned = sync.OnceValue(func() weights {
	w, err := readWeights(weightsFile)
	if err != nil {
		panic(err) // the file is compiled in; a test reads it
	}
	return w
})

func weightsFor(Budget) weights { return learned() }

// readWeights reads lines of a feature's name and its weight; a feature that
// is not named weighs nothing.
func readWeights(file string) (weights, error) {
	var w weights
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, _ := strings.Cut(line, " ")
		x, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil {
			return w, fmt.Errorf("weights: %q: %w", line, err)
		}
		f := -1
		for i, known := range featureNames {
			if known == name {
				f = i
			}
		}
		if f < 0 {
			return w, fmt.Errorf("weights: no feature is named %q", name)
		}
		w[f] = x
	}
	return w, nil
}

// scores weighs the sentences.
func (s *story) scores(w weights) []float64 {
	out := make([]float64, len(s.sentences))
	for i, v := range s.describe() {
		for f, x := range v {
			out[i] += w[f] * x
		}
	}
	return out
}
