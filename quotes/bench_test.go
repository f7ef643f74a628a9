package quotes_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
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

func BenchmarkFind(b *testing.B) {
	doc := text.New("", article(b), "en")
	b.ReportAllocs()
	for b.Loop() {
		quotes.Find(doc)
	}
}

func BenchmarkFindNews(b *testing.B) {
	for _, lang := range []string{"uk", "ru"} {
		docs := newsTexts(b, lang)
		b.Run(lang, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				quotes.Find(docs[i%len(docs)])
			}
		})
	}
}

func newsTexts(b *testing.B, lang string) []*text.Doc {
	f, err := os.Open(filepath.Join("..", "..", "shared", "data", "news", lang+".jsonl"))
	if err != nil {
		b.Skip("the news texts are not here")
	}
	defer f.Close()
	var docs []*text.Doc
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		var r struct{ Title, Text string }
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			b.Fatal(err)
		}
		docs = append(docs, text.New(r.Title, r.Text, lang))
	}
	return docs
}

// A text twenty times as long costs at most some thirty times as much: nothing
// in the package is quadratic, whatever marks a text is made of.
func TestLinear(t *testing.T) {
	for name, unit := range map[string]string{
		"prose":          article(t) + "\n\n",
		"opening marks":  "“ « „ \" ",
		"one long line":  `"a b c d," said Bob and `,
		"names":          "Anna Bell Tom Ray ",
		"single marks":   "He said 'so it goes on' and ",
		"pronouns":       "He said she said. ",
		"unclosed lines": "\"word word word\n",
	} {
		small := strings.Repeat(unit, 1+50_000/len(unit))
		large := strings.Repeat(small, 20)
		d := text.New("", small, "en")
		e := text.New("", large, "en")
		a, b := fastest(func() { quotes.Find(d) }), fastest(func() { quotes.Find(e) })
		if b > 60*a && b > 200*time.Millisecond {
			t.Errorf("%s: %v for 50 KB, %v for 1 MB", name, a, b)
		}
		t.Logf("%s: %v for 50 KB, %v for 1 MB", name, a, b)
	}
}

func fastest(f func()) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}
