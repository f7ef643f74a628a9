package news_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"herald/news"
)

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ promise, in, want string }{
		{"case of scheme and host does not count", "HTTPS://News.Example.ORG/A", "https://news.example.org/A"},
		{"a default port does not count", "http://example.org:80/a", "http://example.org/a"},
		{"another port counts", "http://example.org:8080/a", "http://example.org:8080/a"},
		{"a fragment does not count", "https://example.org/a#comments", "https://example.org/a"},
		{"campaign parameters do not count", "https://example.org/a?utm_source=x&id=7&fbclid=y", "https://example.org/a?id=7"},
		{"other parameters keep their order", "https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"},
		{"a slash at the end does not count", "https://example.org/a/", "https://example.org/a"},
		{"an empty path and a slash are one", "https://example.org/", "https://example.org"},
		{"an encoded slash stays encoded", "https://example.org/a%2Fb", "https://example.org/a%2Fb"},
		{"what is no web address stays", " urn:isbn:1 ", "urn:isbn:1"},
		{"Ukrainian letters stay readable to servers", "https://example.org/новини", "https://example.org/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8"},
	} {
		t.Run(c.promise, func(t *testing.T) {
			if got := news.Canonical(c.in); got != c.want {
				t.Errorf("Canonical(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"https://example.org/a/?utm_x=1&b#c", "http://[::1]:80/", "https://example.org//", "::", "https://example.org/%zz"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := news.Canonical(s)
		if twice := news.Canonical(once); twice != once {
			t.Errorf("%q becomes %q and then %q", s, once, twice)
		}
	})
}

func TestAnEntryIsKnownByAnyOfItsKeys(t *testing.T) {
	base := news.Entry{GUID: "n-1", URL: "https://example.org/a", Title: "The ferry is late", Summary: "It will not sail before Monday."}
	shares := func(e news.Entry) bool {
		for _, a := range base.Keys() {
			for _, b := range e.Keys() {
				if a == b {
					return true
				}
			}
		}
		return false
	}
	for promise, e := range map[string]news.Entry{
		"a changed GUID":           {GUID: "n-2", URL: base.URL, Title: "Other"},
		"a changed link":           {GUID: "n-1", URL: "https://example.org/b"},
		"a link with a campaign":   {URL: base.URL + "?utm_medium=rss#top"},
		"a changed GUID and link":  {GUID: "n-2", URL: "https://example.org/b", Title: "The  ferry is LATE", Summary: base.Summary},
		"a GUID with spaces about": {GUID: " n-1\n"},
	} {
		t.Run(promise+" does not make it new", func(t *testing.T) {
			if !shares(e) {
				t.Error("it counts as new")
			}
		})
	}
	t.Run("another entry is another", func(t *testing.T) {
		if shares(news.Entry{GUID: "n-3", URL: "https://example.org/c", Title: base.Title, Summary: "It sails again."}) {
			t.Error("it counts as known")
		}
	})
	t.Run("the same words at another time are another", func(t *testing.T) {
		first := news.Entry{GUID: "1", URL: "https://example.org/1", Title: "Air raid alert", Summary: "Take shelter.", Published: time.Unix(1000, 0)}
		next := news.Entry{GUID: "2", URL: "https://example.org/2", Title: first.Title, Summary: first.Summary, Published: time.Unix(9000, 0)}
		for _, a := range first.Keys() {
			if slices.Contains(next.Keys(), a) {
				t.Errorf("the second alert would be lost by %s", a)
			}
		}
	})
	t.Run("an entry with nothing but a short title has a key", func(t *testing.T) {
		if k := (news.Entry{Title: "Ferry"}).Keys(); len(k) != 1 {
			t.Errorf("got %q", k)
		}
	})
	t.Run("an empty entry has no keys", func(t *testing.T) {
		if k := (news.Entry{}).Keys(); len(k) != 0 {
			t.Errorf("got %q", k)
		}
	})
	t.Run("no key is a short hash", func(t *testing.T) {
		for _, k := range base.Keys() {
			if _, sum, _ := strings.Cut(k, ":"); len(sum) != 64 {
				t.Errorf("%q is no whole SHA-256", k)
			}
		}
	})
}

func TestReadingTime(t *testing.T) {
	for n, want := range map[int]time.Duration{0: 0, 1: time.Minute, 1100: time.Minute, 3500: 3 * time.Minute} {
		if got := (news.Article{Body: strings.Repeat("я", n)}).ReadingTime(); got != want {
			t.Errorf("%d letters: %v, want %v", n, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(0, 20000).Draw(t, "a"), rapid.IntRange(0, 20000).Draw(t, "b")
		long := news.Article{Body: strings.Repeat("a", a+b)}
		if (news.Article{Body: strings.Repeat("a", a)}).ReadingTime() > long.ReadingTime() {
			t.Error("a longer text takes less time")
		}
	})
}

func TestAChatSpeaksAndReadsTimesAsItChose(t *testing.T) {
	uk := news.Chat{Lang: "uk"}
	if uk.Language() != "uk" || uk.Location().String() != "Europe/Kyiv" {
		t.Errorf("a Ukrainian reader: %s, %s", uk.Language(), uk.Location())
	}
	uk.Settings = news.Settings{Lang: "en", Zone: "Europe/Warsaw"}
	if uk.Language() != "en" || uk.Location().String() != "Europe/Warsaw" {
		t.Errorf("choices win: %s, %s", uk.Language(), uk.Location())
	}
	if c := (news.Chat{Settings: news.Settings{Zone: "Mars/Olympus"}}); c.Location() != time.UTC || c.Language() != "en" {
		t.Errorf("what is unknown: %s, %s", c.Language(), c.Location())
	}
}

func TestWants(t *testing.T) {
	a := news.Article{Title: "The ferry is late"}
	for promise, c := range map[string]struct {
		sub  news.Subscription
		a    news.Article
		want bool
	}{
		"a subscription wants what its feed brings": {news.Subscription{}, a, true},
		"a muted one wants nothing":                 {news.Subscription{Muted: true}, a, false},
		"one that was given up wants nothing":       {news.Subscription{EndedAt: time.Unix(1, 0)}, a, false},
		"nobody wants an empty article":             {news.Subscription{}, news.Article{URL: "https://example.org"}, false},
	} {
		t.Run(promise, func(t *testing.T) {
			if got := c.sub.Wants(c.a); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestASourceErrorIsItsReasonAndItsCause(t *testing.T) {
	cause := errors.New("dial tcp: no route")
	err := error(&news.SourceError{Source: "https://example.org", Reason: news.ErrUnreachable, Err: cause})
	if !errors.Is(err, news.ErrUnreachable) || !errors.Is(err, cause) || strings.Contains(err.Error(), "dial tcp") {
		t.Errorf("got %v", err)
	}
}
