package extract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"herald/reader/extract"
)

func TestPicturesOfAnArticle(t *testing.T) {
	figure := func(attrs string) string {
		return `<figure><img ` + attrs + `><figcaption>Seen from the pier.</figcaption></figure>`
	}
	with := func(pictures ...string) string {
		return strings.Replace(paragraphs, "<p>About", strings.Join(pictures, "")+"<p>About", 1)
	}
	many := ""
	for n, p := range strings.SplitAfter(strings.Repeat(paragraphs, 4), "</p>") {
		many += p + figure(fmt.Sprintf(`src="/m/%d.jpg"`, n))
	}
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"an article without pictures has none", paragraphs, nil},
		{"those in the text, in order", with(figure(`src="/a.jpg"`), figure(`src="https://img.example/b.webp?w=900" width="900" height="600"`)),
			[]string{"https://post.example/a.jpg", "https://img.example/b.webp?w=900"}},
		{"each once, whatever its size", with(figure(`src="/a.jpg?w=300"`), figure(`src="/a.jpg?w=900"`)), []string{"https://post.example/a.jpg?w=300"}},
		{"not the lead image once more", with(figure(`src="/lead.jpg?w=900"`), figure(`src="/a.jpg"`)), []string{"https://post.example/a.jpg"}},
		{"no small ones", with(figure(`src="/face.jpg" width="96" height="96"`), figure(`src="/a.jpg"`)), []string{"https://post.example/a.jpg"}},
		{"nothing that Telegram does not show", with(figure(`src="/chart.svg"`), figure(`src="/x.gif"`), figure(`src="data:image/png;base64,AAAA"`)), nil},
		{"none of the furniture around it", paragraphs + `</article></main><aside><img src="/advert.jpg" width="600" height="600"></aside><main><article>`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := extract.Page(page(`<title>Ferry</title><meta property="og:image" content="/lead.jpg">`, c.body), address)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.Pictures.URLs(); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	t.Run("no more than an album holds", func(t *testing.T) {
		a, err := extract.Page(page(`<title>Ferry</title>`, many), address)
		if err != nil || len(a.Pictures.URLs()) != 10 {
			t.Errorf("got %d, %v", len(a.Pictures.URLs()), err)
		}
	})
}
