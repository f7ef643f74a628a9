package main

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestOffsetsAreCodePointsOfTheWholeText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text") + rapid.StringOfN(rapid.Rune(), 0, 600, -1).Draw(t, "more")
		p := newPoints(s)
		for i := range s {
			if got, want := p.at(i), utf8.RuneCountInString(s[:i]); got != want {
				t.Fatalf("byte %d: %d code points, want %d", i, got, want)
			}
		}
		if got, want := p.at(len(s)), utf8.RuneCountInString(s); got != want {
			t.Fatalf("the end: %d, want %d", got, want)
		}
	})
}
