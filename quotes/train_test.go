package quotes

import (
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"herald/text"
)

var (
	sharedData = flag.String("shared", "", "folder of the shared data")
	train      = flag.Bool("train", false, "with -shared: learn weights.txt anew")
	all        = flag.Bool("train-all", false, "with -train: learn from the part kept aside too")
)

// kept says that an article is kept aside: it is measured and never learned
// from.
func kept(id string) bool {
	h := fnv.New32a()
	h.Write([]byte(id))
	return h.Sum32()%3 == 0
}

// TestTrain learns weights.txt from annotated articles. It runs on demand:
//
//	go test ./quotes -run TestTrain -shared ../../shared/data -train -train-all
func TestTrain(t *testing.T) {
	if *sharedData == "" || !*train {
		t.Skip("no annotated data given")
	}
	var learn, held []*example
	for _, set := range []struct {
		name   string
		weight float64
	}{{"en", 1}, {"uk", 2}, {"ru", 2}} {
		rows := readRows(t, filepath.Join(*sharedData, "quotes", set.name+".jsonl"))
		rows = append(rows, annotated(t, *sharedData, set.name)...)
		for _, r := range rows {
			if r.Unread {
				continue
			}
			for _, e := range examples(&r) {
				e.weight, e.set = set.weight, set.name
				if kept(r.ID) {
					held = append(held, e)
				}
				if !kept(r.ID) || *all {
					learn = append(learn, e)
				}
			}
		}
	}
	t.Logf("%d pieces to learn from, %d kept aside", len(learn), len(held))
	w := fit(learn)
	report(t, "learned", w, learn)
	report(t, "kept aside", w, held)
	if err := os.WriteFile("weights.txt", []byte(format(w)), 0o644); err != nil {
		t.Fatal(err)
	}
}

type example struct {
	views  []view // the last is nobody
	gold   []bool
	any    bool
	weight float64
	set    string
}

func examples(r *row) []*example {
	s := newScene(text.New(r.Title, r.Text, r.Lang))
	at := offsets(r.Text)
	var list []*example
	chosen := make([]choice, 0, len(s.pieces))
	var cands []candidate
	for k := range s.pieces {
		p := s.pieces[k]
		cands = s.candidates(cands, k)
		gold := -1
		for i, q := range r.Quotes {
			a, b := at[q.Start], at[q.End]
			inter := min(b, p.End) - max(a, p.Start)
			if inter > 0 && float64(inter) >= 0.6*float64(max(b, p.End)-min(a, p.Start)) {
				gold = i
			}
		}
		pick := noChoice
		if gold >= 0 {
			q := r.Quotes[gold]
			spans := q.SpeakerSpans
			if len(q.SpeakerSpan) == 2 {
				spans = append(spans, q.SpeakerSpan)
			}
			own := s.own(k)
			e := &example{}
			for _, c := range cands {
				a, b := s.doc.Words[c.words[0]].Start, s.doc.Words[c.words[1]-1].End
				hit := false
				for _, sp := range spans {
					if c.implied {
						break
					}
					hit = hit || touches(a, b, at[sp[0]], at[sp[1]])
				}
				if c.implied && len(spans) == 0 && q.Resolved != nil && lastWord(s.cast.People[c.person].Name) == lastWord(*q.Resolved) {
					hit = true
				}
				if hit && !pick.found {
					pick = choice{mention: c.mention, person: s.personOf(c), candidate: c, found: true}
				}
				e.views = append(e.views, s.view(k, c, own, chosen))
				e.gold = append(e.gold, hit)
				e.any = e.any || hit
			}
			if !e.any && q.Resolved != nil && *q.Resolved != "" {
				for i, c := range cands {
					if who := s.personOf(c); who >= 0 && lastWord(s.cast.People[who].Name) == lastWord(*q.Resolved) {
						e.gold[i], e.any = true, true
					}
				}
			}
			none := q.Speaker == "" && (q.Resolved == nil || *q.Resolved == "") && len(spans) == 0
			e.views = append(e.views, s.nobody(k, own))
			e.gold = append(e.gold, none)
			e.any = e.any || none
			if q.Words >= 4 || q.Words == 0 || len(list)%2 == 0 {
				list = append(list, e)
			}
		}
		chosen = append(chosen, pick)
	}
	return list
}

func touches(a, b, x, y int) bool {
	if x <= a && b <= y {
		return true
	}
	inter := min(b, y) - max(a, x)
	return inter > 0 && 2*inter >= max(b, y)-min(a, x)
}

func lastWord(s string) string {
	f := strings.Fields(strings.ToLower(s))
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// fit learns by gradient ascent on the likelihood of the right candidates,
// with Adagrad's steps and a pull to zero.
func fit(list []*example) *weights {
	w := newWeights()
	var g [len(templates)][]float64
	for t := range w {
		g[t] = make([]float64, len(w[t]))
	}
	rng := rand.New(rand.NewPCG(1, 2))
	const rate, decay, epochs = 0.15, 2e-5, 14
	for range epochs {
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for _, e := range list {
			if !e.any {
				continue
			}
			p := e.probabilities(w)
			right := 0.0
			for i, ok := range e.gold {
				if ok {
					right += p[i]
				}
			}
			for i := range e.views {
				d := -p[i]
				if e.gold[i] {
					d += p[i] / math.Max(right, 1e-9)
				}
				d *= e.weight
				if math.Abs(d) < 1e-4 {
					continue
				}
				at := e.views[i].values()
				for t, fields := range templates {
					j := index(fields, &at)
					step := d - decay*float64(w[t][j])*100
					g[t][j] += step * step
					w[t][j] += float32(rate * step / (1 + math.Sqrt(g[t][j])))
				}
			}
		}
	}
	return w
}

func (e *example) probabilities(w *weights) []float64 {
	p := make([]float64, len(e.views))
	top := math.Inf(-1)
	for i := range e.views {
		p[i] = float64(w.score(&e.views[i]))
		top = math.Max(top, p[i])
	}
	sum := 0.0
	for i := range p {
		p[i] = math.Exp(p[i] - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func report(t *testing.T, what string, w *weights, list []*example) {
	n, ok, reachable := map[string]int{}, map[string]int{}, map[string]int{}
	for _, e := range list {
		n[e.set]++
		if e.any {
			reachable[e.set]++
		}
		p := e.probabilities(w)
		best := 0
		for i := range p {
			if p[i] > p[best] {
				best = i
			}
		}
		if e.gold[best] {
			ok[e.set]++
		}
	}
	for set := range n {
		t.Logf("%s %s: %d pieces, within reach %.1f %%, right %.1f %%", what, set, n[set], 100*float64(reachable[set])/float64(n[set]), 100*float64(ok[set])/float64(n[set]))
	}
}

func format(w *weights) string {
	var lines []string
	for t, fields := range templates {
		for i, x := range w[t] {
			if math.Abs(float64(x)) < 0.02 {
				continue
			}
			values := make([]string, len(fields))
			rest := i
			for n := len(fields) - 1; n >= 0; n-- {
				values[n] = fmt.Sprint(rest % fields[n].size)
				rest /= fields[n].size
			}
			lines = append(lines, fmt.Sprintf("%s %s %.2f", templateName(t), strings.Join(values, ","), x))
		}
	}
	sort.Strings(lines)
	return "# learned by TestTrain from annotated news; the numbers are those of the constants in features.go\n" + strings.Join(lines, "\n") + "\n"
}
