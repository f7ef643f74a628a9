package reader_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"herald/news"
	"herald/reader"
	"herald/reader/fetch"
)

func files(t *testing.T) *reader.Reader {
	t.Helper()
	web := fetch.New(fetch.Options{})
	t.Cleanup(web.Close)
	return reader.New(web, reader.Options{MaxDocument: 1 << 20})
}

const report = `Harbour Post
3 February 2026

Ferry returns after ten years

The white ferry that once joined the two banks of the river left the pier again on Tuesday morning, ten years after its last trip.

“We kept the engine warm for all that time,” said Petro Lysenko, the captain.
`

func TestDocument(t *testing.T) {
	r := files(t)
	const first = "The white ferry that once joined"
	for _, c := range []struct{ name, body, title string }{
		{"report.txt", report, "Ferry returns after ten years"},
		{"report.txt.gz", string(pack(report)), "Ferry returns after ten years"},
		{"report", report, "Ferry returns after ten years"},
		{"page.html", story, "Ferry returns after ten years"},
		{"page.txt", story, "Ferry returns after ten years"}, // told by content
		{"page.html.gz", string(pack(story)), "Ferry returns after ten years"},
		{"note.md", "# Ferry *returns* after ten years\n\n![pier](p.jpg)\nThe **white ferry** that once joined the [two banks](http://example.org) of the river left the pier again.\n\n> It was _early_, and a `bell` rang for everybody on the pier.\n", ""},
		{"report.pdf", string(makePDF("Ferry returns after ten years", []string{
			"The white ferry that once joined the two banks of the river left the pier again on Tuesday morn-",
			"ing, ten years after its last trip. Some hundred people stood there with flags and with flowers in",
			"their hands.",
			"",
			"The town has paid for three months of trips and will then decide whether the line goes on for a",
			"longer time.",
		})), "Ferry returns after ten years"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := r.Document(t.Context(), c.name, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if c.title != "" && a.Title != c.title {
				t.Errorf("the title is %q", a.Title)
			}
			if !strings.HasPrefix(a.Body, first) || strings.Contains(a.Body, "3 February") || strings.ContainsAny(a.Body, "*_[]`") || a.Lang != "en" || a.Lead == "" {
				t.Errorf("got %+v", a)
			}
			if strings.HasSuffix(c.name, ".pdf") && (strings.Count(a.Body, "\n\n") != 1 || !strings.Contains(a.Body, "Tuesday morning, ten years") || !strings.HasSuffix(a.Body, "longer time.")) {
				t.Errorf("the lines do not flow:\n%s", a.Body)
			}
		})
	}
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"nothing.txt":  {nil, news.ErrNoArticle},
		"blank.txt":    {[]byte(" \n\n \t\n"), news.ErrNoArticle},
		"picture.jpg":  {[]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00H\x00H\x00\x00"), news.ErrNotReadable},
		"broken.gz":    {[]byte("\x1f\x8b\x08\x00garbage"), news.ErrNotReadable},
		"broken.pdf":   {[]byte("%PDF-1.4\nnothing of the sort"), news.ErrNotReadable},
		"large.txt":    {bytes.Repeat([]byte("word "), 300_000), news.ErrTooLarge},
		"bomb.txt.gz":  {pack(strings.Repeat("word ", 3_000_000)), news.ErrTooLarge},
		"archive.docx": {[]byte("PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00"), news.ErrNotReadable},
	} {
		t.Run(name+" is refused in one line", func(t *testing.T) {
			_, err := r.Document(t.Context(), name, bytes.NewReader(c.body))
			if !errors.Is(err, c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestSource(t *testing.T) {
	r := files(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "report.txt")
	if err := os.WriteFile(file, []byte(report), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("a file", func(t *testing.T) {
		a, err := r.Source(t.Context(), file, nil)
		if err != nil || a.Title != "Ferry returns after ten years" {
			t.Errorf("got %+v, %v", a, err)
		}
	})
	t.Run("standard input", func(t *testing.T) {
		a, err := r.Source(t.Context(), "-", strings.NewReader(story))
		if err != nil || a.Title != "Ferry returns after ten years" {
			t.Errorf("got %+v, %v", a, err)
		}
	})
	t.Run("a file that is not there", func(t *testing.T) {
		_, err := r.Source(t.Context(), filepath.Join(dir, "none.txt"), nil)
		if err == nil || !errors.Is(err, os.ErrNotExist) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a folder", func(t *testing.T) {
		if _, err := r.Source(t.Context(), dir, nil); err == nil {
			t.Error("read a folder")
		}
	})
	t.Run("an address behind the guard", func(t *testing.T) {
		if _, err := r.Source(t.Context(), "http://127.0.0.1:9/x", nil); !errors.Is(err, news.ErrPrivateAddress) {
			t.Errorf("got %v", err)
		}
	})
}

func TestFeedSource(t *testing.T) {
	r := files(t)
	t.Run("a feed on standard input", func(t *testing.T) {
		looks, err := r.FeedSource(t.Context(), "-", strings.NewReader(rss))
		if err != nil || len(looks) != 1 || looks[0].Feed.Title != "Harbour Post" || len(looks[0].Entries) != 2 {
			t.Errorf("got %+v, %v", looks, err)
		}
	})
	t.Run("a text is none", func(t *testing.T) {
		if _, err := r.FeedSource(t.Context(), "-", strings.NewReader("hello")); !errors.Is(err, news.ErrNoFeed) {
			t.Errorf("got %v", err)
		}
	})
}

// A block quotation of Markdown stays one, and its sign is no part of what a
// chat sees of it.
func TestMarkdownQuotation(t *testing.T) {
	const file = "# Ferry returns\n\n> It was *early*, and a bell\n> rang for everybody on the pier.\n>\n> — Anna Bell, mayor\n\nThe white ferry left the pier again on Tuesday.\n"
	a, err := reader.New(nil, reader.Options{}).Document(t.Context(), "note.md", strings.NewReader(file))
	const body = "> It was early, and a bell rang for everybody on the pier.\n\n> — Anna Bell, mayor\n\nThe white ferry left the pier again on Tuesday."
	if err != nil || a.Body != body || strings.Contains(a.Lead, ">") || a.Title != "Ferry returns" {
		t.Errorf("%v: %q, lead %q, title %q", err, a.Body, a.Lead, a.Title)
	}
}

func TestText(t *testing.T) {
	t.Run("lines without a blank one between them are paragraphs", func(t *testing.T) {
		a := reader.Text("", "Council votes tonight\nThe council of the town votes tonight on the new tram line over the river.\nIt would cost forty million and take three years to build.")
		if a.Title != "Council votes tonight" || strings.Count(a.Body, "\n\n") != 1 {
			t.Errorf("got %+v", a)
		}
	})
	t.Run("lines that were wrapped at a column are one paragraph", func(t *testing.T) {
		a := reader.Text("", "The council of the town votes tonight on the\nnew tram line, which would cross the river\ntwice and end at the hospital.\n\nIt would cost forty million.")
		if !strings.HasPrefix(a.Body, "The council of the town votes tonight on the new tram line, which would cross the river twice and end at the hospital.\n\nIt") {
			t.Errorf("got %q", a.Body)
		}
	})
	t.Run("a given title stays, and is not told twice", func(t *testing.T) {
		a := reader.Text("Council votes tonight", "Council votes tonight\n\nThe council of the town votes tonight on the new tram line over the river.")
		if a.Title != "Council votes tonight" || !strings.HasPrefix(a.Body, "The council of the town") {
			t.Errorf("got %+v", a)
		}
	})
	t.Run("a composed letter is one letter", func(t *testing.T) {
		if a := reader.Text("", "Киі\u0308в готується до свята, і на площі вже стоїть сцена для музикантів."); !strings.HasPrefix(a.Body, "Київ") || a.Lang != "uk" {
			t.Errorf("got %+v", a)
		}
	})
	t.Run("a lead ends at a sentence or a word", func(t *testing.T) {
		long := "The council of the town " + strings.Repeat("votes and votes and votes again, ", 20) + "and goes home."
		a := reader.Text("Votes", long)
		if n := len([]rune(a.Lead)); n > 300 || !strings.HasSuffix(a.Lead, "…") {
			t.Errorf("%d: %q", n, a.Lead)
		}
	})
}

// makePDF writes a page in Helvetica: a large title and lines of text, an empty
// one being the gap between paragraphs.
func makePDF(title string, lines []string) []byte {
	var page strings.Builder
	esc := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)
	fmt.Fprintf(&page, "BT /F1 20 Tf 1 0 0 1 72 760 Tm (%s) Tj ET\n", esc.Replace(title))
	y := 720
	for _, l := range lines {
		if l != "" {
			fmt.Fprintf(&page, "BT /F1 11 Tf 1 0 0 1 72 %d Tm (%s) Tj ET\n", y, esc.Replace(l))
		}
		y -= 14
	}
	widths := strings.TrimSpace(strings.Repeat("500 ", 95))
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", page.Len(), page.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126 /Widths [" + widths + "] >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

func ExampleText() {
	a := reader.Text("", "Council votes tonight\n\nThe council votes on the tram line tonight. It would cross the river twice.")
	fmt.Println(a.Title)
	fmt.Println(a.Lead)
	// Output:
	// Council votes tonight
	// The council votes on the tram line tonight. It would cross the river twice.
}

func ExampleHTML() {
	page := `<html lang="en"><title>Tram - Post</title><article><h1>Tram</h1><p>The council of the town voted for the new tram line on Monday.</p><p>It will cross the river twice.</p></article>`
	a, err := reader.HTML("https://example.org/tram?utm_source=x", []byte(page))
	fmt.Println(a.URL, err)
	fmt.Println(a.Body)
	// Output:
	// https://example.org/tram <nil>
	// The council of the town voted for the new tram line on Monday.
	//
	// It will cross the river twice.
}

func FuzzDocument(f *testing.F) {
	for _, s := range []string{report, story, "# A\n\nb", "%PDF-1.4\n1 0 obj", string(pack("text")), "\xff\xfeh\x00i\x00"} {
		f.Add([]byte(s))
	}
	f.Add(makePDF("Title", []string{"One line of text.", "", "Another."}))
	web := fetch.New(fetch.Options{})
	f.Cleanup(web.Close)
	r := reader.New(web, reader.Options{MaxDocument: 1 << 20})
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := r.Document(t.Context(), "x.md", bytes.NewReader(b))
		if err == nil && a.Body == "" {
			t.Error("an article without a text")
		}
	})
}
