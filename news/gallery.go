package news

import "strings"

// MaxAlbum is how many pictures an album holds at most,
// https://core.telegram.org/bots/api#sendmediagroup.
const MaxAlbum = 10

// Gallery is the pictures of an article beside its lead image: absolute
// addresses, one a line; "" for none.
type Gallery string

// GalleryOf is the gallery of some addresses.
func GalleryOf(addresses []string) Gallery { return Gallery(strings.Join(addresses, "\n")) }

// URLs are the addresses.
func (g Gallery) URLs() []string { return strings.Fields(string(g)) }
