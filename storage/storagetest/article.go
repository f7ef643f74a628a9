package storagetest

import (
	"time"

	"github.com/google/go-cmp/cmp"

	"herald/news"
)

func articlePromises() []promise {
	return []promise{
		{"an article comes back as it was saved, by number, key and address", func(w *world) {
			a := news.Article{GUID: "g", URL: "https://Example.org/x/?utm_source=y", Title: "Титул", Byline: "B", Site: "S", Lang: "uk", Published: epoch.Add(-time.Hour),
				Lead: "L", Body: "Перший.\n\nДругий.", Image: "https://example.org/i.png", Pictures: "https://example.org/j.png\nhttps://example.org/k.png", RecordedAt: epoch, Version: 1}
			saved, err := w.SaveArticle(w.Context(), a)
			w.must(err)
			if saved.ID == 0 || len(saved.Key) != 22 || saved.URL != "https://example.org/x" {
				w.Fatalf("saved %+v", saved)
			}
			a.ID, a.Key, a.URL = saved.ID, saved.Key, saved.URL
			for name, get := range map[string]func() (news.Article, error){
				"number":  func() (news.Article, error) { return w.Article(w.Context(), saved.ID) },
				"key":     func() (news.Article, error) { return w.ArticleByKey(w.Context(), saved.Key) },
				"address": func() (news.Article, error) { return w.ArticleByURL(w.Context(), "https://example.org/x#top") },
			} {
				got, err := get()
				w.must(err)
				if diff := cmp.Diff(a, got); diff != "" {
					w.Errorf("by %s (-saved +got):\n%s", name, diff)
				}
			}
		}},
		{"what is not there is not found", func(w *world) {
			_, err := w.Article(w.Context(), 1)
			w.lost(err)
			_, err = w.ArticleByKey(w.Context(), "")
			w.lost(err)
			_, err = w.Latest(w.Context(), 1, 0)
			w.lost(err)
			_, err = w.Shown(w.Context(), 1, 1)
			w.lost(err)
			w.lost(w.Remember(w.Context(), 1, 0, 1, 1))
		}},
		{"an address is one article, brought up to date by what is newly known", func(w *world) {
			first, err := w.SaveArticle(w.Context(), news.Article{URL: "https://example.org/x", Title: "Old", Byline: "Somebody", Body: "Old."})
			w.must(err)
			second, err := w.SaveArticle(w.Context(), news.Article{URL: "https://example.org/x/", Title: "New", Body: "New."})
			w.must(err)
			if second.ID != first.ID || second.Key != first.Key || second.Title != "New" || second.Body != "New." || second.Byline != "Somebody" {
				w.Errorf("then %+v", second)
			}
			got, err := w.Article(w.Context(), first.ID)
			w.must(err)
			if diff := cmp.Diff(second, got); diff != "" {
				w.Errorf("(-saved +stored):\n%s", diff)
			}
		}},
		{"texts without an address are articles of their own", func(w *world) {
			a, err := w.SaveArticle(w.Context(), news.Article{Title: "T", Body: "B"})
			w.must(err)
			b, err := w.SaveArticle(w.Context(), news.Article{Title: "T", Body: "B"})
			w.must(err)
			if a.ID == b.ID || a.Key == b.Key {
				w.Errorf("one article: %+v, %+v", a, b)
			}
			_, err = w.ArticleByURL(w.Context(), "")
			w.lost(err)
		}},
		{"the latest article is the one shown last, pushed or asked for", func(w *world) {
			w.chat(1)
			a, err := w.SaveArticle(w.Context(), news.Article{Title: "A"})
			w.must(err)
			b, err := w.SaveArticle(w.Context(), news.Article{Title: "B"})
			w.must(err)
			latest := func(want string) {
				w.Helper()
				got, err := w.Latest(w.Context(), 1, 0)
				w.must(err)
				if got.Title != want {
					w.Errorf("latest %q, want %q", got.Title, want)
				}
			}
			w.must(w.Remember(w.Context(), 1, 0, 9, b.ID))
			w.must(w.Remember(w.Context(), 1, 0, 10, a.ID))
			latest("A")
			w.must(w.Remember(w.Context(), 1, 2, 11, b.ID))
			latest("A") // another topic
			w.must(w.Remember(w.Context(), 1, 0, 3, b.ID))
			latest("B") // numbers may start anew in a supergroup
			got, err := w.Shown(w.Context(), 1, 10)
			w.must(err)
			if got.Title != "A" {
				w.Errorf("message 10 shows %q", got.Title)
			}
		}},
		{"a message shows the article given last", func(w *world) {
			w.chat(1)
			for _, title := range []string{"A", "B"} {
				a, err := w.SaveArticle(w.Context(), news.Article{Title: title})
				w.must(err)
				w.must(w.Remember(w.Context(), 1, 0, 9, a.ID))
			}
			if got, err := w.Shown(w.Context(), 1, 9); err != nil || got.Title != "B" {
				w.Errorf("message shows %q, %v", got.Title, err)
			}
		}},
	}
}
