// Package feed reads feeds: RSS in all its versions, RDF, Atom, JSON Feed and
// news sitemaps, as publishers really write them.
//
// It stands behind fetch on a feed's path and does no input or output:
//
//	f, err := feed.Parse(body, "application/rss+xml", "https://example.org/rss")
//	for _, e := range f.Entries { … }
//
// gofeed does the parsing. Around it stands what real feeds need: the encoding
// is found out, what is no XML is mended, a feed that breaks off or holds one
// broken entry keeps the others, links become absolute, and titles and
// summaries come out as plain text. Links finds the feeds that a page names.
//
// It never fetches and never decides what is new.
package feed
