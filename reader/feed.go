package reader

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"herald/news"
	"herald/reader/feed"
	"herald/reader/fetch"
	"herald/reader/plain"
)

// acceptFeed asks for feeds first and takes pages too.
const acceptFeed = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,text/html;q=0.7,*/*;q=0.5"

// Feed looks at a feed with a conditional request. The look's feed is the
// given one with what was learnt (kind, title, site, validators); its check
// times and failures are the caller's business. A server that answers 304
// gives NotModified. With an error the look holds the feed unchanged, and Wait
// where the server asked for time. A page where the feed was gives
// news.ErrNoFeed.
func (r *Reader) Feed(ctx context.Context, f news.Feed) (news.Look, error) {
	resp, err := r.web.Get(ctx, fetch.Request{URL: f.URL, ETag: f.ETag, LastModified: f.LastModified, Accept: acceptFeed, MaxBytes: r.opt.MaxFeed})
	if err != nil {
		return news.Look{Feed: f, Wait: resp.Wait}, err
	}
	if resp.NotModified {
		if resp.ETag != "" {
			f.ETag = resp.ETag
		}
		if resp.LastModified != "" {
			f.LastModified = resp.LastModified
		}
		return news.Look{Feed: f, NotModified: true, Wait: resp.Wait, MovedTo: moved(f, resp)}, nil
	}
	parsed, err := feed.Parse(resp.Body, resp.ContentType, resp.URL)
	if err != nil {
		return news.Look{Feed: f, Wait: resp.Wait}, fault(f.URL, news.ErrNoFeed, err)
	}
	return look(f, parsed, resp), nil
}

// look makes a look of an answer.
func look(f news.Feed, parsed *feed.Feed, resp *fetch.Response) news.Look {
	f.Kind = parsed.Kind
	if parsed.Title != "" {
		f.Title = parsed.Title
	}
	if parsed.Site != "" {
		f.Site = parsed.Site
	}
	f.ETag, f.LastModified = resp.ETag, resp.LastModified
	for i, e := range parsed.Entries {
		parsed.Entries[i].Published, parsed.Entries[i].Updated = utc(e.Published), utc(e.Updated)
	}
	return news.Look{Feed: f, Entries: parsed.Entries, Wait: max(resp.Wait, min(parsed.TTL, maxTTL)), MovedTo: moved(f, resp)}
}

// moved is the canonical address that a feed went to for good; "" where that
// is no other than the known one. An address with a password is kept: the new
// one does not carry it.
func moved(f news.Feed, resp *fetch.Response) string {
	if resp.MovedTo == "" || fetch.Redact(f.URL) != f.URL {
		return ""
	}
	if to := news.Canonical(resp.MovedTo); to != news.Canonical(f.URL) {
		return to
	}
	return ""
}

// Discover finds the feeds at an address, each already read: the address
// itself where it is a feed; else those that the page there names; else those
// that the site's front page names; else the first that is one of the usual
// addresses and of the news sitemaps that its robots.txt names. The error is news.ErrNoFeed where there is none, or what kept the
// address from being read.
func (r *Reader) Discover(ctx context.Context, rawURL string) ([]news.Look, error) {
	resp, err := r.open(ctx, rawURL, fetch.Request{Accept: acceptFeed, MaxBytes: r.opt.MaxFeed})
	if err != nil {
		return nil, err
	}
	parsed, err := feed.Parse(resp.Body, resp.ContentType, resp.URL)
	if err == nil {
		address, _, _ := fetch.Address(rawURL)
		return []news.Look{found(address, parsed, resp)}, nil
	}
	looks, err := r.named(ctx, feed.Links(decode(resp), resp.URL))
	if len(looks) > 0 || err != nil {
		return looks, err
	}
	if root := front(resp.URL); root != news.Canonical(resp.URL) {
		if home, err := r.web.Get(ctx, fetch.Request{URL: root}); err == nil {
			looks, err = r.named(ctx, feed.Links(decode(home), home.URL))
			if len(looks) > 0 || err != nil {
				return looks, err
			}
		}
	}
	looks, err = r.guess(ctx, resp.URL)
	if len(looks) == 0 && err == nil {
		err = fault(rawURL, news.ErrNoFeed, nil)
	}
	return looks, err
}

// guessing is how long a person waits while herald tries where a feed might
// be.
const guessing = 20 * time.Second

// guess tries the usual addresses and the news sitemaps that robots.txt names,
// and gives the likeliest that is a feed.
func (r *Reader) guess(ctx context.Context, address string) ([]news.Look, error) {
	limited, cancel := context.WithTimeout(ctx, guessing)
	defer cancel()
	var links []feed.Link
	for _, u := range append(feed.Usual(address), r.sitemaps(limited, address)...) {
		links = append(links, feed.Link{URL: u})
	}
	looks, err := r.named(limited, links)
	if ctx.Err() == nil {
		err = nil // only the guessing took too long
	}
	return looks[:min(len(looks), 1)], err
}

// sitemaps are the news sitemaps that a site's robots.txt names.
func (r *Reader) sitemaps(ctx context.Context, address string) []string {
	resp, err := r.web.Get(ctx, fetch.Request{URL: front(address) + "/robots.txt"})
	if err != nil {
		return nil
	}
	return feed.Sitemaps(decode(resp), resp.URL)
}

// named reads the feeds that a page names, several at a time, and leaves out
// those that cannot be read and those that are another one's double.
func (r *Reader) named(ctx context.Context, links []feed.Link) ([]news.Look, error) {
	read := make([]*news.Look, len(links))
	var g errgroup.Group
	g.SetLimit(4)
	for i, l := range links {
		g.Go(func() error {
			got, err := r.probe(ctx, l.URL)
			if err == nil {
				if got.Feed.Title == "" {
					got.Feed.Title = l.Title
				}
				read[i] = &got
			}
			return nil // a feed that cannot be read is left out
		})
	}
	_ = g.Wait()
	var looks []news.Look
	known := map[string]bool{}
	for _, l := range read {
		if l == nil || known[l.Feed.URL] {
			continue
		}
		known[l.Feed.URL] = true
		if double(looks, *l) {
			continue
		}
		looks = append(looks, *l)
	}
	if len(looks) == 0 {
		return nil, ctx.Err()
	}
	return looks, nil
}

// double says that a feed is another form of one that is there: the same title
// and the same articles. Sites offer RSS and Atom side by side.
func double(looks []news.Look, l news.Look) bool {
	for _, o := range looks {
		if o.Feed.Title != l.Feed.Title || len(o.Entries) == 0 || len(o.Entries) != len(l.Entries) {
			continue
		}
		same := true
		for i := range o.Entries {
			same = same && o.Entries[i].Title == l.Entries[i].Title
		}
		if same {
			return true
		}
	}
	return false
}

// probe reads an address that may be a feed.
func (r *Reader) probe(ctx context.Context, address string) (news.Look, error) {
	resp, err := r.web.Get(ctx, fetch.Request{URL: address, Accept: acceptFeed, MaxBytes: r.opt.MaxFeed})
	if err != nil {
		return news.Look{}, err
	}
	parsed, err := feed.Parse(resp.Body, resp.ContentType, resp.URL)
	if err != nil {
		return news.Look{}, fault(address, news.ErrNoFeed, err)
	}
	return found(address, parsed, resp), nil
}

// found is a look at a feed that nobody knew: its identity is the address that
// was asked, or where that went for good.
func found(address string, parsed *feed.Feed, resp *fetch.Response) news.Look {
	l := look(news.Feed{URL: news.Canonical(address)}, parsed, resp)
	if l.MovedTo != "" {
		l.Feed.URL, l.MovedTo = l.MovedTo, ""
	}
	return l
}

// FeedSource is what the bot sees in a feed that lies in a file, on standard
// input ("-") or at an address, where it may also be a page that names feeds.
func (r *Reader) FeedSource(ctx context.Context, arg string, stdin input) ([]news.Look, error) {
	if isAddress(arg) {
		return r.Discover(ctx, arg)
	}
	b, err := r.readFile(arg, stdin)
	if err != nil {
		return nil, err
	}
	parsed, err := feed.Parse(b, "", "")
	if errors.Is(err, feed.ErrNotFeed) {
		if links := feed.Links(plain.Decode(b, ""), ""); len(links) > 0 {
			return r.named(ctx, links)
		}
	}
	if err != nil {
		return nil, fault(arg, news.ErrNoFeed, err)
	}
	return []news.Look{look(news.Feed{}, parsed, &fetch.Response{})}, nil
}
