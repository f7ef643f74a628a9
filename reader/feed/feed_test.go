package feed_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"herald/news"
	"herald/reader/feed"
)

const base = "https://post.example/feeds/all.xml"

// rss wraps items into a feed.
func rss(items string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour Post</title><link>https://post.example/</link><language>en-GB</language><ttl>30</ttl>` + items + `</channel></rss>`
}

func parse(t *testing.T, s string) *feed.Feed {
	t.Helper()
	f, err := feed.Parse([]byte(s), "", base)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestKinds(t *testing.T) {
	at := time.Date(2026, 2, 3, 7, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		kind news.FeedKind
		doc  string
	}{
		{news.RSS, rss(`<item><title>Ferry &amp;amp; pier</title><link>https://post.example/1</link><guid>https://post.example/1</guid><pubDate>Tue, 03 Feb 2026 09:30:00 +0200</pubDate><description>It &lt;b&gt;returns&lt;/b&gt;.</description><dc:creator>Olha Marko</dc:creator></item>`)},
		{news.RSS, `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Harbour Post</title><link>https://post.example/</link></channel><item rdf:about="https://post.example/1"><title>Ferry &amp; pier</title><dc:date>2026-02-03T09:30:00+02:00</dc:date><dc:creator>Olha Marko</dc:creator><description>It returns.</description></item></rdf:RDF>`},
		{news.Atom, `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour Post</title><link href="https://post.example/"/><entry><title type="html">Ferry &amp;amp; pier</title><link rel="alternate" href="../1"/><id>https://post.example/1</id><published>2026-02-03T09:30:00+02:00</published><author><name>Olha Marko</name></author><summary type="html">&lt;p&gt;It returns.&lt;/p&gt;</summary></entry></feed>`},
		{news.JSON, `{"version":"https://jsonfeed.org/version/1.1","title":"Harbour Post","home_page_url":"https://post.example/","items":[{"id":"https://post.example/1","url":"https://post.example/1","title":"Ferry & pier","date_published":"2026-02-03T09:30:00+02:00","authors":[{"name":"Olha Marko"}],"content_html":"<p>It returns.</p>"}]}`},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			f := parse(t, c.doc)
			if f.Kind != c.kind || f.Title != "Harbour Post" || strings.TrimRight(f.Site, "/") != "https://post.example" || len(f.Entries) != 1 {
				t.Fatalf("got %+v", f)
			}
			e := f.Entries[0]
			if e.GUID != "https://post.example/1" || e.URL != "https://post.example/1" || e.Title != "Ferry & pier" || !e.Published.Equal(at) || e.Published.Location() != time.UTC || e.Byline != "Olha Marko" || e.Summary != "It returns." {
				t.Errorf("got %+v", e)
			}
		})
	}
}

func TestAGUIDThatAllEntriesShareIsNone(t *testing.T) {
	f := parse(t, rss(`<item><title>a</title><link>https://post.example/1</link><guid>post</guid></item><item><title>b</title><link>https://post.example/2</link><guid>post</guid></item><item><title>c</title><link>https://post.example/3</link><guid>own</guid></item>`))
	if len(f.Entries) != 3 || f.Entries[0].GUID != "" || f.Entries[1].GUID != "" || f.Entries[2].GUID != "own" {
		t.Errorf("got %+v", f.Entries)
	}
}

func TestEntries(t *testing.T) {
	for _, c := range []struct {
		name, item string
		ok         func(e news.Entry) bool
	}{
		{"a permalink stands for a missing link", `<item><title>a</title><guid>https://post.example/7</guid></item>`, func(e news.Entry) bool { return e.URL == "https://post.example/7" }},
		{"a GUID that is none does not", `<item><title>a</title><guid isPermaLink="false">https://post.example/7</guid></item>`, func(e news.Entry) bool { return e.URL == "" && e.GUID == "https://post.example/7" }},
		{"relative links are the site's", `<item><title>a</title><link>/news/7</link></item>`, func(e news.Entry) bool { return e.URL == "https://post.example/news/7" }},
		{"a link with a space in it", "<item><title>a</title><link>\n https://post.example/a b \n</link></item>", func(e news.Entry) bool { return e.URL == "https://post.example/a%20b" }},
		{"a link that is none", `<item><title>a</title><link>javascript:alert(1)</link></item>`, func(e news.Entry) bool { return e.URL == "" }},
		{"HTML in a title is text", `<item><title><![CDATA[<b>Ferry</b> &#8220;back&#8221;]]></title></item>`, func(e news.Entry) bool { return e.Title == "Ferry “back”" }},
		{"the whole article", `<item><title>a</title><description>teaser</description><content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded></item>`, func(e news.Entry) bool { return e.Content == "One.\n\nTwo." && e.Summary == "teaser" }},
		{"the publishing system's own words go", `<item><title>a</title><description>&lt;p&gt;Teaser.&lt;/p&gt;&lt;p&gt;The post &lt;a&gt;Ferry&lt;/a&gt; appeared first on Harbour Post.&lt;/p&gt;</description></item>`, func(e news.Entry) bool { return e.Summary == "Teaser." }},
		{"a picture of Media RSS", `<item><title>a</title><media:group><media:content url="/v.mp4" type="video/mp4"/><media:content url="/p.jpg" type="image/jpeg"/></media:group></item>`, func(e news.Entry) bool { return e.Image == "https://post.example/p.jpg" }},
		{"an enclosed picture", `<item><title>a</title><enclosure url="https://post.example/p.jpg" type="image/jpeg" length="1"/></item>`, func(e news.Entry) bool { return e.Image == "https://post.example/p.jpg" }},
		{"the first picture of the text, no counting pixel", `<item><title>a</title><description>&lt;img src="/1.gif" width="1"&gt;&lt;img src="/p.png"&gt;</description></item>`, func(e news.Entry) bool { return e.Image == "https://post.example/p.png" }},
		{"a date of one's own making", `<item><title>a</title><pubDate>03.02.2026 09:30</pubDate></item>`, func(e news.Entry) bool { return e.Published.Equal(time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC)) }},
		{"a date in Portuguese", `<item><title>a</title><pubDate>Ter, 03 Fev 2026 07:30:00 -0200</pubDate></item>`, func(e news.Entry) bool { return e.Published.Equal(time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC)) }},
		{"a date in Ukrainian", `<item><title>a</title><pubDate>вівторок, 3 лютого 2026, 09:30</pubDate></item>`, func(e news.Entry) bool { return e.Published.Equal(time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC)) }},
		{"a date in seconds", `<item><title>a</title><pubDate>1770111000</pubDate></item>`, func(e news.Entry) bool { return e.Published.Equal(time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC)) }},
		{"a date that is none", `<item><title>a</title><pubDate>yesterday</pubDate></item>`, func(e news.Entry) bool { return e.Published.IsZero() }},
		{"the feed's language", `<item><title>a</title></item>`, func(e news.Entry) bool { return e.Lang == "en" }},
		{"a teaser that is the article is cut, and kept", `<item><title>a</title><description>` + strings.Repeat("One more sentence of it. ", 90) + `</description></item>`, func(e news.Entry) bool {
			return len(e.Content) > 2000 && len([]rune(e.Summary)) <= 701 && strings.HasSuffix(e.Summary, "…")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := parse(t, rss(c.item))
			if len(f.Entries) != 1 || !c.ok(f.Entries[0]) {
				t.Errorf("got %+v", f.Entries)
			}
		})
	}
}

func TestBrokenFeeds(t *testing.T) {
	const whole = `<item><title>first</title><link>https://post.example/1</link></item><item><title>second</title><link>https://post.example/2</link></item>`
	titles := func(f *feed.Feed) string {
		var s []string
		for _, e := range f.Entries {
			s = append(s, e.Title)
		}
		return strings.Join(s, " ")
	}
	full := rss(whole)
	windows, _ := charmap.Windows1251.NewEncoder().String(strings.Replace(rss(`<item><title>Пором повернувся</title></item>`), "UTF-8", "windows-1251", 1))
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.Replace(full, "UTF-8", "UTF-16", 1))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(full))
	z.Close()
	for _, c := range []struct{ name, doc, want string }{
		{"it breaks off inside an entry", full[:strings.Index(full, "second")], "first"},
		{"it breaks off between entries", full[:strings.Index(full, "</channel>")], "first second"},
		{"one entry is no XML", strings.Replace(full, "<title>first", "<title><![CDAT[first", 1), "second"},
		{"a tag above the entries that never closes", strings.Replace(full, "<item>", "<cloud><item>", 1), "first second"},
		{"a tag that never closes", strings.Replace(full, "<title>first", "<title><b>first", 1), "first second"},
		{"there is something before it", "\n\n  warning: line 3\n<!-- made by hand -->" + full, "first second"},
		{"a control character in a title", strings.Replace(full, "first", "fi\x0brst", 1), "fi rst second"},
		{"a reference to one", strings.Replace(full, "first", "fi&#11;rst", 1), "fi rst second"},
		{"invalid UTF-8", strings.Replace(full, "first", "first \x93one\x94", 1), "first “one” second"},
		{"a bare ampersand", strings.Replace(full, "first", "first & last", 1), "first & last second"},
		{"an encoding of its own", windows, "Пором повернувся"},
		{"UTF-16", utf16, "first second"},
		{"a .gz file", packed.String(), "first second"},
		{"XML 1.1", strings.Replace(full, `version="1.0"`, `version="1.1"`, 1), "first second"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := feed.Parse([]byte(c.doc), "", base)
			if err != nil {
				t.Fatal(err)
			}
			if got := titles(f); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	for name, doc := range map[string]string{
		"nothing": "", "a page": "<!DOCTYPE html><html><body><p>hello", "a text": "hello", "other JSON": `{"error":"not found"}`, "broken JSON": `{"version":`,
		"other XML": "<catalog><book/></catalog>", "a plain sitemap": `<urlset><url><loc>https://post.example/1</loc></url></urlset>`, "a picture": "\x89PNG\r\n\x1a\n", "a broken .gz": "\x1f\x8b\x08",
	} {
		t.Run(name+" is no feed", func(t *testing.T) {
			if f, err := feed.Parse([]byte(doc), "", base); !errors.Is(err, feed.ErrNotFeed) {
				t.Errorf("got %+v, %v", f, err)
			}
		})
	}
	t.Run("a feed without entries yet is one", func(t *testing.T) {
		if f := parse(t, rss("")); f.Title != "Harbour Post" || len(f.Entries) != 0 || f.TTL != 30*time.Minute {
			t.Errorf("got %+v", f)
		}
	})
}

func TestLinks(t *testing.T) {
	t.Run("what a page declares, comments aside", func(t *testing.T) {
		got := feed.Links(`<head><base href="https://cdn.example/x/"><LINK REL="alternate" TYPE="application/rss+xml" HREF="rss" TITLE="All &amp; sundry"><link rel="alternate" type="application/rss+xml" href="/comments/feed"><link rel=alternate type="application/atom+xml; charset=utf-8" href=/atom><link rel="alternate" hreflang="uk" href="/uk"><link rel=alternate type="application/json" href="/wp-json/1"></head><a href="/other.rss">`, base)
		want := []feed.Link{{URL: "https://cdn.example/x/rss", Title: "All & sundry"}, {URL: "https://cdn.example/atom"}}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %v", got)
		}
	})
	t.Run("links that look like feeds where nothing is declared", func(t *testing.T) {
		got := feed.Links(`<a href="/about">us</a><a href="/blog/feed/">feed</a><a href="index.rdf">rdf</a>`, base)
		if len(got) != 2 || got[0].URL != "https://post.example/blog/feed/" || got[1].URL != "https://post.example/feeds/index.rdf" {
			t.Errorf("got %v", got)
		}
	})
}

func ExampleParse() {
	f, err := feed.Parse([]byte(`<rss><channel><title>Post</title><item><title>Ferry returns</title><link>/1</link></item></channel></rss>`), "application/rss+xml", "https://post.example/rss")
	fmt.Println(f.Kind, f.Title, err)
	fmt.Println(f.Entries[0].Title, f.Entries[0].URL)
	// Output:
	// rss Post <nil>
	// Ferry returns https://post.example/1
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{rss(`<item><title>a</title></item>`), `<feed><entry><title>`, `{"version":"x","items":[{}]}`, `<urlset><url><news:news>`, "<rdf:RDF><item rdf:about='x'>", "<!DOCTYPE a [<!ENTITY b 'c'>]><rss>&b;</rss>", "\x1f\x8b", "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry/></a:feed>"} {
		f.Add([]byte(s), "")
	}
	f.Fuzz(func(t *testing.T, b []byte, base string) {
		got, err := feed.Parse(b, "", base)
		if err != nil {
			return
		}
		for _, e := range got.Entries {
			if e.URL != "" && !strings.HasPrefix(e.URL, "http://") && !strings.HasPrefix(e.URL, "https://") {
				t.Errorf("a link to %q", e.URL)
			}
			if strings.ContainsAny(e.Title, "\n\x00") {
				t.Errorf("a title of %q", e.Title)
			}
		}
	})
}

func FuzzLinks(f *testing.F) {
	f.Add(`<link rel=alternate type=application/rss+xml href=/x>`, base)
	f.Fuzz(func(_ *testing.T, page, base string) { feed.Links(page, base) })
}

func BenchmarkParse(b *testing.B) {
	var items strings.Builder
	for i := range 100 {
		fmt.Fprintf(&items, `<item><title>Story %d</title><link>https://post.example/%d</link><pubDate>Tue, 03 Feb 2026 09:30:00 +0200</pubDate><content:encoded><![CDATA[%s]]></content:encoded></item>`, i, i, strings.Repeat("<p>One more <b>sentence</b> of it, and then another.</p>", 130))
	}
	doc := []byte(rss(items.String()))
	b.SetBytes(int64(len(doc)))
	for b.Loop() {
		if _, err := feed.Parse(doc, "", base); err != nil {
			b.Fatal(err)
		}
	}
}
