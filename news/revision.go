package news

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// EditAge is how long after an article came it is watched for changes at its
// source, and its messages are edited: corrections come within hours, and an
// edit of last week's message is seen by nobody.
const EditAge = 48 * time.Hour

// Sighting is how the entry of a stored article looked in its feed when the
// article was read last. A later look compares: while the feed shows the entry
// as it was, nobody asks for the article's page again.
type Sighting struct {
	Article ArticleID
	Key     string    // the strongest of Entry.Keys
	Words   string    // Entry.Words
	Updated time.Time // Entry.Updated
	Again   time.Time // the page is not read again before; zero: at any time
	Reads   int       // how often it was read again
}

// Sight is how an entry looks.
func Sight(article ArticleID, e Entry) Sighting {
	s := Sighting{Article: article, Words: e.Words(), Updated: e.Updated}
	if keys := e.Keys(); len(keys) > 0 {
		s.Key = keys[0]
	}
	return s
}

// Changed says that the feed shows the entry otherwise than before: with other
// words, or with a later date of change.
func (s Sighting) Changed(e Entry) bool {
	return s.Words != e.Words() || e.Updated.After(s.Updated)
}

// Words is a whole SHA-256, in hex, of what the feed shows of the entry: title,
// teaser and text, letter case and spaces apart.
func (e Entry) Words() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{fold(e.Title), fold(e.Summary), fold(e.Content)}, "\x00")))
	return hex.EncodeToString(sum[:])
}
