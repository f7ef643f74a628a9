// Package extract finds the article in a page: title, byline, time, site,
// language, lead image and the text without what stands around it.
//
// It is the second half of reading a page, after fetch and plain.Decode, and a
// pure function of its input:
//
//	a, err := extract.Page(html, "https://example.org/news/1")
//	fmt.Println(a.Title, len(a.Body))
//
// The text comes from go-trafilatura with go-readability as its second
// opinion; what the page says about itself in JSON-LD and meta elements is
// read here. It fetches nothing, knows no single site, and leaves the lines
// that only a reader of many texts can judge (date lines, share bars) to
// package text.
package extract
