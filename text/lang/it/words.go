package it

import (
	"embed"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/italian"

	"herald/text/lang"
)

//go:embed *.txt
var files embed.FS

func words() lang.Words { return lang.ReadWords(files, stem) }

// stem is Snowball's stemmer for the language, behind an elided article or
// pronoun: "l'", "qu'", "dell'".
func stem(word string) string {
	if at := strings.IndexByte(word, '\''); at >= 0 && at <= 5 && at+1 < len(word) {
		word = word[at+1:]
	}
	env := snowballstem.NewEnv(word)
	italian.Stem(env)
	return env.Current()
}
