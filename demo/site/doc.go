// Package site is the sample newspaper of the demo: "Three Rivers" in
// English, Ukrainian and Russian, about a country that does not exist, with
// people nobody has met. It is what the bot reads where there is no network:
//
//	paper := site.New(site.Options{Every: 8 * time.Second})
//	http.ListenAndServe("127.0.0.1:8081", paper)
//
// Its pages look as news sites do, with all that is no part of a story around
// the story: navigation, share bar, date line, photo credit, advertisements,
// "read also". Each language has a feed of each kind (RSS, Atom, JSON Feed);
// conditional requests are answered as they should be. Under /odd/ lie the
// pages that a reader must cope with: a login form, an empty page, one that
// refuses, one without end.
//
// What is in the paper is a pure function of the clock: article number n is
// there once so many intervals have passed since its language was first read.
// So nothing runs in the background, nobody comes late, and a test moves the
// clock instead of waiting.
// When the written articles are used up, notes whose numbers change follow
// without end (weather, market, sport), at a quarter of the pace.
//
// It never reads from the network or the disk, and knows nothing of Telegram.
package site
