// Package reader is the only door to the web and to files: it brings feeds and
// articles in, and nothing else of herald opens an address or a document.
//
// It stands at the head of the river. watch asks it for feeds and for the
// articles behind their entries, bot for what people send, and the command
// line for its SOURCE:
//
//	r := reader.New(fetch.New(fetch.Options{}), reader.Options{})
//	looks, err := r.Discover(ctx, "example.org")      // the feeds of a site
//	look, err := r.Feed(ctx, looks[0].Feed)           // later: what is new there?
//	a, err := r.Entry(ctx, look.Feed, look.Entries[0]) // the article behind an entry
//	a, err = r.Article(ctx, "https://example.org/news/1")
//
// Whatever the source, an article comes out in one form: NFC text without
// headline and furniture, paragraphs parted by a blank line, its language
// found out, its lead set.
//
// It never writes to a database, never decides what is new and knows no
// Telegram. Failures are *news.SourceError values with one of news's reasons,
// and a cancelled context's error.
package reader

import (
	"context"
	"errors"
	"time"

	"herald/news"
	"herald/reader/fetch"
	"herald/reader/plain"
)

// Options of a Reader. The zero value is ready for use.
type Options struct {
	// MaxFeed and MaxDocument bound a feed and a document in bytes after
	// decompression; 0 = fetch.MaxFeed and 10 MiB.
	MaxFeed, MaxDocument int64
}

// Reader reads. It is safe for concurrent use.
type Reader struct {
	web *fetch.Client
	opt Options
}

// maxDocument is the largest document: a book as PDF; Telegram lets a bot
// download 20 MB.
const maxDocument = 10 << 20

// New is a reader that goes through the given client.
func New(web *fetch.Client, opt Options) *Reader {
	if opt.MaxFeed <= 0 {
		opt.MaxFeed = fetch.MaxFeed
	}
	if opt.MaxDocument <= 0 {
		opt.MaxDocument = maxDocument
	}
	return &Reader{web: web, opt: opt}
}

// open fetches an address as a person typed it: one without a scheme is tried
// with https first and then, where nothing answers there, with http.
func (r *Reader) open(ctx context.Context, typed string, req fetch.Request) (*fetch.Response, error) {
	address, guessed, err := fetch.Address(typed)
	if err != nil {
		return &fetch.Response{}, err
	}
	req.URL = address
	resp, err := r.web.Get(ctx, req)
	if guessed && errors.Is(err, news.ErrUnreachable) && ctx.Err() == nil {
		req.URL = "http" + address[len("https"):]
		if plainResp, plainErr := r.web.Get(ctx, req); plainErr == nil {
			return plainResp, nil
		}
	}
	return resp, err
}

// fault wraps a reason with the source that it concerns.
func fault(source string, reason, cause error) error {
	return &news.SourceError{Source: fetch.Redact(source), Reason: reason, Err: cause}
}

// utc is a time of the past or of tomorrow at most, else the zero time: a date
// far ahead is a mistake, and would stand on top of every list.
func utc(t time.Time) time.Time {
	if t.IsZero() || t.After(time.Now().Add(48*time.Hour)) || t.Year() < 1980 {
		return time.Time{}
	}
	return t.UTC()
}

// decode gives a page as text.
func decode(resp *fetch.Response) string { return plain.Decode(resp.Body, resp.ContentType) }
