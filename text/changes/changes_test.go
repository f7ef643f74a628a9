package changes_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"herald/text/changes"
)

func TestSame(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		want bool
	}{
		"spaces and line breaks are no change":      {"One two.\n\nThree", "One  two. Three", true},
		"typographic quotation marks are no change": {`He said "no" - twice`, "He said “no” — twice", true},
		"an apostrophe may be another":              {"п'ять об'єктів", "п’ять обʼєктів", true},
		"letter case is no change":                  {"FERRY late", "Ferry late", true},
		"a soft hyphen is no change":                {"light\u00adhouse", "lighthouse", true},
		"a full stop is no change":                  {"It sails", "It sails.", true},
		"a word is a change":                        {"It sails on Monday", "It sails on Tuesday", false},
		"a number is a change":                      {"Five, or 5", "Five, or 6", false},
		"a point within a number is a change":       {"35 per cent", "3.5 per cent", false},
		"a minus is a change":                       {"at 5 degrees", "at -5 degrees", false},
		"a currency is a change":                    {"for 5 €", "for 5 $", false},
		"a word that is left out is a change":       {"not guilty", "guilty", false},
		"dashes within numbers are one":             {"2024-2026", "2024–2026", true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := changes.Same(c.a, c.b); got != c.want {
				t.Errorf("got %v", got)
			}
			if found := changes.Find(c.a, c.b); len(found) == 0 != c.want {
				t.Errorf("the changes are %q", found)
			}
		})
	}
}

func TestFind(t *testing.T) {
	const old = "The ferry to the north quay sails on Monday at nine, the harbour master said. Five passengers were aboard when it came back at dawn."
	for name, c := range map[string]struct {
		now  string
		want []changes.Change
	}{
		"a word that was replaced stands between its neighbours": {
			strings.Replace(old, "Monday", "Tuesday", 1),
			[]changes.Change{{"ferry to the north quay sails on"[len("ferry "):], "Monday", "Tuesday", "at nine, the harbour master said."}},
		},
		"words that were added have no old ones": {
			old + " Nobody was hurt.",
			[]changes.Change{{"aboard when it came back at dawn."[len("aboard "):], "", "Nobody was hurt.", ""}},
		},
		"two places are two changes": {
			strings.NewReplacer("Monday", "Tuesday", "Five", "Six").Replace(old),
			[]changes.Change{{"to the north quay sails on", "Monday", "Tuesday", "at nine, the harbour master said."}, {"at nine, the harbour master said.", "Five", "Six", "passengers were aboard when it came"}},
		},
		"neighbouring places are one": {
			strings.Replace(old, "Monday at nine", "Tuesday at ten", 1),
			[]changes.Change{{"to the north quay sails on", "Monday at nine,", "Tuesday at ten,", "the harbour master said. Five passengers"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, changes.Find(old, c.now)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKept(t *testing.T) {
	for _, c := range []struct {
		old, now string
		want     float64
	}{
		{"", "x", 1}, {"One two, two.", "TWO one two three", 1}, {"a b c d", "d e", 0.25}, {"a a", "a", 0.5}, {"a", "", 0},
	} {
		if got := changes.Kept(c.old, c.now); got != c.want {
			t.Errorf("Kept(%q, %q) = %v, want %v", c.old, c.now, got, c.want)
		}
	}
}

// Whatever the texts are, the words of the changes are words of the texts, in
// order; and no changes means the same words.
func TestChangesAreMadeOfTheTextsWords(t *testing.T) {
	vocabulary := []string{"ferry", "Ferry,", "—", "sails", "on", "Monday", "5", "5.2", "порт", "\n\n", "«порт»", "x"}
	draw := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 40), func(ws []string) string { return strings.Join(ws, " ") })
	rapid.Check(t, func(t *rapid.T) {
		old, now := draw.Draw(t, "old"), draw.Draw(t, "now")
		found := changes.Find(old, now)
		if (len(found) == 0) != changes.Same(old, now) {
			t.Fatalf("changes %q", found)
		}
		for name, side := range map[string]func(changes.Change) string{
			"old": func(c changes.Change) string { return c.Old }, "new": func(c changes.Change) string { return c.New },
		} {
			text := strings.Join(strings.Fields(map[string]string{"old": old, "new": now}[name]), " ")
			for _, c := range found {
				_, rest, ok := strings.Cut(text, side(c))
				if !ok {
					t.Fatalf("the %s words %q are not in the rest %q", name, side(c), text)
				}
				text = rest
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	old := strings.Repeat("The ferry to the north quay sails on Monday at nine, the harbour master said. ", 80)
	now := strings.Replace(old, "Monday", "Tuesday", 5)
	b.ReportAllocs()
	for b.Loop() {
		changes.Find(old, now)
	}
}
