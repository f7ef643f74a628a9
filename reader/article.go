package reader

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"herald/news"
	"herald/reader/extract"
	"herald/reader/feed"
	"herald/reader/fetch"
	"herald/reader/plain"
)

// maxTTL is the longest that a feed's own ttl is believed: many systems write
// a day there without meaning it.
const maxTTL = time.Hour

// Article reads the page, or the document, at an address. Beside fetch's
// errors there are news.ErrLogin, news.ErrNoArticle and news.ErrNotReadable
// (a picture, a film).
func (r *Reader) Article(ctx context.Context, rawURL string) (news.Article, error) {
	resp, err := r.open(ctx, rawURL, fetch.Request{})
	if err != nil {
		return news.Article{}, err
	}
	a, err := r.page(ctx, resp)
	if err != nil {
		return news.Article{}, fault(rawURL, reason(err), err)
	}
	return a, nil
}

// page makes an article of an answer. A page without a text that sends its
// readers elsewhere by a meta element, as link shorteners do, is followed once.
func (r *Reader) page(ctx context.Context, resp *fetch.Response) (news.Article, error) {
	a, err := r.answer(resp)
	if !errors.Is(err, news.ErrNoArticle) {
		return a, err
	}
	next := extract.Refresh(decode(resp), resp.URL)
	if next == "" {
		return a, err
	}
	there, failed := r.web.Get(ctx, fetch.Request{URL: next})
	if failed != nil {
		return a, err
	}
	return r.answer(there)
}

// answer makes an article of an answer. A feed is none, though its text could
// be read as one.
func (r *Reader) answer(resp *fetch.Response) (news.Article, error) {
	if _, err := feed.Parse(resp.Body, resp.ContentType, resp.URL); err == nil {
		return news.Article{URL: news.Canonical(resp.URL)}, news.ErrNoArticle
	}
	if k := kindOf(resp.ContentType, resp.Body); k != htmlKind {
		a, err := r.document(k, resp.ContentType, resp.Body)
		a.URL = news.Canonical(resp.URL)
		return a, err
	}
	a, err := HTML(resp.URL, resp.Body, resp.ContentType)
	if errors.Is(err, news.ErrNoArticle) && loginAddress(resp.URL) {
		err = news.ErrLogin
	}
	return a, err
}

// HTML is the article of a page that came from an address ("" where it is not
// known). contentType is the header of that name, where there was one. It is
// pure, and safe on any bytes. The error is news.ErrLogin or
// news.ErrNoArticle; the article then still holds what the page says about
// itself.
func HTML(address string, page []byte, contentType ...string) (news.Article, error) {
	kind := ""
	if len(contentType) > 0 {
		kind = contentType[0]
	}
	a, err := extract.Page(plain.Decode(page, kind), address)
	a.Published = utc(a.Published)
	finish(&a)
	if err == nil && utf8.RuneCountInString(a.Body) < minBody {
		err = news.ErrNoArticle // all of it was furniture
	}
	return a, err
}

// minBody is how many runes an article has at least.
const minBody = 40

// Entry reads the article behind a feed's entry. Where its page cannot be
// read, or holds another text than the entry announces (a consent form, a
// robot test), the article is made of what the feed itself carries, so an
// entry with a title or a text always becomes an article; only where ctx ended
// there is ctx's error, and news.ErrNoArticle for an entry without anything.
func (r *Reader) Entry(ctx context.Context, f news.Feed, e news.Entry) (news.Article, error) {
	a, _, err := r.Reread(ctx, f, e)
	return a, err
}

// Reread is Entry for an article that was read before; paged says that it was
// read from its page, and not made of what the feed carries. Where the page
// failed, or shows something else today, the text of before is the better one.
func (r *Reader) Reread(ctx context.Context, f news.Feed, e news.Entry) (a news.Article, paged bool, err error) {
	own := fromEntry(f, e)
	if e.URL == "" {
		return own, false, present(own)
	}
	resp, err := r.web.Get(ctx, fetch.Request{URL: e.URL})
	if ctx.Err() != nil {
		return news.Article{}, false, ctx.Err()
	}
	if err != nil {
		return own, false, present(own)
	}
	a, err = r.page(ctx, resp)
	if ctx.Err() != nil {
		return news.Article{}, false, ctx.Err()
	}
	if err != nil || !announced(own, a) {
		if a.Image != "" && own.Image == "" {
			own.Image = a.Image
		}
		return own, false, present(own)
	}
	return merge(a, own), true, nil
}

// present says that an article has something to show.
func present(a news.Article) error {
	if a.Title == "" && a.Body == "" {
		return fault(firstOf(a.URL, "the entry"), news.ErrNoArticle, nil)
	}
	return nil
}

// fromEntry makes an article of what a feed carries.
func fromEntry(f news.Feed, e news.Entry) news.Article {
	a := news.Article{
		Feed: f.ID, GUID: e.GUID, URL: news.Canonical(e.URL), Title: e.Title, Byline: e.Byline, Lang: e.Lang,
		Published: utc(e.Published), Image: e.Image, Body: firstOf(e.Content, e.Summary),
	}
	if news.Host(e.URL) == news.Host(f.URL) || news.Host(e.URL) == news.Host(f.Site) {
		a.Site = f.Title
	}
	if a.Title == "" {
		a.Title = headline(a.Body)
	}
	finish(&a)
	return a
}

// merge joins the page's article with the entry's: the feed knows the title
// that the publisher announces, the time and the identity; the page knows the
// rest. A feed that carries clearly more of the text than its page shows is
// believed: the page is cut by a paywall.
func merge(page, own news.Article) news.Article {
	a := page
	a.Feed, a.GUID = own.Feed, own.GUID
	a.Title = firstOf(own.Title, page.Title)
	if !own.Published.IsZero() {
		a.Published = own.Published
	}
	a.Byline = firstOf(page.Byline, own.Byline)
	a.Image = firstOf(page.Image, own.Image)
	a.Site = firstOf(page.Site, own.Site)
	if len(own.Body) > 2*len(page.Body) && len(own.Body) > 500 {
		a.Body, a.Lead, a.Lang = own.Body, own.Lead, own.Lang
	}
	return a
}

// announced says that a page holds the article that the entry promised: a
// word in five of the entry's title and teaser stands on the page. A page
// about something else – "before you continue", "are you a robot?" – does not
// have them.
func announced(own, page news.Article) bool {
	text := strings.ToLower(page.Title + " " + page.Body)
	n, hit := 0, 0
	for _, w := range strings.FieldsFunc(strings.ToLower(own.Title+" "+own.Lead), notWord) {
		for _, s := range telling(w) {
			if n++; strings.Contains(text, s) {
				hit++
			}
		}
	}
	return n == 0 || hit*5 >= n
}

// telling is what to look for of a word: its stem, pairs of letters in the
// scripts that do not part words, nothing of a short word.
func telling(w string) []string {
	r := []rune(w)
	if unicode.In(r[0], unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
		var pairs []string
		for i := 0; i+2 <= len(r); i += 2 {
			pairs = append(pairs, string(r[i:i+2]))
		}
		return pairs
	}
	if len(r) < 4 {
		return nil
	}
	return []string{string(r[:max(4, len(r)*2/3)])} // enough to find its other forms
}

// loginAddress says that an address is that of a login page.
func loginAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	for _, part := range strings.FieldsFunc(strings.ToLower(u.Path), func(r rune) bool { return r == '/' || r == '.' }) {
		switch part {
		case "login", "signin", "sign-in", "log-in", "auth", "sso", "account", "subscribe", "paywall":
			return true
		}
	}
	return false
}

// reason is the one of news's reasons that an error stands for.
func reason(err error) error {
	for _, r := range [...]error{news.ErrLogin, news.ErrNoArticle, news.ErrNotReadable, news.ErrTooLarge} {
		if errors.Is(err, r) {
			return r
		}
	}
	return news.ErrNoArticle
}

func firstOf(s ...string) string {
	for _, v := range s {
		if v != "" {
			return v
		}
	}
	return ""
}

// front is the address of a site's front page.
func front(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
}
