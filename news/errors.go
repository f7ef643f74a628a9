package news

import (
	"errors"
	"fmt"
)

// The failures that a person may meet. Each has one sentence in bot/locale
// with what to do next; the text here is for logs and the command line. They
// are compared with errors.Is, wrapped or not.
var (
	ErrNotFound       = errors.New("not found")                                                       // nothing is stored under that name
	ErrBadURL         = errors.New("not a web address; it should look like https://example.org/news") // cannot be parsed, or not http(s)
	ErrUnreachable    = errors.New("the site cannot be reached; check the address or try again later")
	ErrTimeout        = errors.New("the site took too long to answer; try again later")
	ErrRefused        = errors.New("the site refuses automated readers; try its feed's address instead")           // 401, 403, 429, 451
	ErrGone           = errors.New("there is no such page; check the address")                                     // 404, 410
	ErrServer         = errors.New("the site has an error of its own; try again later")                            // 5xx
	ErrLogin          = errors.New("the page asks for a login, so herald cannot read it; paste the text instead")  // a login form or a redirect to one
	ErrTooLarge       = errors.New("the answer is larger than herald reads; give the address of a single article") // over the size limit
	ErrPrivateAddress = errors.New("the address lies on a private network; the operator can allow it with HERALD_ALLOW_PRIVATE_ADDRESSES=true")
	ErrRedirects      = errors.New("the address redirects without end; open it in a browser and give the final one")
	ErrNoFeed         = errors.New("no feed was found on that page; give the address of the feed itself")
	ErrNoArticle      = errors.New("no article was found there; give the address of a single article, or paste its text")
	ErrNotReadable    = errors.New("herald cannot read this kind of file; give a page, a text, an HTML or a PDF document")
)

// SourceError says which source failed and why. It matches its Reason, one of
// the errors above, with errors.Is; Err is the cause for the log and may be
// nil. URLs in it carry no user name or password.
type SourceError struct {
	Source string
	Reason error
	Err    error
}

// Error is one clear line: the source, the reason with what to do next.
func (e *SourceError) Error() string { return fmt.Sprintf("%s: %v", e.Source, e.Reason) }

// Unwrap gives the reason and the cause.
func (e *SourceError) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Reason}
	}
	return []error{e.Reason, e.Err}
}
