package news

import "time"

// DeliveryID is the storage's number of a delivery.
type DeliveryID int64

// DeliveryKind is what a delivery does with its message.
type DeliveryKind string

// A delivery sends a new message or edits the one that was sent before.
const (
	Send DeliveryKind = "send"
	Edit DeliveryKind = "edit"
)

// DeliveryState is where a delivery stands.
//
//	due ──claim──▶ sending ──confirm──▶ sent ──the article changed──▶ due, as an edit
//	 ▲               │  └────drop─────▶ dropped (with its reason)
//	 └──postpone─────┘
type DeliveryState string

// The states of a delivery.
const (
	Due     DeliveryState = "due"
	Sending DeliveryState = "sending"
	Sent    DeliveryState = "sent"
	Dropped DeliveryState = "dropped"
)

// Delivery is one article on its way to one chat: a row of the outbox. It is
// unique per chat, topic and article, so an article reaches a chat once, from
// however many feeds it comes.
type Delivery struct {
	ID       DeliveryID
	Kind     DeliveryKind
	Chat     ChatID
	Thread   ThreadID
	Article  ArticleID
	Feed     FeedID
	State    DeliveryState
	Attempts int       // counted before each attempt, so a crash counts too
	Next     time.Time // not before this time
	Message  MessageID // of the message in the chat, once sent
	Version  int       // of the article, as the message shows it or is about to
	Omitted  int       // articles before this one that were left out after a long pause
	Reason   string    // why it was postponed or dropped; no secrets
	Created  time.Time
}

// Outcome is how an attempt at a claimed delivery ended.
type Outcome struct {
	Delivery DeliveryID
	State    DeliveryState // Sent; Due: to be tried again; Dropped: given up
	Message  MessageID     // Sent: of the new message; 0 for an edit, which keeps the one that it has
	Also     int           // Sent: further messages of an album, numbered on from Message
	Until    time.Time     // Due: not before this time
	Free     bool          // Due: the attempt does not count, for Telegram did not look at the message
	Reason   string        // Due, Dropped: why; no secrets
}

// Job is a claimed delivery with all that is needed to send it.
type Job struct {
	Delivery Delivery
	Article  Article
	Chat     Chat
	Feed     Feed
	View     View // Delivery is an edit: what the message shows below the title
}

// View is what a message shows below an article's title: one of those below.
// Behind Summarized may stand how long the summary is, where a person chose
// that under the message: "summary:long".
type View string

// The views of an article: folded with its lead, or unfolded with its summary,
// its quotes, or what has changed in it. "" is Lead.
const (
	Lead       View = "lead"
	Summarized View = "summary"
	Quoted     View = "quotes"
	Changed    View = "changes"
)

// Sized is a summary of that length.
func Sized(l Length) View { return Summarized + ":" + View(l) }

// Parts are the view and the length of its summary; "" where nobody chose one,
// and for all other views. What is no view comes back whole.
func (v View) Parts() (View, Length) {
	for _, l := range Lengths() {
		if v == Sized(l) {
			return Summarized, l
		}
	}
	return v, ""
}

// Newest is how many articles of a feed a chat gets after a long pause; one
// line says how many were left out.
const Newest = 5

// LongPause is how long nobody must have looked at a feed for its backlog to
// be cut to the newest. A restart or a night's outage of a feed is shorter.
const LongPause = 12 * time.Hour
