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
	name  string
	size  int
	value func(*view) int
}

// The fields that templates are made of.
var (
	fPlace    = field{"place", 6, func(v *view) int { return int(v.place) }}
	fRelation = field{"relation", int(relations), func(v *view) int { return int(v.relation) }}
	fClass    = field{"class", int(classes), func(v *view) int { return int(v.class) }}
	fVerb     = field{"verb", int(verbs), func(v *view) int { return int(v.verb) }}
	fStance   = field{"stance", int(stances), func(v *view) int { return int(v.stance) }}
	fLink     = field{"link", int(links), func(v *view) int { return int(v.link) }}
	fOrder    = field{"order", 4, func(v *view) int { return v.order }}
	fSentence = field{"sentence", 4, func(v *view) int { return v.sentence }}
	fPassed   = field{"passed", 3, func(v *view) int { return v.passed }}
	fDistance = field{"distance", 6, func(v *view) int { return v.distance }}
	fReach    = field{"reach", 5, func(v *view) int { return v.reach }}
	fShape    = field{"shape", 8, func(v *view) int { return v.shape }}
	fOwn      = field{"own", 4, func(v *view) int { return v.own }}
	fAgrees   = field{"agrees", 3, func(v *view) int { return v.agrees }}
	fAfter    = field{"after", 4, func(v *view) int { return v.after }}
)

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
func index(fields []field, v *view) int {
	i := 0
	for _, f := range fields {
		i = i*f.size + f.value(v)
	}
	return i
}

// score is how well a view speaks for its candidate.
func (w *weights) score(v *view) float32 {
	var sum float32
	for t, fields := range templates {
		sum += w[t][index(fields, v)]
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
