package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"herald/news"
	"herald/reader/fetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// site serves h and gives a client that may reach it.
func site(t *testing.T, opt fetch.Options, h http.HandlerFunc) (string, *fetch.Client) {
	t.Helper()
	srv := httptest.NewServer(h)
	opt.AllowPrivate = true
	c := fetch.New(opt)
	t.Cleanup(func() { c.Close(); srv.Close() })
	return srv.URL, c
}

func TestGet(t *testing.T) {
	t.Run("the body, its type and its validators come back", func(t *testing.T) {
		u, c := site(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasPrefix(r.UserAgent(), "herald/") {
				t.Errorf("introduced itself as %q", r.UserAgent())
			}
			w.Header().Set("Content-Type", "text/html; charset=koi8-u")
			w.Header().Set("ETag", `"v1"`)
			w.Header().Set("Last-Modified", "Mon, 02 Feb 2026 10:00:00 GMT")
			fmt.Fprint(w, "<p>hello")
		})
		got, err := c.Get(t.Context(), fetch.Request{URL: u + "/a#part"})
		if err != nil {
			t.Fatal(err)
		}
		if string(got.Body) != "<p>hello" || got.ContentType != "text/html; charset=koi8-u" || got.ETag != `"v1"` || got.LastModified == "" || got.URL != u+"/a" || got.MovedTo != "" || got.NotModified {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a validator that still holds brings no body", func(t *testing.T) {
		u, c := site(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") != `"v1"` || r.Header.Get("If-Modified-Since") == "" {
				t.Errorf("validators not sent: %v", r.Header)
			}
			w.Header().Set("Cache-Control", "public, max-age=120")
			w.Header().Set("Age", "20")
			w.WriteHeader(http.StatusNotModified)
		})
		got, err := c.Get(t.Context(), fetch.Request{URL: u, ETag: `"v1"`, LastModified: "Mon, 02 Feb 2026 10:00:00 GMT"})
		if err != nil || !got.NotModified || len(got.Body) != 0 || got.Wait != 100*time.Second {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("304 without a question is the server's fault", func(t *testing.T) {
		u, c := site(t, fetch.Options{}, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
		if _, err := c.Get(t.Context(), fetch.Request{URL: u}); !errors.Is(err, news.ErrServer) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a connection that breaks off gives what came, and no validators", func(t *testing.T) {
		u, c := site(t, fetch.Options{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.Header().Set("ETag", `"whole"`)
			fmt.Fprint(w, "the first part")
		})
		got, err := c.Get(t.Context(), fetch.Request{URL: u})
		if err != nil || string(got.Body) != "the first part" || got.ETag != "" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("a password goes to its host and to no other", func(t *testing.T) {
		other, _ := site(t, fetch.Options{}, func(_ http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "" {
				t.Error("another host got the password")
			}
		})
		u, c := site(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
			name, word, _ := r.BasicAuth()
			if name != "ann" || word != "s3cret" {
				t.Errorf("%s got %q %q", r.URL, name, word)
			}
			if r.URL.Path == "/1" {
				http.Redirect(w, r, "/2", http.StatusFound)
				return
			}
			http.Redirect(w, r, other, http.StatusFound)
		})
		got, err := c.Get(t.Context(), fetch.Request{URL: strings.Replace(u, "http://", "http://ann:s3cret@", 1) + "/1"})
		if err != nil || strings.Contains(got.URL, "s3cret") {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestStatus(t *testing.T) {
	for code, want := range map[int]error{
		401: news.ErrRefused, 403: news.ErrRefused, 429: news.ErrRefused, 451: news.ErrRefused,
		404: news.ErrGone, 410: news.ErrGone, 400: news.ErrGone,
		500: news.ErrServer, 502: news.ErrServer, 503: news.ErrServer, 504: news.ErrTimeout, 300: news.ErrServer,
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			u, c := site(t, fetch.Options{}, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "90")
				w.WriteHeader(code)
				fmt.Fprint(w, "<html>no</html>")
			})
			got, err := c.Get(t.Context(), fetch.Request{URL: u})
			var source *news.SourceError
			if !errors.Is(err, want) || !errors.As(err, &source) {
				t.Fatalf("got %v, want %v", err, want)
			}
			if got.Wait != 90*time.Second {
				t.Errorf("Retry-After of a refusal is %v", got.Wait)
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	chain := func(codes ...int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			n := len(r.URL.Path) - 1
			if n >= len(codes) {
				fmt.Fprint(w, "there")
				return
			}
			w.Header().Set("Location", r.URL.Path+"x")
			w.WriteHeader(codes[n])
		}
	}
	t.Run("a chain of permanent ones says where the feed lives now", func(t *testing.T) {
		u, c := site(t, fetch.Options{}, chain(301, 308))
		got, err := c.Get(t.Context(), fetch.Request{URL: u + "/"})
		if err != nil || got.MovedTo != u+"/xx" || got.URL != u+"/xx" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("one that is not permanent spoils the chain", func(t *testing.T) {
		u, c := site(t, fetch.Options{}, chain(301, 302, 301))
		got, err := c.Get(t.Context(), fetch.Request{URL: u + "/"})
		if err != nil || got.MovedTo != "" || got.URL != u+"/xxx" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("ten are followed, a circle is not", func(t *testing.T) {
		u, c := site(t, fetch.Options{}, chain(302, 302, 302, 302, 302, 302, 302, 302, 302, 302))
		if _, err := c.Get(t.Context(), fetch.Request{URL: u + "/"}); err != nil {
			t.Error(err)
		}
		u, c = site(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) })
		if _, err := c.Get(t.Context(), fetch.Request{URL: u}); !errors.Is(err, news.ErrRedirects) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a site that wants its cookie back gets it", func(t *testing.T) {
		u, c := site(t, fetch.Options{}, func(w http.ResponseWriter, r *http.Request) {
			if _, err := r.Cookie("seen"); err != nil {
				http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
				http.Redirect(w, r, "/", http.StatusFound)
				return
			}
			fmt.Fprint(w, "welcome")
		})
		got, err := c.Get(t.Context(), fetch.Request{URL: u})
		if err != nil || string(got.Body) != "welcome" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("to another scheme: no", func(t *testing.T) {
		u, c := site(t, fetch.Options{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		})
		if _, err := c.Get(t.Context(), fetch.Request{URL: u}); !errors.Is(err, news.ErrBadURL) {
			t.Errorf("got %v", err)
		}
	})
}

func TestLimits(t *testing.T) {
	t.Run("an answer of 100 MB stops at the limit", func(t *testing.T) {
		var sent atomic.Int64
		u, c := site(t, fetch.Options{}, func(w http.ResponseWriter, _ *http.Request) {
			block := bytes.Repeat([]byte("news "), 20_000)
			for range 1000 {
				n, err := w.Write(block)
				sent.Add(int64(n))
				if err != nil {
					return
				}
			}
		})
		_, err := c.Get(t.Context(), fetch.Request{URL: u})
		if !errors.Is(err, news.ErrTooLarge) {
			t.Fatalf("got %v", err)
		}
		if n := sent.Load(); n > 30<<20 {
			t.Errorf("%d bytes were sent before it stopped", n)
		}
	})
	t.Run("a length that says so is not even read", func(t *testing.T) {
		u, c := site(t, fetch.Options{MaxBytes: 10}, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("x", 100)) })
		if _, err := c.Get(t.Context(), fetch.Request{URL: u}); !errors.Is(err, news.ErrTooLarge) {
			t.Errorf("got %v", err)
		}
		if _, err := c.Get(t.Context(), fetch.Request{URL: u, MaxBytes: 100}); err != nil {
			t.Errorf("the request's own limit: %v", err)
		}
	})
	t.Run("a gzip bomb counts unpacked", func(t *testing.T) {
		var bomb bytes.Buffer
		z := gzip.NewWriter(&bomb)
		if _, err := io.CopyN(z, zeroes{}, 64<<20); err != nil {
			t.Fatal(err)
		}
		z.Close()
		u, c := site(t, fetch.Options{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb.Bytes())
		})
		if _, err := c.Get(t.Context(), fetch.Request{URL: u}); !errors.Is(err, news.ErrTooLarge) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("who answers too slowly is not waited for", func(t *testing.T) {
		release := make(chan struct{})
		u, c := site(t, fetch.Options{Timeout: 50 * time.Millisecond}, func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "soon")
			w.(http.Flusher).Flush()
			<-release
		})
		defer close(release)
		if _, err := c.Get(t.Context(), fetch.Request{URL: u}); !errors.Is(err, news.ErrTimeout) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a cancelled context is the context's error", func(t *testing.T) {
		u, c := site(t, fetch.Options{}, func(http.ResponseWriter, *http.Request) {})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Get(ctx, fetch.Request{URL: u}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("one host gets two requests at a time", func(t *testing.T) {
		var now, most atomic.Int32
		in, release := make(chan struct{}, 8), make(chan struct{})
		u, c := site(t, fetch.Options{}, func(http.ResponseWriter, *http.Request) {
			n := now.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			in <- struct{}{}
			<-release
			now.Add(-1)
		})
		done := make(chan error, 6)
		for range 6 {
			go func() { _, err := c.Get(t.Context(), fetch.Request{URL: u}); done <- err }()
		}
		<-in
		<-in
		close(release)
		for range 6 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if most.Load() != fetch.PerHost {
			t.Errorf("%d at a time", most.Load())
		}
	})
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestPrivateAddressesAreRefused(t *testing.T) {
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the guard let it through") }))
	defer inside.Close()
	c := fetch.New(fetch.Options{Timeout: 2 * time.Second})
	defer c.Close()
	for _, u := range []string{
		inside.URL, strings.Replace(inside.URL, "127.0.0.1", "localhost", 1), "http://127.1.2.3/", "http://[::1]/", "http://0.0.0.0/", "http://[::]/",
		"http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://172.16.9.9/", "http://192.168.1.1/router", "http://100.64.0.1/",
		"http://[fd00::1]/", "http://[fe80::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
	} {
		t.Run(u, func(t *testing.T) {
			_, err := c.Get(t.Context(), fetch.Request{URL: u})
			if !errors.Is(err, news.ErrPrivateAddress) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestARedirectInwardsIsRefused(t *testing.T) {
	// The outer site has to be reachable, so its address is allowed for this
	// test alone; what it redirects to is not.
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the guard let it through") }))
	defer inside.Close()
	outer := httptest.NewServer(http.RedirectHandler(inside.URL, http.StatusFound))
	defer outer.Close()
	c := fetch.NewGuardedExcept(outer.Listener.Addr().String())
	defer c.Close()
	if _, err := c.Get(t.Context(), fetch.Request{URL: outer.URL}); !errors.Is(err, news.ErrPrivateAddress) {
		t.Errorf("got %v", err)
	}
}

func TestErrorsKeepSecrets(t *testing.T) {
	c := fetch.New(fetch.Options{Timeout: time.Second})
	defer c.Close()
	for _, u := range []string{"http://bob:s3cret@127.0.0.1:1/feed", "ftp://bob:s3cret@example.org/", "http://bob:s3cret@bad host/", "http://bob:s3cret@[::1/", "http://bob:s3cret%zz@example.org"} {
		_, err := c.Get(t.Context(), fetch.Request{URL: u})
		for e := err; e != nil; e = unwrap(e) {
			if strings.Contains(e.Error(), "s3cret") || strings.Contains(e.Error(), "bob") {
				t.Errorf("%s: %v", u, e)
			}
		}
		if err == nil {
			t.Errorf("%s was fetched", u)
		}
	}
}

// unwrap gives the cause behind a reason.
func unwrap(err error) error {
	if s, ok := err.(*news.SourceError); ok { //nolint:errorlint // one step at a time
		return s.Err
	}
	return errors.Unwrap(err)
}

func TestNobodyThere(t *testing.T) {
	srv := httptest.NewServer(nil)
	u := srv.URL
	srv.Close()
	c := fetch.New(fetch.Options{AllowPrivate: true})
	defer c.Close()
	for _, u := range []string{u, "http://nowhere.invalid/feed"} {
		if _, err := c.Get(t.Context(), fetch.Request{URL: u}); !errors.Is(err, news.ErrUnreachable) {
			t.Errorf("%s: got %v", u, err)
		}
	}
}

func TestAddress(t *testing.T) {
	for typed, want := range map[string]string{
		"https://example.org/a?b=c": "https://example.org/a?b=c",
		" example.org/feed ":        "https://example.org/feed",
		"<https://example.org/>":    "https://example.org/",
		"HTTP://Example.org":        "http://Example.org",
		"feed:https://example.org/": "https://example.org/",
		"feed://example.org/rss":    "https://example.org/rss",
		"localhost:8080/rss":        "https://localhost:8080/rss",
		"новини.укр/стрічка":        "https://%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8.%D1%83%D0%BA%D1%80/%D1%81%D1%82%D1%80%D1%96%D1%87%D0%BA%D0%B0",
	} {
		got, _, err := fetch.Address(typed)
		if typed == "новини.укр/стрічка" {
			if err != nil || !strings.Contains(got, "/%D1%81%D1%82") {
				t.Errorf("%q: %q, %v", typed, got, err)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "hello", "javascript:alert(1)", "mailto:a@example.org", "ftp://example.org/", "http://", "https:// /", "two words.org", "file:///etc/passwd", "http://[::1"} {
		if got, _, err := fetch.Address(typed); !errors.Is(err, news.ErrBadURL) {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
}

func ExampleAddress() {
	address, guessed, err := fetch.Address("example.org/news")
	fmt.Println(address, guessed, err)
	// Output: https://example.org/news true <nil>
}

func ExampleRedact() {
	fmt.Println(fetch.Redact("https://ann:secret@example.org/feed"))
	// Output: https://example.org/feed
}
