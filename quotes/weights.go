package quotes

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// field is one value of a view, as a small number.
type field struct {
	name string
	size int
	at   int // its place in values
}

// The fields that templates are made of, in the order of values.
var (
	fPlace    = field{"place", 6, 0}
	fRelation = field{"relation", int(relations), 1}
	fClass    = field{"class", int(classes), 2}
	fVerb     = field{"verb", int(verbs), 3}
	fStance   = field{"stance", int(stances), 4}
	fLink     = field{"link", int(links), 5}
	fOrder    = field{"order", 4, 6}
	fSentence = field{"sentence", 4, 7}
	fPassed   = field{"passed", 3, 8}
	fDistance = field{"distance", 6, 9}
	fReach    = field{"reach", 5, 10}
	fShape    = field{"shape", 8, 11}
	fOwn      = field{"own", 4, 12}
	fAgrees   = field{"agrees", 3, 13}
	fAfter    = field{"after", 4, 14}
)

// values are the fields of a view.
type values [15]int

func (v *view) values() values {
	return values{
		int(v.place), int(v.relation), int(v.class), int(v.verb), int(v.stance), int(v.link),
		v.order, v.sentence, v.passed, v.distance, v.reach, v.shape, v.own, v.agrees, v.after,
	}
}

// templates are the combinations of fields that have weights.
var templates = [...][]field{
	{fPlace, fRelation, fVerb},
	{fPlace, fClass, fOwn},
	{fRelation, fClass, fVerb},
	{fPlace, fOrder, fOwn},
	{fPlace, fSentence, fPassed},
	{fPlace, fStance, fRelation},
	{fPlace, fDistance, fRelation},
	{fPlace, fReach, fRelation},
	{fPlace, fLink, fOwn},
	{fPlace, fRelation, fShape},
	{fPlace, fAfter, fRelation},
	{fPlace, fShape, fOwn},
	{fLink, fClass, fPlace},
	{fStance, fClass},
	{fPlace, fOrder, fShape},
	{fPlace, fPassed, fOwn},
	{fAgrees, fRelation},
}

// weights are the learned weights, one row for each template.
type weights [len(templates)][]float32

func newWeights() *weights {
	var w weights
	for t, fields := range templates {
		size := 1
		for _, f := range fields {
			size *= f.size
		}
		w[t] = make([]float32, size)
	}
	return &w
}

// index is the place of a view in a template's row.
func index(fields []field, v *values) int {
	i := 0
	for k := range fields {
		i = i*fields[k].size + v[fields[k].at]
	}
	return i
}

// score is how well a view speaks for its candidate.
func (w *weights) score(v *view) float32 {
	var sum float32
	at := v.values()
	for t := range templates {
		sum += w[t][index(templates[t], &at)]
	}
	return sum
}

//go:embed weights.txt
var learned string

var loaded = sync.OnceValue(func() *weights { return parseWeights(learned) })

// parseWeights reads lines of a template's field names, the values, the weight:
// "place,relation,verb 1,1,1 2.31". The file is compiled in, so a fault in it
// panics; a test reads it.
func parseWeights(data string) *weights {
	w := newWeights()
	rows := map[string]int{}
	for t := range templates {
		rows[templateName(t)] = t
	}
	for line := range strings.Lines(data) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		t, ok := rows[f[0]]
		if !ok || len(f) != 3 {
			panic(fmt.Sprintf("quotes: not a weight: %q", line))
		}
		i := 0
		for n, s := range strings.Split(f[1], ",") {
			value, err := strconv.Atoi(s)
			if err != nil || value >= templates[t][n].size {
				panic(fmt.Sprintf("quotes: not a weight: %q", line))
			}
			i = i*templates[t][n].size + value
		}
		x, err := strconv.ParseFloat(f[2], 32)
		if err != nil {
			panic(fmt.Sprintf("quotes: not a weight: %q", line))
		}
		w[t][i] = float32(x)
	}
	return w
}

func templateName(t int) string {
	names := make([]string, 0, len(templates[t]))
	for _, f := range templates[t] {
		names = append(names, f.name)
	}
	return strings.Join(names, ",")
}
