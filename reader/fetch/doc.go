// Package fetch is the only door to the web: bytes over HTTP, within limits.
//
// It stands at the beginning of every article's path. One call is one answer,
// after redirects:
//
//	c := fetch.New(fetch.Options{})
//	page, err := c.Get(ctx, fetch.Request{URL: "https://example.org/news"})
//
// Size, time, redirects and connections to one host are bounded, and addresses
// on private networks are refused on every hop unless they are allowed, so a
// stranger's link cannot reach what stands beside the bot. Failures are
// *news.SourceError values with one of news's reasons; no error and no log
// line carries the user name or password of an address.
//
// It never parses what it brings, never retries (whoever asked knows when to
// ask again) and keeps nothing between two calls but idle connections.
package fetch
