package pl

import (
	"embed"

	"herald/text/lang"
)

//go:embed *.txt
var files embed.FS

func words() lang.Words { return lang.ReadWords(files, Stem) }
