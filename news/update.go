package news

import (
	"errors"
	"time"
)

// Update is what happened in Telegram, on its way to the conversation: taken
// by one copy of herald, handled by any.
type Update struct {
	ID   int64  // Telegram's number; it is taken once
	Lane int64  // the chat (or person) whose order it keeps
	Body []byte // JSON, as Telegram sent it

	Attempts int // counted before each, so a crash counts too
}

// AnswerID is the storage's number of an answer.
type AnswerID int64

// Answer is a message to somebody who asked, on its way from the copy of
// herald that answers to the one that sends. Update and Number identify it: an
// update that is handled twice, because a copy died over it, is answered once.
type Answer struct {
	ID       AnswerID
	Update   int64
	Number   int // of this answer among those to the update, from 1
	Chat     ChatID
	Thread   ThreadID
	Edits    MessageID // the message to change; 0: a new one
	Body     []byte    // the message, as its sender reads it
	Attempts int       // counted before each attempt
	Created  time.Time

	Done    bool
	Message MessageID // Done: of the new message
	Fault   string    // Done: why it was not sent, as its asker reads it; "" where it was
}

// SignalKind is what copies of herald tell one another.
type SignalKind string

// The kinds of a signal. None is needed for anything to happen: each spares
// the second until somebody looks.
const (
	Queued   SignalKind = "queued"   // deliveries are
	Asked    SignalKind = "asked"    // an answer waits to be sent
	Answered SignalKind = "answered" // an answer is done
	Updated  SignalKind = "updated"  // updates wait to be handled
	Missed   SignalKind = "missed"   // signals may have been lost: look everywhere
)

// Signal is a word from one copy of herald to all, itself included.
type Signal struct {
	Kind SignalKind
	ID   int64 // Answered: of the answer
}

// ErrDeposed is that a copy of herald lost its role: its connection to the
// database broke, and within three seconds another copy may have the role.
// Whoever served in it sends nothing after two.
var ErrDeposed = errors.New("the connection that held the role broke")
