// Package watch looks at the feeds that somebody takes and stores what is new
// in them.
//
// It stands at the beginning of an article's way: it asks the database which
// feeds are due, the reader what they hold, each subscription whether it wants
// an article, and gives the database the answers as one harvest. bot/outbox
// takes over from there; the two know nothing of one another.
//
//	due ─▶ read ─▶ new? ─▶ article ─▶ wanted? ─▶ record
//
// What holds:
//
//   - An entry is recorded as seen in the same transaction as its article and
//     the article's deliveries. A crash before that leaves it unseen, and the
//     next look brings it again.
//   - Articles come in the order in which they appeared, oldest first.
//   - A feed that fails is asked ever more seldom, at least once a day, and
//     nothing of it is lost. One that herald has not seen for long brings its
//     newest few articles and says how many were left out.
//   - One bad feed, or one bad entry, costs the others nothing.
//
// It never speaks HTTP itself, never sends anything, and never judges what a
// chat wants (news.Subscription.Wants does).
//
//	w := watch.New(watch.Config{Store: store, Reader: reader, Interval: 10 * time.Minute, Log: log, Queued: out.Wake})
//	err := w.Run(ctx) // until ctx ends
package watch
