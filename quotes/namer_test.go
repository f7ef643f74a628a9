package quotes_test

import (
	"context"
	"errors"
	"testing"

	"herald/quotes"
	"herald/text"
)

type answer struct {
	name string
	err  error
}

func (a answer) Name(context.Context, string, string) (string, error) { return a.name, a.err }

func TestName(t *testing.T) {
	body := "Anna Bell came late.\n\n“Nobody had told me that the clocks were changed last night.”"
	doc := text.New("", body, "en")
	qs := quotes.Find(doc)
	if len(qs) != 1 {
		t.Fatalf("got %d quotes", len(qs))
	}
	qs[0].Speaker = ""
	for _, c := range []struct {
		promise, name, want string
	}{
		{"a name that stands in the text is taken", "Anna Bell", "Anna Bell"},
		{"a name that does not is refused", "Anna Belle Moore", ""},
		{"no answer names nobody", "", ""},
		{"a part of a word is refused", "Bel", ""},
		{"what stands in the quote alone is refused", "Nobody", ""},
		{"a whole clause is refused", "Nobody had told me that the clocks were changed last night", ""},
	} {
		t.Run(c.promise, func(t *testing.T) {
			got, err := quotes.Name(t.Context(), doc, qs, answer{name: c.name})
			if err != nil || got[0].Speaker != c.want || got[0].Text != qs[0].Text {
				t.Errorf("got %+v, %v", got[0], err)
			}
		})
	}
	t.Run("an error is told, and the quotes stay", func(t *testing.T) {
		fault := errors.New("out of tokens")
		got, err := quotes.Name(t.Context(), doc, qs, answer{err: fault})
		if !errors.Is(err, fault) || len(got) != 1 {
			t.Errorf("got %v, %v", got, err)
		}
	})
}
