package main

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"herald/quotes"
	"herald/summarize"
	"herald/text"
)

// BenchmarkArticle is what a reader waits for after an article was read: its
// cuts, its summary and its quotes, for 600 words of the demo's newspaper.
// Every round has another text, as in life.
func BenchmarkArticle(b *testing.B) {
	for _, lang := range []string{"en", "uk", "ru"} {
		list := sixHundred(b, lang)
		b.Run(lang, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				doc := text.New("", list[i%len(list)], lang)
				if len(summarize.Extract(doc, summarize.Normal)) == 0 {
					b.Fatal("no summary")
				}
				quotes.Find(doc)
			}
		})
	}
}

// sixHundred are texts of 600 words, each made of two or three articles.
func sixHundred(b *testing.B, lang string) []string {
	var bodies []string
	folder := os.DirFS("../../demo/site/articles/" + lang)
	names, err := fs.Glob(folder, "*.txt")
	if err != nil || len(names) == 0 {
		b.Fatal("no articles", err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			b.Fatal(err)
		}
		_, body, _ := strings.Cut(string(data), "\n\n")
		bodies = append(bodies, body)
	}
	var list []string
	for i := range bodies {
		all := fmt.Sprint(bodies[i], "\n\n", bodies[(i+1)%len(bodies)], "\n\n", bodies[(i+2)%len(bodies)], "\n\n", bodies[(i+3)%len(bodies)])
		words := strings.SplitAfter(all, " ")
		list = append(list, strings.Join(words[:600], ""))
	}
	return list
}
