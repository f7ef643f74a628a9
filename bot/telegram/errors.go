package telegram

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"herald/news"
)

// The outcomes that callers branch on with errors.Is. Those marked (400) come
// inside a *RequestError.
var (
	ErrUnauthorized   = errors.New("telegram refuses the token; check TELEGRAM_BOT_TOKEN")            // 401; also 404 where the token is malformed
	ErrConflict       = errors.New("another program polls with this token, or a webhook is set")      // 409
	ErrBlocked        = errors.New("the chat has blocked or removed the bot")                         // 403: blocked, kicked, deactivated, never started
	ErrChatGone       = errors.New("there is no such chat")                                           // 400 chat not found
	ErrNotModified    = errors.New("the message is as it was")                                        // (400) Edit takes it for success
	ErrMessageGone    = errors.New("there is no such message")                                        // (400) deleted, or too old to be edited
	ErrOtherKind      = errors.New("the message is a picture and not a text, or the other way round") // (400) Edit
	ErrTopicGone      = errors.New("the topic is closed or deleted")                                  // (400)
	ErrNoRights       = errors.New("the bot has no right to do that in this chat")                    // (400)
	ErrQueryTooOld    = errors.New("the button was pressed too long ago to be answered")              // (400) Answer takes it for success
	ErrBadMedia       = errors.New("telegram cannot fetch that picture")                              // (400) send without it
	ErrTooLong        = errors.New("the text is longer than telegram allows")                         // (400)
	ErrFileTooLarge   = errors.New("the file is larger than the bot reads")                           // Download
	ErrMalformedToken = errors.New("that is not a token of BotFather")                                // New
)

// RetryError says that a request must not be made before After has passed:
// Telegram answered 429, or Paced is true and no request was made because the
// chat's pace or an earlier 429 forbids it for that long. The message was not
// taken.
type RetryError struct {
	After time.Duration // at least one millisecond
	Paced bool          // the pacer refused it; Telegram was not asked
	All   bool          // with Paced: all broadcasts rest, not this chat alone
}

// Error names the wait.
func (e *RetryError) Error() string {
	if e.Paced {
		return fmt.Sprintf("the chat must be left alone for %s", e.After)
	}
	return fmt.Sprintf("telegram asks to wait %s (429)", e.After)
}

// MovedError says that the group has become a supergroup: everything that is
// sent to the old chat goes to To from now on. The message was not taken.
type MovedError struct{ To news.ChatID }

// Error names the new chat.
func (e *MovedError) Error() string { return fmt.Sprintf("the group has moved to chat %d", e.To) }

// RequestError is a request that Telegram understood and refused for good (400
// and its like): repeating it unchanged is useless. Reason is one of the named
// errors where this package knows the description, else nil.
type RequestError struct {
	Method      string
	Code        int
	Description string // Telegram's words
	Reason      error
}

// Error is the method with Telegram's words.
func (e *RequestError) Error() string {
	return fmt.Sprintf("%s: %d %s", e.Method, e.Code, e.Description)
}

// Unwrap gives the reason.
func (e *RequestError) Unwrap() error { return e.Reason }

// UnavailableError is a request of which nobody knows whether it was done: a
// 5xx, an answer that is not the Bot API's, a broken connection, a time-out.
// It may be repeated later; Telegram may have taken the first one.
type UnavailableError struct {
	Method string
	Code   int   // HTTP status; 0 where there was no answer
	Err    error // nil where Code says all
}

// Error says what happened, without the address.
func (e *UnavailableError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("%s: telegram is unavailable (%d)", e.Method, e.Code)
	}
	return fmt.Sprintf("%s: telegram is unavailable: %v", e.Method, e.Err)
}

// Unwrap gives the cause.
func (e *UnavailableError) Unwrap() error { return e.Err }

// refusals names what the descriptions of 400 mean. The Bot API has no codes
// of its own: its words are the only mark, and these are stable for years. The
// first that is contained, in lower case, decides.
var refusals = []struct {
	words  string
	reason error
}{
	{"message is not modified", ErrNotModified},
	{"query is too old", ErrQueryTooOld},
	{"query_id_invalid", ErrQueryTooOld},
	{"message to edit not found", ErrMessageGone},
	{"message to delete not found", ErrMessageGone},
	{"message can't be edited", ErrMessageGone},
	{"message can't be deleted", ErrMessageGone},
	{"message_id_invalid", ErrMessageGone},
	{"there is no text in the message", ErrOtherKind},
	{"there is no caption in the message", ErrOtherKind},
	{"topic_closed", ErrTopicGone},
	{"topic_deleted", ErrTopicGone},
	{"message thread not found", ErrTopicGone},
	{"not enough rights", ErrNoRights},
	{"have no rights to send", ErrNoRights},
	{"need administrator rights", ErrNoRights},
	{"chat_write_forbidden", ErrNoRights},
	{"chat_restricted", ErrNoRights},
	{"chat_admin_required", ErrNoRights},
	{"failed to get http url content", ErrBadMedia},
	{"wrong file identifier/http url specified", ErrBadMedia},
	{"wrong type of the web page content", ErrBadMedia},
	{"webpage_media_empty", ErrBadMedia},
	{"webpage_curl_failed", ErrBadMedia},
	{"photo_invalid_dimensions", ErrBadMedia},
	{"image_process_failed", ErrBadMedia},
	{"media_empty", ErrBadMedia},
	{"message is too long", ErrTooLong},
	{"message_too_long", ErrTooLong},
	{"caption is too long", ErrTooLong},
}

// longestWait, in seconds, is more than Telegram ever asks for; a number beyond
// it is a mistake that must not overflow.
const longestWait = 30 * 24 * 60 * 60

// refused turns a failed answer into its typed error.
func refused(method string, e envelope) error {
	says := strings.ToLower(e.Description)
	switch {
	case e.Parameters.MigrateTo != 0:
		return &MovedError{To: e.Parameters.MigrateTo}
	case e.Code == 429 || e.Parameters.RetryAfter > 0:
		return &RetryError{After: time.Duration(min(max(1, e.Parameters.RetryAfter), longestWait)) * time.Second}
	case e.Code == 401, e.Code == 404 && (method == "getMe" || method == "getUpdates"):
		return ErrUnauthorized
	case e.Code == 409:
		return fmt.Errorf("%w: %s", ErrConflict, e.Description)
	case e.Code == 403:
		return fmt.Errorf("%w: %s", ErrBlocked, e.Description)
	case e.Code >= 500:
		return &UnavailableError{Method: method, Code: e.Code, Err: errors.New(e.Description)}
	case e.Code == 400 && (strings.Contains(says, "chat not found") || strings.Contains(says, "peer_id_invalid")):
		return fmt.Errorf("%w: %s", ErrChatGone, e.Description)
	}
	err := &RequestError{Method: method, Code: e.Code, Description: e.Description}
	for _, r := range refusals {
		if strings.Contains(says, r.words) {
			err.Reason = r.reason
			break
		}
	}
	return err
}
