package extract

import (
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"herald/news"
)

// least is how many pixels a picture has at each side at least, where the page
// says so: smaller ones are faces of authors, marks and counting pixels.
const least = 200

// pictures are the pictures within an article's text, in order, without the
// lead image, which mostly stands there too: each once, whatever size the page
// asks for by parameters.
func pictures(text *html.Node, from *url.URL, lead string) news.Gallery {
	if text == nil {
		return ""
	}
	seen := map[string]bool{bareAddress(lead): true}
	var list []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.DataAtom == atom.Img && worthy(n) {
			address := resolve(from, attr(n, "src"))
			if bare := bareAddress(address); address != "" && !seen[bare] && shown(bare) {
				seen[bare] = true
				list = append(list, address)
			}
		}
		for c := n.FirstChild; c != nil && len(list) < news.MaxAlbum; c = c.NextSibling {
			walk(c)
		}
	}
	walk(text)
	return news.GalleryOf(list)
}

// worthy says that nothing about a picture tells that it is small.
func worthy(img *html.Node) bool {
	for _, side := range [...]string{"width", "height"} {
		if n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(attr(img, side)), "px")); err == nil && n < least {
			return false
		}
	}
	return !strings.HasPrefix(attr(img, "src"), "data:")
}

// shown says that Telegram can show a picture of that name.
func shown(address string) bool {
	for _, end := range [...]string{".svg", ".gif", ".ico", ".avif"} {
		if strings.HasSuffix(strings.ToLower(address), end) {
			return false
		}
	}
	return true
}

func bareAddress(address string) string {
	bare, _, _ := strings.Cut(address, "?")
	return bare
}
