package text

import (
	"testing"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// FuzzBorder holds the borders of sentences to Unicode's full rules.
func FuzzBorder(f *testing.F) {
	for _, s := range []string{
		"The U.S. said 3.5 people came. Then (so it seems) “they” left! Why? \"No.\" He went...",
		"Рада погодила 12,5 млн грн. Роботи почнуться в червні… «Так», — сказав він. А. Б. Коваль?!",
		"旧桥重建。工程六月开始！", "a.b. c. D", ". . a", "A\u2028b. C\u0085d", "e\u0301. \u0301A", "\xff.\xfe A. b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 {
			return
		}
		iter := sentences.FromString(s)
		for at := 0; at < len(s); {
			if !iter.Next() {
				t.Fatalf("a border beyond the last at %d in %q", at, s)
			}
			if at = border(s, at, len(s)); at != iter.End() {
				t.Fatalf("border at %d, by the rules %d in %q", at, iter.End(), s)
			}
		}
	})
}
