package bot

import (
	"context"
	"errors"
	"strings"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// sentences are what a person reads of each failure that they can do something
// about. The first that matches decides.
var sentences = []struct {
	err error
	key locale.Key
}{
	{news.ErrPrivateAddress, locale.ErrorPrivateAddress},
	{news.ErrBadURL, locale.ErrorBadURL},
	{news.ErrTimeout, locale.ErrorTimeout},
	{news.ErrUnreachable, locale.ErrorUnreachable},
	{news.ErrRefused, locale.ErrorRefused},
	{news.ErrGone, locale.ErrorGone},
	{news.ErrServer, locale.ErrorServer},
	{news.ErrLogin, locale.ErrorLogin},
	{news.ErrTooLarge, locale.ErrorTooLarge},
	{news.ErrRedirects, locale.ErrorRedirects},
	{news.ErrNoFeed, locale.ErrorNoFeed},
	{news.ErrNoArticle, locale.ErrorNoArticle},
	{news.ErrNotReadable, locale.ErrorNotReadable},
	{context.DeadlineExceeded, locale.ErrorTimeout},
	{telegram.ErrFileTooLarge, locale.FileTooLarge},
	{errNoText, locale.ErrorNoText},
	{errBusy, locale.Busy},
}

// documentMB is maxDocument as people read it.
const documentMB = "10"

// errBusy says that the chat has had enough for now.
var errBusy = errors.New("too many requests at once")

// errNoText says that a document opens and holds nothing to read.
var errNoText = errors.New("no text in the document")

// sourcedError is a failure with the source as the person gave it, for the sentence
// alone: it may hold a password, so the error's own words leave it out.
type sourcedError struct {
	source string
	err    error
}

func (e *sourcedError) Error() string { return e.err.Error() }
func (e *sourcedError) Unwrap() error { return e.err }

// sorry is the sentence for a failure; expected is false for one that nobody
// foresaw, which the log needs to hear of.
func sorry(say *locale.Printer, err error) (sentence render.Text, expected bool) {
	for _, s := range sentences {
		if errors.Is(err, s.err) {
			var source render.Text
			source.Line(sourceOf(err, s.err))
			if source.Empty() && strings.Contains(say.Text(s.key), "{source}") {
				break // nothing that the person gave
			}
			return render.Words(say.Text(s.key), map[string]render.Text{"source": render.Cut(source, 200), "size": render.Plain(documentMB)}), true
		}
	}
	return render.Plain(say.Text(locale.Apology)), false
}

// sourceOf names what failed: the address as it was given where that is what is
// wrong, else its host, since the person knows the rest.
func sourceOf(err, reason error) string {
	var from *sourcedError
	var read *news.SourceError
	source := ""
	switch {
	case errors.As(err, &from):
		source = from.source
	case errors.As(err, &read):
		source = read.Source
	}
	if errors.Is(reason, news.ErrBadURL) || errors.Is(reason, errNoText) {
		return source
	}
	return news.Host(source)
}
