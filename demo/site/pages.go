package site

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"time"
)

//go:embed templates
var templates embed.FS

func parsePages() (*template.Template, error) {
	pages, err := template.ParseFS(templates, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("pages of the sample site: %w", err)
	}
	return pages, nil
}

// link is an entry of a list of articles.
type link struct{ Href, Title, Lead, Image, Section, When string }

// feedLink is what a page announces in its head.
type feedLink struct{ Type, Title, Href string }

// page is what the templates are filled with.
type page struct {
	Lang, Base, Path, Title string
	Words                   words
	Feeds                   []feedLink
	Links                   []link
	Sections                []section
	Article                 article
	When, Dateline          string // machine-readable and as printed
	LD                      any    // JSON-LD
	Also                    link
}

// section is a language's part of the front page.
type section struct {
	Lang  string
	Words words
	Links []link
}

func announce(lang string) feedLink {
	kinds := map[string]string{"en": "application/rss+xml", "uk": "application/atom+xml", "ru": "application/feed+json"}
	return feedLink{Type: kinds[lang], Title: chrome[lang].Name, Href: FeedPath(lang)}
}

func links(list []article) []link {
	out := make([]link, 0, len(list))
	for _, a := range list {
		out = append(out, link{a.Path(), a.Title, a.Lead(), a.Image(), a.Section, a.Published.Format("15:04")})
	}
	return out
}

// front is the page of all languages; it announces three feeds.
func (s *Site) front(w http.ResponseWriter, r *http.Request) {
	now, p := s.now(), page{Lang: "en", Base: base(r), Path: "/", Title: "Three Rivers", Words: chrome["en"]}
	var newest time.Time
	for _, lang := range languages {
		list := s.edition(lang, now)
		newest = later(newest, list[0].Published)
		p.Feeds = append(p.Feeds, announce(lang))
		p.Sections = append(p.Sections, section{lang, chrome[lang], links(list[:min(4, len(list))])})
	}
	s.render(w, r, "front.html", newest, p)
}

// section is the front page of one language; it announces one feed.
func (s *Site) section(lang string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		list := s.edition(lang, s.now())
		s.render(w, r, "section.html", list[0].Published, page{
			Lang: lang, Base: base(r), Path: r.URL.Path, Title: chrome[lang].Name, Words: chrome[lang],
			Feeds: []feedLink{announce(lang)}, Links: links(list),
		})
	}
}

// story is the page of one article, once it is out.
func (s *Site) story(lang string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, ok := s.find(lang, r.PathValue("slug"), s.now())
		if !ok {
			http.NotFound(w, r)
			return
		}
		c, at := chrome[lang], base(r)
		p := page{
			Lang: lang, Base: at, Path: a.Path(), Title: a.Title, Words: c, Feeds: []feedLink{announce(lang)}, Article: a,
			When: a.Published.Format(time.RFC3339), Dateline: a.Published.Format(c.Dateline),
			LD: map[string]any{
				"@context": "https://schema.org", "@type": "NewsArticle", "headline": a.Title, "inLanguage": lang,
				"datePublished": a.Published.Format(time.RFC3339), "dateModified": a.Published.Format(time.RFC3339),
				"articleSection": a.Section, "image": []string{at + a.Image()}, "mainEntityOfPage": at + a.Path(),
				"author":    map[string]any{"@type": "Person", "name": a.Byline, "jobTitle": a.Role},
				"publisher": map[string]any{"@type": "NewsMediaOrganization", "name": c.Name},
			},
		}
		// The neighbour never changes, so neither does the page.
		if also, ok := s.number(lang, 0, a.Published); ok && also.Slug != a.Slug {
			p.Also = link{Href: also.Path(), Title: also.Title}
		}
		s.render(w, r, "story.html", a.Published, p)
	}
}

func (s *Site) render(w http.ResponseWriter, r *http.Request, name string, changed time.Time, p page) {
	var out bytes.Buffer
	if err := s.pages.ExecuteTemplate(&out, name, p); err != nil {
		http.Error(w, "the page cannot be written", http.StatusInternalServerError)
		return
	}
	reply(w, r, "text/html; charset=utf-8", changed, out.Bytes())
}

func (s *Site) style(w http.ResponseWriter, r *http.Request) {
	css, err := templates.ReadFile("templates/style.css")
	if err != nil {
		http.NotFound(w, r)
		return
	}
	reply(w, r, "text/css; charset=utf-8", time.Time{}, css)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
