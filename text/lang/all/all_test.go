package all_test

import (
	"strings"
	"testing"

	"herald/text/lang/all"
	"herald/text/lang/uk"
)

func TestPacks(t *testing.T) {
	for _, code := range all.Codes() {
		t.Run(code, func(t *testing.T) {
			p := all.For(code)
			if p.Code != code {
				t.Fatalf("the pack for %s is %q", code, p.Code)
			}
			if p != all.For(code) {
				t.Error("the pack is built twice")
			}
			for name, n := range map[string]int{
				"abbreviations": len(p.Abbreviations), "stop": len(p.Stop), "dates": len(p.Dates), "dangling": len(p.Dangling),
				"connectives": len(p.Connectives), "droppable": len(p.Droppable), "safe": len(p.Safe), "background": len(p.Background), "furniture": len(p.Furniture), "numbers": len(p.Numbers),
				"almanac": p.Almanac.Len(), "negations": len(p.Negations), "opposites": len(p.Opposites),
			} {
				if n == 0 {
					t.Errorf("the list %q is empty", name)
				}
			}
			lower := func(list, w string) {
				if w != strings.ToLower(w) || strings.Contains(w, "’") {
					t.Errorf("%s: %q is not as words are folded", list, w)
				}
			}
			for w := range p.Stop {
				lower("stop", w)
			}
			for w := range p.Dangling {
				lower("dangling", w)
			}
			for _, patterns := range p.Furniture {
				for _, pattern := range patterns {
					for _, token := range pattern.Tokens {
						lower("furniture", token)
					}
				}
			}
			for opening, phrases := range p.Connectives {
				lower("connectives", opening)
				for _, phrase := range phrases {
					for _, w := range phrase {
						if strings.ContainsAny(w, ",-") {
							t.Errorf("connectives: %q never is one word", w)
						}
					}
				}
			}
			if f := p.Fold("Xyzzys"); f.Lower != "xyzzys" || f.Stem == "" {
				t.Errorf("Fold: %+v", f)
			}
		})
	}
	t.Run("a language without a pack has the empty one", func(t *testing.T) {
		if p := all.For("xx"); p == nil || p.Code != "" || p.Fold("Word").Stem != "word" {
			t.Errorf("%+v", p.Code)
		}
	})
}

func TestStem(t *testing.T) {
	for _, c := range []struct{ code, words string }{
		{"uk", "міст мосту мостом мости мостів"},
		{"uk", "рада ради раду радою"},
		{"uk", "книга книги книгу книзі книгою"},
		{"uk", "київський київського київському київською"},
		{"uk", "Зеленський Зеленського Зеленському"},
		{"uk", "будівництво будівництва будівництвом"},
		{"ru", "город города городу городом"},
		{"en", "bridge bridges"},
		{"de", "Stadt Stadt"},
		{"fr", "l'homme homme hommes"},
		{"it", "dell'acqua acqua"},
		{"pl", "miasto miasta miastem"},
		{"cs", "město města městem"},
	} {
		p := all.For(c.code)
		words := strings.Fields(c.words)
		if c.code == "uk" && words[0] == "міст" {
			words = words[1:] // the vowel alternates: міст, but мосту
		}
		want := p.Fold(words[0]).Stem
		for _, w := range words {
			if got := p.Fold(w).Stem; got != want {
				t.Errorf("%s: %q has the stem %q, %q has %q", c.code, words[0], want, w, got)
			}
		}
	}
	t.Run("different words keep different stems", func(t *testing.T) {
		for _, pair := range [][2]string{{"рада", "радість"}, {"місто", "мистець"}, {"президент", "прем'єр"}, {"закон", "закінчення"}} {
			if uk.Stem(pair[0]) == uk.Stem(pair[1]) {
				t.Errorf("%q and %q have the same stem", pair[0], pair[1])
			}
		}
	})
}

func FuzzStem(f *testing.F) {
	f.Add("міст")
	f.Add("x\xff")
	f.Fuzz(func(t *testing.T, word string) {
		for _, p := range all.All() {
			p.Fold(word)
		}
	})
}
