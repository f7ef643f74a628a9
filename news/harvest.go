package news

import "time"

// Harvest is what one look at a feed brought. It is stored in one transaction:
// an article that is stored has its deliveries queued, and a crash before the
// commit leaves the entries unseen, so the next look brings them again.
type Harvest struct {
	Feed     Feed      // with its new title, validators, next check, failures
	Seen     []Entry   // every entry of the look: their keys are remembered, or renewed
	Arrivals []Arrival // new articles, oldest first
	Revised  []Article // stored articles, by their ID, with the title and text that their source has now; their messages are edited
	Sighted  []Sighting
	At       time.Time
}

// Arrival is a new article and those who get it.
type Arrival struct {
	Article Article // its URL may be stored already (another feed brought it): then the stored one is used
	Entry   Entry   // the entry that announced it
	To      []Recipient
}

// Recipient is a chat, or a topic of one, that an article goes to.
type Recipient struct {
	Subscription SubscriptionID
	Chat         ChatID
	Thread       ThreadID
	Omitted      int // articles left out before this one; told in one line
}
