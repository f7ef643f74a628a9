package en

import (
	"embed"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"

	"herald/text/lang"
)

//go:embed *.txt
var files embed.FS

func words() lang.Words { return lang.ReadWords(files, stem) }

// stem is Snowball's stemmer for the language.
func stem(word string) string {
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	return env.Current()
}
