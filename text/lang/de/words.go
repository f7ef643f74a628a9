package de

import (
	"embed"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/german"

	"herald/text/lang"
)

//go:embed *.txt
var files embed.FS

func words() lang.Words {
	w := lang.ReadWords(files, stem)
	w.NounsHigh = true
	return w
}

// stem is Snowball's stemmer for the language.
func stem(word string) string {
	env := snowballstem.NewEnv(word)
	german.Stem(env)
	return env.Current()
}
