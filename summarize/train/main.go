// Command train learns the weights by which summarize picks sentences, from
// articles with summaries that people wrote:
//
//	go run ./summarize/train -data ../shared/data/summaries -o summarize/weights.txt
//
// The folder holds cnn.jsonl (several sentences) and xsum.jsonl (one sentence
// for articles without their first): a line for each article with "text",
// "title", "lang" and "summary". First the chance of each term to stand in the
// summary is learned by logistic regression, then the share of each sentence's
// words that the summary holds by ridge regression over features that know no
// language. All figures are of articles that the weights were not learned
// from: five folds, each left out in turn, with intervals by bootstrap.
//
// The articles' words are not kept: the file holds a number for each feature.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"herald/summarize"
)

func main() {
	data := flag.String("data", "../shared/data/summaries", "folder with cnn.jsonl and xsum.jsonl")
	out := flag.String("o", "", "file to write the weights to; nothing is written without it")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		slog.New(slog.NewTextHandler(os.Stderr, nil)).Error("no weights were learned", "reason", err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	t := &tokenizer{stems: map[string]string{}}
	cnn, err := load(filepath.Join(data, "cnn.jsonl"), t)
	if err != nil {
		return err
	}
	xsum, err := load(filepath.Join(data, "xsum.jsonl"), t)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# weights of sentences and terms, learned by summarize/train from %d CNN articles with their highlights\n", len(cnn))
	fmt.Fprintf(&b, "# (Hermann et al., 2015) and %d BBC articles with their first sentence (XSum, Narayan et al., 2018); numbers only, CC0.\n", len(xsum))
	fmt.Fprintf(&b, "# ROUGE F1 in five folds, each left out of the learning in turn, with 95%% intervals of R1:\n")
	for _, e := range []experiment{
		{"CNN, 45 words", learnSeveral, cnn, nil, cnn, summarize.Budget{Words: 45}},
		{"CNN, 3 sentences", learnSeveral, cnn, nil, cnn, summarize.Budget{Sentences: 3}},
		{"CNN, 1 sentence", learnOne, cnn, xsum, cnn, summarize.Budget{Sentences: 1}},
		{"XSum, 1 sentence", learnOne, cnn, xsum, xsum, summarize.Budget{Sentences: 1}},
	} {
		line := e.run(t)
		fmt.Println(line)
		fmt.Fprintln(&b, "#   "+line)
	}
	fmt.Fprintln(&b, "# Neither set has titles: the weights of title-share and lead-titled are set by hand.")
	list(&b, "several", learnSeveral(cnn, nil))
	list(&b, "one", learnOne(cnn, xsum))
	if out == "" {
		return nil
	}
	return os.WriteFile(out, b.Bytes(), 0o600)
}

// byHand are weights of what the articles cannot teach. A title says what the
// story is about, and a first sentence that takes the title up is the lead.
var byHand = map[string]map[string]float64{
	"several": {"title-share": 0.06, "lead-titled": 0.10, "asks": -0.06},
	"one":     {"title-share": 0.06, "lead-titled": 0.20, "asks": -0.10},
}

func list(b *bytes.Buffer, length string, w summarize.Weights) {
	sentence, term := summarize.Features()
	for i, name := range term {
		fmt.Fprintf(b, "%s/term/%s %.4f\n", length, name, w.Term[i])
	}
	for i, name := range sentence {
		x := w.Sentence[i]
		if v, ok := byHand[length][name]; ok {
			x = v
		}
		if x != 0 {
			fmt.Fprintf(b, "%s/%s %.4f\n", length, name, x)
		}
	}
}
