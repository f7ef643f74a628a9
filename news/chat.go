package news

import "time"

// ChatID is Telegram's number of a chat: positive for people, negative for
// groups and channels.
type ChatID int64

// ThreadID is Telegram's number of a forum topic; 0 is the chat itself.
type ThreadID int

// MessageID is Telegram's number of a message within a chat; 0 is none.
type MessageID int

// UserID is Telegram's number of a person or bot.
type UserID int64

// ChatKind is what sort of chat it is, in Telegram's words.
type ChatKind string

// The four kinds of chat.
const (
	Private    ChatKind = "private"
	Group      ChatKind = "group"
	Supergroup ChatKind = "supergroup"
	Channel    ChatKind = "channel"
)

// ChatState says whether messages may go to the chat.
type ChatState string

// A chat is active until the bot is blocked, removed or forbidden to write; a
// blocked chat keeps all it has and resumes when the person or the right
// returns; a moved one has given all
// that it had to the supergroup it became.
const (
	Active  ChatState = "active"
	Blocked ChatState = "blocked"
	Moved   ChatState = "moved"
)

// Length is how long a chat wants its summaries.
type Length string

// The lengths of a summary: one sentence, about three, about seven.
const (
	Short  Length = "short"
	Normal Length = "normal"
	Long   Length = "long"
)

// Lengths are all of them, the shortest first.
func Lengths() []Length { return []Length{Short, Normal, Long} }

// Sentences is how many sentences a summary of this length has; that of
// Normal for an unknown length.
func (l Length) Sentences() int {
	switch l {
	case Short:
		return 1
	case Long:
		return 7
	}
	return 3
}

// Media is what a pushed article shows besides its words.
type Media string

// A link preview (Telegram's own card), the lead image as a photo, all pictures
// as an album where there are several, or nothing.
const (
	Preview Media = "preview"
	Picture Media = "picture"
	Album   Media = "album"
	NoMedia Media = "none"
)

// Settings are a chat's choices; the zero value means "as by default".
type Settings struct {
	Length  Length // "" is Normal
	Media   Media  // "" is Preview
	NoModel bool   // the chat refuses that its articles go to a language model
	Silent  bool   // messages come without a sound
	Zone    string // IANA name; "" goes by the language, else UTC
	Lang    string // language of the bot's words; "" goes by the person's Telegram language
}

// Chat is a conversation that the bot is part of.
type Chat struct {
	ID        ChatID
	Kind      ChatKind
	Title     string // of a group or channel; the person's name in private
	Lang      string // as Telegram tells of the person (language_code); "" unknown
	Settings  Settings
	State     ChatState
	BlockedAt time.Time // zero unless blocked
	MovedTo   ChatID    // 0 unless moved

	// RightsLost is since when herald may not write there, though it is still
	// in the chat; zero as far as it knows that it may. Such a chat is blocked,
	// but for a trial now and then, and until an administrator sets it right.
	RightsLost time.Time
}

// Language is the one in which the bot speaks to the chat: its own choice,
// else the person's, else "en".
func (c Chat) Language() string {
	switch {
	case c.Settings.Lang != "":
		return c.Settings.Lang
	case c.Lang != "":
		return c.Lang
	}
	return "en"
}

// Location is the zone in which the chat reads times: its own choice, Kyiv for
// Ukrainian readers, else UTC, which the text then names.
func (c Chat) Location() *time.Location {
	name := c.Settings.Zone
	if name == "" && c.Language() == "uk" {
		name = "Europe/Kyiv"
	}
	if loc, err := time.LoadLocation(name); name != "" && err == nil {
		return loc
	}
	return time.UTC
}
