package summarize_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"herald/news"
	"herald/summarize"
	"herald/text"
)

// claimed is an article with sentences about it: true ones, and the same with
// one thing planted that the article does not hold. The files of
// testdata/claims have an article, a line "---", and a line for each sentence:
// "+" for a true one, "-" and the kind of what was planted for another.
type claimed struct {
	name, lang string
	set        string
	doc        *text.Doc
	honest     []string
	planted    []plant
}

type plant struct{ kind, sentence string }

func readClaims(t *testing.T) []claimed {
	t.Helper()
	files, err := filepath.Glob("testdata/claims/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no claims: %v", err)
	}
	var all []claimed
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		body, list, _ := strings.Cut(string(data), "\n---\n")
		c := claimed{name: strings.TrimSuffix(filepath.Base(file), ".txt")}
		c.lang, c.set = c.name[:2], strings.Split(c.name, "-")[1]
		c.doc = text.New("", body, c.lang)
		for line := range strings.Lines(list) {
			line = strings.TrimSpace(line)
			if honest, ok := strings.CutPrefix(line, "+ "); ok {
				c.honest = append(c.honest, honest)
				continue
			}
			kind, sentence, ok := strings.Cut(strings.TrimPrefix(line, "- "), ": ")
			if !ok {
				t.Fatalf("%s: %q", file, line)
			}
			c.planted = append(c.planted, plant{kind, sentence})
		}
		all = append(all, c)
	}
	return all
}

// tally counts what was right.
type tally struct{ right, of int }

func (n tally) String() string { return fmt.Sprintf("%d of %d", n.right, n.of) }

func (n tally) share() float64 { return float64(n.right) / float64(max(1, n.of)) }

func (n *tally) count(right bool) {
	n.of++
	if right {
		n.right++
	}
}

// must are the kinds that an invention may not pass in; the others are caught
// where that is possible without rejecting what is true.
var must = []string{"number", "date", "name", "quote"}

// floor is what a language is held to that does not reach 0.95: German writes
// all its nouns with a capital.
var floor = map[string]float64{"de": 0.75}

// where are the shares that the other kinds are held to: what was reached, a
// little less.
var where = map[string]float64{"negation": 0.75, "verb": 0.65, "topic": 0.9, "swap": 0.25}

// TestUnproven measures the check on articles and sentences of our own. The
// figures of docs/quality.md are its log.
func TestUnproven(t *testing.T) {
	// What was not tuned on is not looked at sentence by sentence: "held" was
	// written before the check was changed, and its figures were seen while it
	// was; "last" was written and measured when all was done.
	for _, set := range []string{"dev", "held", "last"} {
		held := set != "dev"
		caught, honest, kinds := map[string]*tally{}, map[string]*tally{}, map[string]*tally{}
		add := func(m map[string]*tally, key string, right bool) {
			if m[key] == nil {
				m[key] = new(tally)
			}
			m[key].count(right)
		}
		for _, c := range readClaims(t) {
			if c.set != set {
				continue
			}
			for _, p := range c.planted {
				found := summarize.Unproven(c.doc, p.sentence, c.lang) != ""
				add(kinds, p.kind, found)
				if slices.Contains(must, p.kind) {
					add(caught, c.lang, found)
				}
				if !found && !held { // what was held out is not to be looked at
					t.Logf("%s: let through (%s): %s", c.name, p.kind, p.sentence)
				}
			}
			for _, s := range c.honest {
				flaw := summarize.Unproven(c.doc, s, c.lang)
				add(honest, c.lang, flaw == "")
				if flaw != "" && !held {
					t.Logf("%s: rejected for %q: %s", c.name, flaw, s)
				}
			}
		}
		for _, lang := range slices.Sorted(maps.Keys(caught)) {
			t.Logf("%s, %s: changed numbers, dates, names and quotes caught %v; true sentences kept %v", set, lang, caught[lang], honest[lang])
			if least := floor[lang]; caught[lang].share() < cmp.Or(least, 0.95) || honest[lang].share() < 0.95 {
				t.Errorf("%s, %s: too few", set, lang)
			}
		}
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			t.Logf("%s, %s: caught %v", set, kind, kinds[kind])
			if least := where[kind]; kinds[kind].share() < least {
				t.Errorf("%s, %s: fewer than were caught before", set, kind)
			}
		}
	}
}

func TestUnprovenBetweenLanguages(t *testing.T) {
	t.Run("a translation keeps numbers and names by their sound", func(t *testing.T) {
		doc := claimsOf(t, "uk-dev-1").doc
		for s, ok := range map[string]bool{
			"The council of Richkove voted 23 to 7 to rebuild the bridge.": true,
			"Mayor Olena Hart said that nobody wants to wait.":             true,
			"The fund gives 12.5 million hryvnias.":                        true,
			"The fund gives 13.5 million hryvnias.":                        false,
			"Mayor Iryna Stoyan said that nobody wants to wait.":           false,
		} {
			if got := summarize.Unproven(doc, s, "en") == ""; got != ok {
				t.Errorf("%q: %v (%q)", s, got, summarize.Unproven(doc, s, "en"))
			}
		}
	})
}

func claimsOf(t *testing.T, name string) claimed {
	t.Helper()
	for _, c := range readClaims(t) {
		if c.name == name {
			return c
		}
	}
	t.Fatalf("no claims named %s", name)
	return claimed{}
}

// says is a Summarizer that says the same to everybody.
type says news.Summary

func (s says) Summarize(context.Context, summarize.Request) (news.Summary, error) {
	return news.Summary(s), nil
}

func TestFaithful(t *testing.T) {
	r := summarize.Request{Text: claimsOf(t, "en-dev-1").doc.Text, Lang: "en"}
	speak := func(sentences ...string) says {
		s := says{Lang: "en", Method: news.Model}
		for _, text := range sentences {
			s.Sentences = append(s.Sentences, news.Sentence{Text: text})
		}
		return s
	}
	honest := claimsOf(t, "en-dev-1").honest
	t.Run("a sentence that fails is dropped", func(t *testing.T) {
		s, err := summarize.Faithful{Of: speak(honest[0], honest[1], "It costs 99 million.")}.Summarize(t.Context(), r)
		if err != nil || len(s.Sentences) != 2 || strings.Contains(s.Sentences[1].Text, "99") {
			t.Errorf("%+v, %v", s, err)
		}
	})
	t.Run("an answer that loses more than a third is rejected", func(t *testing.T) {
		_, err := summarize.Faithful{Of: speak(honest[0], "It costs 99 million.")}.Summarize(t.Context(), r)
		if !errors.Is(err, summarize.ErrUnproven) {
			t.Errorf("%v", err)
		}
	})
	t.Run("an extract passes as it is", func(t *testing.T) {
		want := says{Method: news.Extractive, Sentences: []news.Sentence{{Text: "99 million for Hillton."}}}
		if s, err := (summarize.Faithful{Of: want}).Summarize(t.Context(), r); err != nil || len(s.Sentences) != 1 {
			t.Errorf("%+v, %v", s, err)
		}
	})
}
