package news

import (
	"time"
	"unicode/utf8"
)

// ArticleID is the storage's number of an article; 0 is one not stored yet.
type ArticleID int64

// Article is a text that was read, from a page, a feed, a file or a message.
type Article struct {
	ID   ArticleID
	Feed FeedID // 0 where nobody's feed brought it
	Key  string // unguessable name for deep links; given by the storage

	GUID      string
	URL       string // canonical; "" for pasted text and files
	Title     string
	Byline    string
	Site      string // name of the publication
	Lang      string
	Published time.Time
	Lead      string  // one or two opening sentences for a pushed message; plain text
	Body      string  // plain NFC text, paragraphs parted by one blank line
	Image     string  // absolute URL of the lead image
	Pictures  Gallery // those in the text, without the lead image

	RecordedAt time.Time // when herald stored it
	Version    int       // from 1; each change of its title or text at the source makes a new one; 0 is one not stored yet
	Revised    time.Time // when herald read the newest version; zero while there is the first only
}

// Source is what people read where the article's origin is meant.
func (a Article) Source() string {
	switch {
	case a.Site != "":
		return a.Site
	case a.URL != "":
		return Host(a.URL)
	}
	return ""
}

// Letters a minute that a person reads: 1,000 is what 200 English words of
// five letters make, and holds about as well for Ukrainian and Russian, whose
// words are longer and fewer.
const lettersPerMinute = 1000

// ReadingTime is how long a person takes for the body: whole minutes, at least
// one for a text that is not empty, 0 for an empty one.
func (a Article) ReadingTime() time.Duration {
	n := utf8.RuneCountInString(a.Body)
	if n == 0 {
		return 0
	}
	minutes := (n + n/6 + lettersPerMinute/2) / (lettersPerMinute + lettersPerMinute/6)
	return time.Duration(max(1, minutes)) * time.Minute
}
