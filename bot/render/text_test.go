package render_test

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"herald/bot/render"
	"herald/bot/telegram"
)

// hostile are pieces that break renderers: characters of two units, joined
// emoji, right-to-left, controls, invalid UTF-8, space, marks.
var hostile = []string{
	"a", "word ", "Слово ", "ї", "👩‍👩‍👧‍👦", "🇺🇦", "𝕏", "שלום ", "مرحبا ", "\u202e", "\u2066", "\u200d", "\x00", "\x1b[31m", "\xff\xfe", "\r\n", "\n", "\n\n\n",
	"\u2028", "\t", "  ", "\u00a0", ". ", "! ", "?» ", "…", "*", "{feed}", "e\u0301", "\u030a", "\ufeff", "<b>", "&amp;", "漢字。", "https://example.org/ ", "/start ", "@name ", strings.Repeat("x", 300), strings.Repeat("Ц", 100) + " ",
}

func words(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(hostile), rapid.String()), 0, 60).Draw(t, label), "")
}

// text draws a text with nested formatting.
func text(t *rapid.T, depth int) render.Text {
	var out render.Text
	for range rapid.IntRange(0, 6).Draw(t, "pieces") {
		switch n := rapid.IntRange(0, 6).Draw(t, "piece"); {
		case n == 0 && depth > 0:
			kind := rapid.SampledFrom([]string{"bold", "italic", "code", "date_time", "blockquote"}).Draw(t, "kind")
			inner := text(t, depth-1)
			out.Style(telegram.Entity{Type: kind}, func(t *render.Text) { t.Append(inner) })
		case n == 1:
			out.Append(render.Linked(words(t, "link"), rapid.SampledFrom([]string{"https://example.org/a", "nowhere", "javascript:alert(1)", ""}).Draw(t, "url")))
		case n == 2:
			out.Line(words(t, "line"))
		default:
			out.Add(words(t, "words"))
		}
	}
	return out
}

// sound fails the test unless Telegram would take text and entities as they
// are.
func sound(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string, entities []telegram.Entity, limit int) {
	t.Helper()
	units := utf16.Encode([]rune(text))
	switch {
	case !utf8.ValidString(text):
		t.Fatalf("invalid UTF-8: %q", text)
	case len(units) > limit:
		t.Fatalf("%d units, at most %d are taken", len(units), limit)
	case len(entities) > telegram.MaxEntities:
		t.Fatalf("%d entities", len(entities))
	case text != strings.TrimSpace(text):
		t.Fatalf("space around %q", text)
	case strings.ContainsAny(text, "\x00\r\u2028\u202e"):
		t.Fatalf("what Telegram takes out stands in %q", text)
	}
	for i, e := range entities {
		if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > len(units) {
			t.Fatalf("%v is not within %d units", e, len(units))
		}
		inside := units[e.Offset : e.Offset+e.Length]
		if low(inside[0]) || e.Offset+e.Length < len(units) && low(units[e.Offset+e.Length]) {
			t.Fatalf("%v cuts a character of %q", e, text)
		}
		if s := string(utf16.Decode(inside)); s != strings.TrimSpace(s) {
			t.Fatalf("%v begins or ends in space: %q", e, s)
		}
		if e.Type == "text_link" && !render.Web(e.URL) {
			t.Fatalf("%v leads nowhere", e)
		}
		for _, f := range entities[:i] {
			if f.Offset > e.Offset || f.Offset == e.Offset && f.Length < e.Length {
				t.Fatalf("%v stands before %v", f, e)
			}
			if e.Offset < f.Offset+f.Length && e.Offset+e.Length > f.Offset+f.Length {
				t.Fatalf("%v and %v overlap", f, e)
			}
		}
	}
}

func low(u uint16) bool { return u >= 0xdc00 && u <= 0xdfff }

func TestEntitiesAreSoundWhateverTheTextIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		made := text(t, 3)
		limit := rapid.IntRange(3, 400).Draw(t, "limit")
		cut, entities := render.Cut(made, limit).Message()
		sound(t, cut, entities, limit)
		if kept := solid(strings.TrimSuffix(cut, "…")); !strings.HasPrefix(solid(made.String()), kept) {
			t.Fatalf("cutting changed the words: %q", kept)
		}
	})
}

// solid is s without any space.
func solid(s string) string { return strings.Join(strings.Fields(s), "") }

func FuzzCut(f *testing.F) {
	for _, s := range hostile {
		f.Add(s+s, s, 10)
	}
	f.Fuzz(func(t *testing.T, plain, linked string, limit int) {
		limit = 3 + (limit&0x7fffffff)%telegram.MaxText
		made := render.Plain(plain)
		made.Append(render.Linked(linked, "https://example.org/"+linked))
		made.Add(plain)
		s, entities := render.Cut(made, limit).Message()
		sound(t, s, entities, limit)
	})
}

func TestCut(t *testing.T) {
	link := func(before, linked, after string) render.Text {
		made := render.Plain(before)
		made.Append(render.Linked(linked, "https://example.org"))
		made.Add(after)
		return made
	}
	for name, c := range map[string]struct {
		in    render.Text
		limit int
		want  string
	}{
		"what fits stays":                      {render.Plain("One. Two."), 9, "One. Two."},
		"a sentence is kept whole":             {render.Plain("First sentence. Second one goes on"), 22, "First sentence."},
		"else a word, with an ellipsis":        {render.Plain("no sentence ends in here at all"), 20, "no sentence ends in…"},
		"a Ukrainian quotation mark closes":    {render.Plain("«Так, ідемо». Далі буде ще більше слів"), 24, "«Так, ідемо»."},
		"a family is not torn apart":           {render.Plain("👩‍👩‍👧‍👦👩‍👩‍👧‍👦"), 13, "👩‍👩‍👧‍👦…"},
		"a flag counts four units":             {render.Plain("🇺🇦🇺🇦🇺🇦"), 9, "🇺🇦🇺🇦…"},
		"a link on the border goes as a whole": {link("word word word word ", "a link here", " and more"), 28, "word word word word…"},
	} {
		t.Run(name, func(t *testing.T) {
			s, entities := render.Cut(c.in, c.limit).Message()
			sound(t, s, entities, c.limit)
			if s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

func TestWhereALongTextIsCut(t *testing.T) {
	t.Run("between paragraphs", func(t *testing.T) {
		first, second := strings.Repeat("One two three. ", 20), strings.Repeat("Four five six. ", 20)
		if got := render.Cut(render.Plain(first+"\n\n"+second), 400).String(); got != strings.TrimSpace(first) {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a quotation stays one to its end", func(t *testing.T) {
		var made render.Text
		made.Style(telegram.Entity{Type: "blockquote"}, func(t *render.Text) { t.Add(strings.Repeat("So it was said. ", 30)) })
		s, entities := render.Cut(made, 200).Message()
		if len(entities) != 1 || entities[0].Type != "blockquote" || entities[0].Length != len(s) || !strings.HasSuffix(s, "said.") {
			t.Errorf("got %v in %q", entities, s)
		}
	})
	t.Run("before the hundred and first entity", func(t *testing.T) {
		var made render.Text
		for range 250 {
			made.Append(render.Bold("b"))
			made.Add(" ")
		}
		if _, entities := render.Cut(made, telegram.MaxText).Message(); len(entities) != telegram.MaxEntities {
			t.Errorf("%d entities", len(entities))
		}
	})
}

func TestWords(t *testing.T) {
	got, entities := render.Words("*{count} things*: {feed}, {other}", map[string]render.Text{"count": render.Plain("5"), "feed": render.Linked("*A* {count} 🇺🇦", "https://example.org")}).Message()
	if want := "5 things: *A* {count} 🇺🇦, {other}"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	want := []telegram.Entity{
		{Type: "bold", Offset: 0, Length: 8},
		{Type: "text_link", Offset: 10, Length: 16, URL: "https://example.org"},
		{Type: "bold", Offset: 10, Length: 16},
	}
	if diff := cmp.Diff(want, entities); diff != "" {
		t.Error(diff)
	}
}
