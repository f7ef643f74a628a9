package news

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// FeedID is the storage's number of a feed; 0 is a feed not stored yet.
type FeedID int64

// FeedKind is the format that a feed is written in.
type FeedKind string

// The kinds of feed that herald reads. A sitemap is a site's news sitemap.
const (
	RSS     FeedKind = "rss"
	Atom    FeedKind = "atom"
	JSON    FeedKind = "json"
	Sitemap FeedKind = "sitemap"
)

// Feed is a source that is polled. Its identity is its URL in canonical form
// (see Canonical); everything else may change between two looks.
type Feed struct {
	ID    FeedID
	URL   string   // canonical; unique in the storage
	Kind  FeedKind // "" until it has been read once
	Title string   // as the feed names itself; may be ""
	Site  string   // address of the site that it belongs to; may be ""

	// Validators of the last answer, sent back in the next conditional GET.
	ETag, LastModified string

	CheckedAt time.Time // when it was last looked at with success
	NextCheck time.Time // when it is due again
	Failures  int       // failed looks in a row
	LastError string    // the reason of the last failure, without secrets; "" after a success
}

// Name is what people read where the feed is meant: its title, else its host.
func (f Feed) Name() string {
	if t := strings.TrimSpace(f.Title); t != "" {
		return t
	}
	return Host(f.URL)
}

// Entry is one item of a feed as it was parsed: a promise of an article.
type Entry struct {
	GUID      string // as the feed gives it; may be ""
	URL       string // absolute link to the article; may be ""
	Title     string // plain text
	Byline    string
	Published time.Time
	Updated   time.Time
	Summary   string // plain text, the feed's own teaser
	Content   string // plain text with paragraphs, where the feed carries the whole article
	Image     string // absolute URL
	Lang      string // what the feed declares
}

// Keys are the identities by which an entry counts as seen, strongest first:
// its GUID, its canonical link, and its content (title, summary and time). An
// entry is known when any of its keys is known, so a publisher who changes
// GUIDs, or links, or both for an unchanged text does not make it new. The
// time is part of the content, since an alarm or a weather warning is given in
// the same words each time. A key is a prefix that tells its sort and a whole
// SHA-256 in hex: peers lost articles to 32-bit hashes.
//
// A short title alone is no content key, unless the entry has nothing else.
func (e Entry) Keys() []string {
	keys := make([]string, 0, 3)
	add := func(sort, s string) {
		sum := sha256.Sum256([]byte(s))
		keys = append(keys, sort+":"+hex.EncodeToString(sum[:]))
	}
	if g := strings.TrimSpace(e.GUID); g != "" {
		add("guid", g)
	}
	if e.URL != "" {
		add("link", Canonical(e.URL))
	}
	title, summary := fold(e.Title), fold(e.Summary)
	if title != "" && summary != "" || len(title) > 40 || len(keys) == 0 && title+summary != "" {
		at := ""
		if !e.Published.IsZero() {
			at = e.Published.UTC().Format(time.RFC3339)
		}
		add("text", title+"\n"+summary+"\n"+at)
	}
	return keys
}

// fold makes two spellings of one text equal: lower case, single spaces.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// Look is what reading a feed once brought: the feed with its new title and
// validators, and its entries in the feed's order. NotModified says that the
// server answered 304: then there are no entries and nothing has changed.
type Look struct {
	Feed        Feed
	Entries     []Entry
	NotModified bool
	MovedTo     string        // canonical URL after permanent redirects only; "" where it did not move
	Wait        time.Duration // how long the server asked to be left alone (Retry-After, Cache-Control, ttl); 0 where it did not
}
