package quotes_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"herald/quotes"
	"herald/text"
)

// article is about 600 words long.
func article(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "en.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var bodies []string
	for c := range strings.SplitSeq(string(data), "===\n") {
		_, body, _ := parseCase(c)
		bodies = append(bodies, body)
	}
	words := strings.SplitAfter(strings.Repeat(strings.Join(bodies, "\n\n")+"\n\n", 3), " ")
	return strings.Join(words[:600], "")
}

// BenchmarkFind reads the quotes of 600 words from a text that is cut anew each
// time: what a text keeps of itself is not had for nothing. BenchmarkCut is the
// cutting alone.
func BenchmarkFind(b *testing.B) {
	body := article(b)
	b.ReportAllocs()
	for b.Loop() {
		quotes.Find(text.New("", body, "en"))
	}
}

func BenchmarkCut(b *testing.B) {
	body := article(b)
	b.ReportAllocs()
	for b.Loop() {
		text.New("", body, "en")
	}
}

func BenchmarkFindNews(b *testing.B) {
	for _, lang := range []string{"uk", "ru"} {
		texts, words := newsTexts(b, lang)
		b.Run(lang, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				quotes.Find(text.New("", texts[i%len(texts)], lang))
			}
			b.ReportMetric(float64(words)/float64(len(texts)), "words")
		})
	}
}

// newsTexts are the raw news texts, and how many words they have together.
func newsTexts(b *testing.B, lang string) (texts []string, words int) {
	f, err := os.Open(filepath.Join("..", "..", "shared", "data", "news", lang+".jsonl"))
	if err != nil {
		b.Skip("the news texts are not here")
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		var r struct{ Text string }
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			b.Fatal(err)
		}
		texts = append(texts, r.Text)
		words += len(strings.Fields(r.Text))
	}
	return texts, words
}

// shapes are what texts of 50 KB and of 1 MB are made of.
func shapes(t testing.TB) map[string]string {
	return map[string]string{
		"prose":          article(t) + "\n\n",
		"opening marks":  "so “ « „ \" ",
		"one long line":  `"a b c d," said Bob and `,
		"names":          "Anna Bell Tom Ray ",
		"single marks":   "He said 'so it goes on' and ",
		"pronouns":       "He said she said. ",
		"blocks":         "Bell wrote:\n> I “do” so.\n> We go.\n> — Bell\n",
		"one block":      "> I “do” so and go.\n",
		"unclosed lines": "\"word word word\n",
		"pull quotes":    "“We build the bridge again in May.”\n\n",
	}
}

// BenchmarkLinear reports how many times what 50 KB cost a text of 1 MB costs:
// 20 is a straight line. The times are the processor's, not the clock's, so
// that other work on the machine counts less.
func BenchmarkLinear(b *testing.B) {
	for name, unit := range shapes(b) {
		small := strings.Repeat(unit, 1+50_000/len(unit))
		large := strings.Repeat(small, 20)
		b.Run(name, func(b *testing.B) {
			ratio := 0.0
			for b.Loop() {
				one, twenty := time.Duration(1<<62), time.Duration(1<<62)
				for range 5 {
					one = min(one, spent(func() {
						for range 20 {
							quotes.Find(text.New("", small, "en"))
						}
					}))
					twenty = min(twenty, spent(func() { quotes.Find(text.New("", large, "en")) }))
				}
				ratio = 20 * float64(twenty) / float64(one)
			}
			b.ReportMetric(ratio, "times")
		})
	}
}

// spent is the processor time that f takes.
func spent(f func()) time.Duration {
	var a, b syscall.Rusage
	runtime.GC()
	if syscall.Getrusage(syscall.RUSAGE_SELF, &a) != nil {
		return 0
	}
	f()
	if syscall.Getrusage(syscall.RUSAGE_SELF, &b) != nil {
		return 0
	}
	return time.Duration(b.Utime.Nano() + b.Stime.Nano() - a.Utime.Nano() - a.Stime.Nano())
}

// A megabyte of any shape is read to its end, and no quote of it is altered.
func TestMegabyte(t *testing.T) {
	for name, unit := range shapes(t) {
		t.Run(name, func(t *testing.T) {
			body := strings.Repeat(unit, 1+1_000_000/len(unit))
			end := 0
			for _, q := range quotes.Find(text.New("", body, "en")) {
				for _, p := range q.Parts {
					if p.Start < end || p.End <= p.Start || p.End > len(body) {
						t.Fatalf("part %v behind %d", p, end)
					}
					end = p.End
				}
			}
		})
	}
}
