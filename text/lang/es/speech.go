package es

import (
	"embed"

	"herald/text/lang"
)

//go:embed speech/*.txt
var speechLists embed.FS

func speech() lang.Speech { return lang.ReadSpeech(speechLists, nil) }
