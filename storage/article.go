package storage

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"time"

	"herald/news"
)

const articleColumns = `a.id, COALESCE(a.feed_id, 0), a.key, a.recorded_at, a.published, a.url, a.guid, a.title, a.byline, a.site, a.lang, a.image, a.lead, a.body, a.pictures,
	COALESCE((SELECT r.version FROM revisions r WHERE r.article_id = a.id), 1), COALESCE((SELECT r.revised_at FROM revisions r WHERE r.article_id = a.id), 0)`

func scanArticle(r scanner) (a news.Article, err error) {
	var recorded, published, revised ms
	err = r.Scan(&a.ID, &a.Feed, &a.Key, &recorded, &published, &a.URL, &a.GUID, &a.Title, &a.Byline, &a.Site, &a.Lang, &a.Image, &a.Lead, &a.Body, &a.Pictures, &a.Version, &revised)
	a.RecordedAt, a.Published, a.Revised = moment(recorded), moment(published), moment(revised)
	return a, err
}

// Article is a stored article by its number.
func (s *Store) Article(ctx context.Context, id news.ArticleID) (news.Article, error) {
	a, err := s.article(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = ?1`, id)
	return a, wrap(err, "article %d", id)
}

// ArticleByKey is a stored article by its unguessable name.
func (s *Store) ArticleByKey(ctx context.Context, key string) (news.Article, error) {
	a, err := s.article(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.key = ?1`, key)
	return a, wrap(err, "article by key")
}

// ArticleByURL is a stored article by its address, which need not be
// canonical. No article is found under "".
func (s *Store) ArticleByURL(ctx context.Context, url string) (news.Article, error) {
	a, err := s.article(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.url = ?1 AND a.url <> ''`, news.Canonical(url))
	return a, wrap(err, "article by address")
}

func (s *Store) article(ctx context.Context, query string, args ...any) (a news.Article, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		a, err = scanArticle(c.row(ctx, query, args...))
		return found(err)
	})
	return a, err
}

// SaveArticle stores an article that was read on request, and gives it back
// with its number and key. An article whose canonical URL is stored already is
// brought up to date and keeps number, key and feed; one without URL is always
// a new one.
func (s *Store) SaveArticle(ctx context.Context, a news.Article) (news.Article, error) {
	a.RecordedAt = orNow(a.RecordedAt)
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) (err error) {
		a, err = putArticle(ctx, c, a, true)
		return err
	})
	return a, wrap(err, "save article")
}

// putArticle inserts an article, or finds the one with its canonical URL. What
// is found stays as it is, but for the feed that brought it where none had,
// and is brought up to date if refresh says so: by what the new reading knows,
// never by what it left open.
func putArticle(ctx context.Context, c conn, a news.Article, refresh bool) (news.Article, error) {
	a.URL = news.Canonical(a.URL)
	if a.URL != "" {
		old, err := scanArticle(c.row(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.url = ?1 AND a.url <> ''`, a.URL))
		switch err := found(err); {
		case err == nil:
			return mergeArticle(ctx, c, old, a, refresh)
		case !errors.Is(err, news.ErrNotFound):
			return a, err
		}
	}
	key, err := newKey()
	if err != nil {
		return a, err
	}
	a.Key = key
	a.ID, a.Version, a.Revised = 0, 1, time.Time{}
	err = c.row(ctx, `INSERT INTO articles (feed_id, key, recorded_at, published, url, guid, title, byline, site, lang, image, lead, body, pictures)
		VALUES (NULLIF(CAST(?1 AS BIGINT), 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) RETURNING id`,
		a.Feed, a.Key, millis(a.RecordedAt), millis(a.Published), a.URL, a.GUID, a.Title, a.Byline, a.Site, a.Lang, a.Image, a.Lead, a.Body, a.Pictures).Scan(&a.ID)
	a.RecordedAt, a.Published = moment(millis(a.RecordedAt)), moment(millis(a.Published))
	return a, err
}

func mergeArticle(ctx context.Context, c conn, old, a news.Article, refresh bool) (news.Article, error) {
	kept := old
	if kept.Feed == 0 {
		kept.Feed = a.Feed
	}
	if refresh {
		for _, f := range []struct{ to, from *string }{
			{&kept.Title, &a.Title}, {&kept.Byline, &a.Byline}, {&kept.Site, &a.Site}, {&kept.Lang, &a.Lang},
			{&kept.Image, &a.Image}, {&kept.Lead, &a.Lead}, {&kept.Body, &a.Body},
		} {
			if *f.from != "" {
				*f.to = *f.from
			}
		}
		if a.Pictures != "" {
			kept.Pictures = a.Pictures
		}
		if !a.Published.IsZero() {
			kept.Published = moment(millis(a.Published))
		}
	}
	if kept == old {
		return old, nil
	}
	_, err := c.exec(ctx, `UPDATE articles SET feed_id = NULLIF(CAST(?2 AS BIGINT), 0), published = ?3, title = ?4, byline = ?5, site = ?6, lang = ?7, image = ?8, lead = ?9, body = ?10, pictures = ?11 WHERE id = ?1`,
		kept.ID, kept.Feed, millis(kept.Published), kept.Title, kept.Byline, kept.Site, kept.Lang, kept.Image, kept.Lead, kept.Body, kept.Pictures)
	return kept, err
}

// newKey is 128 random bits, so that nobody finds an article by trying.
func newKey() (string, error) {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}
