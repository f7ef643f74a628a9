// Package news is herald's domain: what a feed, an article, a chat, a
// subscription, a delivery, a summary and a quote are, the rules that hold for
// them, and the errors that a person may get to see.
//
// It stands at the bottom of the house: it imports the standard library only,
// does no input or output, and starts nothing. Every other package speaks in
// these types, so one article is the same value from the moment it is read
// until it stands in a chat:
//
//	reader   bytes        → Entry, Article
//	watch    Entry        → Harvest (articles with their deliveries)
//	storage  Harvest      → rows, and back
//	outbox   Delivery     → a message in a Chat
//	summarize, quotes     → Summary, []Quote
//
// Conventions that hold in the whole program: times are UTC, and the zero
// time means "not known"; spans are byte offsets into the text they belong to
// (code points only at the JSON edge of the command line, UTF-16 only where
// Telegram is spoken); languages are lower-case BCP 47 primary subtags ("en",
// "uk", "ru"), "" where unknown.
package news
