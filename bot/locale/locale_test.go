package locale_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"herald/bot/locale"
)

// forms are the plural forms that CLDR asks of each language.
var forms = map[string][]string{
	"en": {"one", "other"},
	"uk": {"few", "many", "one", "other"},
	"ru": {"few", "many", "one", "other"},
}

func TestEachCatalogueHoldsTheSameKeysAndNames(t *testing.T) {
	want := keys(t)
	placeholder := regexp.MustCompile(`\{[a-z]+\}`)
	names := map[string]string{}
	for _, lang := range locale.Languages() {
		got := catalogue(t, lang)
		if diff := cmp.Diff(want, sorted(got)); diff != "" {
			t.Errorf("keys.go and active.%s.json differ:\n%s", lang, diff)
		}
		for key, sentences := range got {
			for form, s := range sentences {
				if strings.TrimSpace(s) == "" || s != strings.TrimSpace(s) {
					t.Errorf("%s: %s: empty, or space around it", lang, key)
				}
				if strings.Count(s, "*")%2 != 0 {
					t.Errorf("%s: %s: a star without its pair", lang, key)
				}
				found := placeholder.FindAllString(s, -1)
				sort.Strings(found)
				in := strings.Join(slices.Compact(found), " ")
				if first, ok := names[key]; !ok {
					names[key] = in
				} else if first != in {
					t.Errorf("%s: %s: names %q, elsewhere %q", lang, key, in, first)
				}
				if form != "" && !slices.Contains(forms[lang], form) {
					t.Errorf("%s: %s: no such plural form: %s", lang, key, form)
				}
			}
			if _, plain := sentences[""]; !plain && len(sentences) != len(forms[lang]) {
				t.Errorf("%s: %s: %d plural forms of %d", lang, key, len(sentences), len(forms[lang]))
			}
		}
	}
}

func TestEveryKeyIsUsedByTheCode(t *testing.T) {
	used := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "locale" {
					used[sel.Sel.Name] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys(t) {
		if !used[key] {
			t.Errorf("%s is said nowhere", key)
		}
	}
}

func TestNumbersTakeTheirPluralForm(t *testing.T) {
	heads := map[string]map[int]string{
		"en": {1: "1 subscription ", 2: "2 subscriptions ", 5: "5 subscriptions ", 11: "11 subscriptions ", 21: "21 subscriptions ", 22: "22 subscriptions ", 25: "25 subscriptions ", 112: "112 subscriptions "},
		"uk": {1: "1 підписка*", 2: "2 підписки*", 5: "5 підписок*", 11: "11 підписок*", 21: "21 підписка*", 22: "22 підписки*", 25: "25 підписок*", 112: "112 підписок*"},
		"ru": {1: "1 подписка*", 2: "2 подписки*", 5: "5 подписок*", 11: "11 подписок*", 21: "21 подписка*", 22: "22 подписки*", 25: "25 подписок*", 112: "112 подписок*"},
	}
	for lang, want := range heads {
		for n, head := range want {
			if got := locale.For(lang).Count(locale.ListTitle, n); !strings.Contains(got, head) {
				t.Errorf("%s: %d: got %q, want it to hold %q", lang, n, got, head)
			}
		}
	}
}

func TestLanguagesAreFoundByTheirTag(t *testing.T) {
	for tag, want := range map[string]string{"": "en", "en": "en", "en-GB": "en", "uk": "uk", "UK-ua": "uk", "ru_RU": "ru", "de": "en", "zh-hans": "en", "-": "en"} {
		if got := locale.For(tag).Lang(); got != want {
			t.Errorf("For(%q) speaks %q, want %q", tag, got, want)
		}
	}
}

func TestValuesAreNotReadAsNames(t *testing.T) {
	got := locale.For("en").Text(locale.NotSubscribed, "url", "{url} {feed}")
	if want := "There is no subscription to “{url} {feed}” here. /list shows those that there are."; got != want {
		t.Errorf("got %q", got)
	}
}

func TestListsAreAsLongInEachLanguage(t *testing.T) {
	for _, lang := range locale.Languages() {
		if n := len(strings.Fields(locale.For(lang).Text(locale.Months))); n != 12 {
			t.Errorf("%s has %d months", lang, n)
		}
		if n := len(strings.Split(locale.For(lang).Text(locale.ZoneCities), "|")); n != 11 {
			t.Errorf("%s has %d cities", lang, n)
		}
	}
}

func TestShortPlacesGetShortWords(t *testing.T) {
	for _, lang := range locale.Languages() {
		for key, sentences := range catalogue(t, lang) {
			for _, s := range sentences {
				units := len([]rune(s))
				switch {
				case strings.HasPrefix(key, "Button") && (units > 16 || strings.Contains(s, "*")):
					t.Errorf("%s: %s is no word for a button", lang, key)
				case strings.HasPrefix(key, "Command") && units > 60:
					t.Errorf("%s: %s is too long for the list of commands", lang, key)
				case slices.Contains([]string{"AdminsOnly", "Stale", "JustAnswered", "Busy", "Apology", "NotAllowed", "UndoTooLate", "ChooseStale"}, key) && units > 170:
					t.Errorf("%s: %s is too long for an alert of 200 characters", lang, key)
				}
			}
		}
	}
}

func ExamplePrinter_Count() {
	fmt.Println(locale.For("en").Count(locale.QuotesMore, 1))
	fmt.Println(locale.For("uk").Count(locale.QuotesMore, 22))
	// Output:
	// 1 more quote is in the article.
	// У статті є ще 22 цитати.
}

// catalogue is key → plural form ("" where there is one text) → text.
func catalogue(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	raw, err := os.ReadFile("active." + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(raw, &entries); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for key, value := range entries {
		var one string
		if json.Unmarshal(value, &one) == nil {
			out[key] = map[string]string{"": one}
			continue
		}
		var several map[string]string
		if err := json.Unmarshal(value, &several); err != nil {
			t.Fatalf("%s: %s: %v", lang, key, err)
		}
		out[key] = several
	}
	return out
}

// keys are the constants of keys.go.
func keys(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "keys.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			value := strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`)
			if spec.Names[0].Name != value {
				t.Errorf("%s is named %q in the catalogues", spec.Names[0].Name, value)
			}
			found[value] = true
		}
		return true
	})
	return sorted(found)
}

func sorted[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
