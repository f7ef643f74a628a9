package chat_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"herald/demo/chat"
)

func FuzzSplit(f *testing.F) {
	f.Add("one line")
	f.Add(strings.Repeat("слово😀 ", 1500))
	f.Add(strings.Repeat("x", 9000))
	f.Add("\xff\xfe broken")
	f.Fuzz(func(t *testing.T, text string) {
		parts := chat.Split(text)
		for _, p := range parts {
			if n := len(utf16.Encode([]rune(p))); n > 4096 || p == "" {
				t.Fatalf("a part of %d units", n)
			}
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if squeeze(strings.Join(parts, "")) != squeeze(text) {
			t.Fatal("words were lost")
		}
	})
}
