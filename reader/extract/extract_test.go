package extract_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"herald/news"
	"herald/reader/extract"
)

const address = "https://post.example/news/ferry?utm_source=x"

// paragraphs of a made-up story, long enough for an article.
const paragraphs = `<p>The white ferry that once joined the two banks of the river left the pier again on Tuesday morning, ten years after its last trip.</p>
<p>“We kept the engine warm for all that time,” said Petro Lysenko, the captain, who has worked on the boat since he was nineteen.</p>
<p>About two hundred people stood on the pier. The town has paid for three months of trips and will then decide whether the line goes on.</p>
<p>The bridge, eleven kilometres upstream, is closed for repairs until the autumn, and the road around it takes an hour.</p>`

func page(head, body string) string {
	return `<!DOCTYPE html><html lang="en-GB"><head>` + head + `</head><body><header><a href="/">Harbour Post</a><ul><li><a href="/sport">Sport</a><li><a href="/town">Town</a></ul></header><main><article><h1>Ferry returns after ten years</h1>` + body + `</article></main><aside><h3>More news</h3><ul><li><a href="/2">Market moves to the square on Monday</a><li><a href="/3">School gets a second floor</a></ul></aside><footer>© Harbour Post. All rights reserved.</footer></body></html>`
}

func TestText(t *testing.T) {
	for _, c := range []struct{ name, body, has, hasNot string }{
		{"the story and nothing around it", paragraphs, "closed for repairs", "Market moves"},
		{"a list is part of it", paragraphs + "<p>The ferry leaves at these times:</p><ul><li>seven in the morning, from the left bank;</li><li>noon, from the right bank;</li></ul>", "noon, from the right bank", "Sport"},
		{"a quotation block is part of it", paragraphs + "<blockquote><p>Nobody thought that she would ever sail again, and there she goes.</p></blockquote>", "there she goes", "second floor"},
		{"a subheading is part of it", strings.Replace(paragraphs, "<p>About", "<h2>Two hundred on the pier</h2><p>About", 1), "Two hundred on the pier", "All rights"},
		{"text between breaks", `<div>` + strings.NewReplacer("<p>", "", "</p>", "<br><br>").Replace(paragraphs) + `</div>`, "closed for repairs", "Market moves"},
		{"related links inside the story go", strings.Replace(paragraphs, "<p>About", `<div class="related"><a href="/9">Read: the mayor and the lamp</a></div><p>About`, 1), "closed for repairs", "mayor and the lamp"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := extract.Page(page("<title>Ferry</title>", c.body), address)
			if err != nil || !strings.HasPrefix(strings.TrimPrefix(a.Body, "Ferry returns after ten years\n\n"), "The white ferry") || !strings.Contains(a.Body, c.has) || strings.Contains(a.Body, c.hasNot) {
				t.Errorf("%v:\n%s", err, a.Body)
			}
		})
	}
}

// TestQuotations: what a page quotes is told from what it says itself, with
// whoever it names for it.
func TestQuotations(t *testing.T) {
	const words = "Nobody thought that she would ever sail again, and there she goes."
	for _, c := range []struct{ name, html, has, hasNot string }{
		{"each paragraph of a block", "<blockquote><p>" + words + "</p><p>We waited for ten years.</p></blockquote>", "\n\n> " + words + "\n\n> We waited for ten years.\n\n", "years.The"},
		{"a cite is its credit", "<blockquote><p>" + words + "</p><cite>Anna Bell, mayor</cite></blockquote>", "> " + words + "\n\n> — Anna Bell, mayor\n\n", "goes.Anna"},
		{"a footer with a dash of its own", "<blockquote><p>" + words + "</p><footer>— Anna Bell, <cite>mayor</cite></footer></blockquote>", "> — Anna Bell, mayor\n\n", "— —"},
		{"a cited work inside a sentence is none", "<blockquote><p>I read <cite>The Long Way Back</cite> on the pier that morning, and nobody came to disturb me.</p></blockquote>", "> I read The Long Way Back on the pier", "— The"},
		{"a caption of a figure is one", "<figure><blockquote><p>" + words + "</p></blockquote><figcaption>Judith Kemp, librarian</figcaption></figure>", "> " + words + "\n\n> — Judith Kemp, librarian\n\n", "goes.Judith"},
		{"a post on X", `<blockquote class="twitter-tweet"><p lang="en">` + words + ` <a href="https://t.co/x">pic.twitter.com/x</a></p>&mdash; Tom Ray (@tomray) <a href="https://twitter.com/tomray/status/1">May 3, 2026</a></blockquote>`, "> " + words + "\n\n> — Tom Ray (@tomray) May 3, 2026\n\n", "pic.twitter"},
		{"a post on Facebook", `<div class="fb-post"><blockquote cite="x" class="fb-xfbml-parse-ignore"><p>` + words + `</p>Posted by <a href="x">Lyme Town Council</a> on&nbsp;<a href="y">Tuesday, 3 May 2026</a></blockquote></div>`, "> " + words + "\n\n> — Lyme Town Council\n\n", "Posted by"},
		{"the frame of a post without words", `<blockquote class="instagram-media"><div><a href="x">View this post on Instagram</a><p><a href="x">A post shared by Tom Ray (@tomray)</a></p></div></blockquote>`, "The white ferry", "View this"},
		{"a pull quote of the story's own words", `<aside class="pull-quote"><p>The town has paid for three months of trips</p></aside>`, "The white ferry", "trips\n"},
		{"a pull quote with a credit", `<blockquote class="pullquote"><p>We kept the engine warm for all that time</p><cite>Petro Lysenko</cite></blockquote>`, "The white ferry", "> "},
		{"a block around the story is its margin", "", "The white ferry", "> "},
		{"q has the marks that browsers draw", "<p>The mayor said <q>the engine is as good as new</q> and went below the deck to look at it.</p>", "said “the engine is as good as new” and", "““"},
		{"q has them once", "<p>The mayor said “<q>the engine is as good as new</q>” and went below the deck to look at it.</p>", "said “the engine is as good as new” and", "““"},
		{"a table is none", "<blockquote><table><tr><td>seven in the morning, from the left bank of the river</td></tr></table></blockquote>", "The white ferry", "> "},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := strings.Replace(paragraphs, "<p>About", c.html+"<p>About", 1)
			if c.html == "" {
				body = "<blockquote>" + paragraphs + "</blockquote>"
			}
			a, err := extract.Page(page("<title>Ferry</title>", body), address)
			if err != nil || !strings.Contains(a.Body, c.has) || strings.Contains(a.Body, c.hasNot) {
				t.Errorf("%v:\n%s", err, a.Body)
			}
		})
	}
}

func TestMeta(t *testing.T) {
	at := time.Date(2026, 2, 3, 7, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		name, head string
		want       news.Article
	}{
		{"JSON-LD", `<title>x</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"x"},{"@type":["NewsArticle"],"headline":"Ferry returns &amp; stays","datePublished":"2026-02-03T09:30:00+02:00","author":[{"@type":"Person","name":"Olha Marko"},{"name":"Ivan Bilyk"}],"publisher":{"name":"Harbour Post"},"image":{"url":"/pier.jpg"},"inLanguage":"en"}]}</script>`,
			news.Article{Title: "Ferry returns & stays", Byline: "Olha Marko, Ivan Bilyk", Site: "Harbour Post", Published: at, Image: "https://post.example/pier.jpg", Lang: "en"}},
		{"JSON-LD with raw newlines in it", "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry\n returns\",\"datePublished\":\"2026-02-03T07:30:00Z\"}</script>",
			news.Article{Title: "Ferry returns", Published: at, Lang: "en"}},
		{"Open Graph", `<meta property="og:title" content="Ferry returns after ten years | Harbour Post"><meta property="og:site_name" content="Harbour Post"><meta property="article:published_time" content="2026-02-03T07:30:00Z"><meta name="author" content="By Olha Marko"><meta property="og:image" content="//cdn.post.example/p.jpg">`,
			news.Article{Title: "Ferry returns after ten years", Byline: "Olha Marko", Site: "Harbour Post", Published: at, Image: "https://cdn.post.example/p.jpg", Lang: "en"}},
		{"an author who is the site is none", `<meta property="og:site_name" content="Harbour Post"><meta name="author" content="Harbour Post"><meta property="article:published_time" content="2026-02-03T07:30:00Z">`,
			news.Article{Title: "Ferry returns after ten years", Site: "Harbour Post", Published: at, Lang: "en"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := extract.Page(page(c.head, paragraphs), address)
			if err != nil {
				t.Fatal(err)
			}
			w := c.want
			if a.Title != w.Title || a.Byline != w.Byline || w.Site != "" && a.Site != w.Site || !a.Published.Equal(w.Published) || a.Image != w.Image || a.Lang != w.Lang {
				t.Errorf("got  %+v\nwant %+v", a, w)
			}
		})
	}
}

func TestCanonical(t *testing.T) {
	for name, c := range map[string][2]string{
		"none: the address itself, without its tracking": {"", "https://post.example/news/ferry"},
		"on the same host":                          {`<link rel="canonical" href="/2026/ferry">`, "https://post.example/2026/ferry"},
		"with or without www is one host":           {`<link rel="canonical" href="https://www.post.example/2026/ferry">`, "https://www.post.example/2026/ferry"},
		"another site's is not believed":            {`<link rel="canonical" href="https://other.example/a">`, "https://post.example/news/ferry"},
		"the front page is nobody's":                {`<link rel="canonical" href="https://post.example/">`, "https://post.example/news/ferry"},
		"og:url where there is no canonical link":   {`<meta property="og:url" content="https://post.example/f">`, "https://post.example/f"},
		"a step back from https is not taken":       {`<link rel="canonical" href="http://post.example/f">`, "https://post.example/f"},
		"a host inside the publisher's own network": {`<link rel="canonical" href="http://localhost:3000/f">`, "https://post.example/news/ferry"},
	} {
		t.Run(name, func(t *testing.T) {
			if a, _ := extract.Page(page(c[0], paragraphs), address); a.URL != c[1] {
				t.Errorf("got %s", a.URL)
			}
		})
	}
}

func TestNoArticle(t *testing.T) {
	for name, c := range map[string]struct {
		page string
		want error
	}{
		"nothing":              {"", news.ErrNoArticle},
		"no text":              {"<html><body><img src=x></body></html>", news.ErrNoArticle},
		"a login page":         {`<title>Sign in</title><form><p>Sign in to read on.<input type="PASSWORD"></form>`, news.ErrLogin},
		"links and no article": {"<ul>" + strings.Repeat("<li><a href=/x>Home and away</a>", 30) + "</ul>", news.ErrNoArticle},
	} {
		t.Run(name, func(t *testing.T) {
			if a, err := extract.Page(c.page, address); !errors.Is(err, c.want) {
				t.Errorf("got %v: %q", err, a.Body)
			}
		})
	}
	t.Run("an article beside a login form is one", func(t *testing.T) {
		if _, err := extract.Page(page("", paragraphs+paragraphs+"<form><input type=password></form>"), address); err != nil {
			t.Error(err)
		}
	})
}

// hostile pages are as large and as crooked as the reader lets them be.
func hostile() map[string]string {
	return map[string]string{
		"divisions nested 100,000 deep": strings.Repeat("<div>", 100_000) + "text",
		"open formatting":               strings.Repeat("<b><i><font>", 3000) + "text",
		"nested tables":                 strings.Repeat("<table><tr><td>", 400) + "text",
		"100,000 paragraphs":            strings.Repeat("<p>One more sentence.</p>", 100_000),
		"50,000 links":                  strings.Repeat("<a href=/x>link</a> ", 50_000),
		"30,000 quotations":             strings.Repeat("<blockquote><p>One more sentence of it.<cite>Bell</cite></blockquote>", 30_000),
		"quotations in quotations":      strings.Repeat("<blockquote><cite>", 200) + strings.Repeat("<p>One more sentence.</p>", 50_000),
		"one long line":                 "<p>" + strings.Repeat("word ", 500_000),
		"attributes without end":        "<p " + strings.Repeat("a=b ", 300_000) + ">text",
		"a tag that never ends":         "<p>text<a href='" + strings.Repeat("x", 1_000_000),
		"JSON-LD nested deep":           `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 20_000) + `</script>` + paragraphs,
	}
}

func TestHostilePages(t *testing.T) {
	for name, p := range hostile() {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			a, err := extract.Page(p, address)
			if err == nil && a.Body == "" {
				t.Error("an article without a text")
			}
			// A wide margin: it takes a second at most on a slow machine.
			if took := time.Since(begin); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func ExamplePage() {
	a, err := extract.Page(page(`<meta property="og:site_name" content="Harbour Post">`, paragraphs), address)
	fmt.Println(a.Title, "/", a.Site, "/", a.URL, err)
	// Output: Ferry returns after ten years / Harbour Post / https://post.example/news/ferry <nil>
}

func FuzzPage(f *testing.F) {
	f.Add(page("<title>x</title>", paragraphs), address)
	f.Add(`<script type="application/ld+json">{"@type":"Article","author":{"name":{"name":[]}}}</script>`, "x")
	f.Add("<article><blockquote><p>x</p><cite>y</cite></blockquote><figure><blockquote class=pullquote><q>z</q></blockquote><figcaption>a", "")
	f.Add("<table><p><td><select><frameset><svg><p><math><mi>", "http://[::1")
	f.Fuzz(func(t *testing.T, p, address string) {
		a, err := extract.Page(strings.ToValidUTF8(p, ""), address)
		if !utf8.ValidString(a.Body) || !norm.NFC.IsNormalString(a.Body) {
			t.Errorf("%q", a.Body)
		}
		if err == nil && a.Body == "" {
			t.Error("an article without a text")
		}
	})
}

func BenchmarkPage(b *testing.B) {
	p := page("<title>Ferry</title>", strings.Repeat(paragraphs, 10)+strings.Repeat(`<div class="ad"><script>show()</script></div>`, 200))
	b.SetBytes(int64(len(p)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := extract.Page(p, address); err != nil {
			b.Fatal(err)
		}
	}
}
