package telegram

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"golang.org/x/time/rate"

	"herald/news"
)

// Server is Telegram's own Bot API server.
const Server = "https://api.telegram.org"

// Free is how many messages a second Telegram takes of a bot without payment.
const Free = 30

// Options are the choices of a Client; the zero value is Telegram's server
// without any pacing of ours.
type Options struct {
	URL  string       // another Bot API server; "" is Server
	Rate float64      // messages a second over all chats; 0: no pacing of ours at all
	Paid bool         // at a Rate above Free, or none, broadcasts are paid for (allow_paid_broadcast)
	HTTP *http.Client // nil: one of its own, made for bursts to one host
	Log  *slog.Logger // nil: nothing is logged

	Timeout     time.Duration // of one request; 0: 30 seconds
	PollTimeout time.Duration // how long the server holds a poll; 0: 50 seconds, its maximum
	Workers     int           // updates handled at the same time; 0: 32
}

// Client speaks to one bot's Bot API. It is safe for concurrent use; it starts
// no goroutine but within Poll.
type Client struct {
	wire    *wire
	api     *tg.Bot
	pace    *pacer
	log     *slog.Logger
	paid    bool
	edits   *rate.Limiter // of broadcasts, which nobody can pay for; nil: their pace is that of messages
	poll    time.Duration
	workers int

	draftless atomic.Bool  // the server does not know drafts
	undrafted atomic.Int32 // drafts in a row that it refused
}

// New makes a client; it asks the server nothing (see Me). The error is
// ErrMalformedToken or names what is wrong with the URL.
func New(token string, o Options) (*Client, error) {
	if token == "" || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`/\?#%"`, r) }) {
		return nil, ErrMalformedToken
	}
	base := strings.TrimRight(cmp.Or(o.URL, Server), "/")
	if u, err := url.Parse(base); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("the Bot API server's address must look like %s", Server)
	}
	c := &Client{
		wire: &wire{
			http: o.HTTP, token: token, base: base,
			timeout: cmp.Or(o.Timeout, requestTimeout),
		},
		pace:    newPacer(o.Rate),
		log:     o.Log,
		paid:    o.Paid && (o.Rate == 0 || o.Rate > Free),
		poll:    min(cmp.Or(o.PollTimeout, 50*time.Second), 50*time.Second),
		workers: cmp.Or(o.Workers, 32),
	}
	if c.paid && o.Rate > Free {
		c.edits = rate.NewLimiter(Free, 1)
	}
	c.wire.long = c.poll + cmp.Or(o.Timeout, requestTimeout)
	if c.wire.http == nil {
		c.wire.http = pool()
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	var err error
	c.api, err = tg.New(token,
		tg.WithSkipGetMe(), tg.WithServerURL(base), tg.WithHTTPClient(c.poll, c.wire), tg.WithNotAsyncHandlers(),
		tg.WithErrorsHandler(func(err error) { c.log.Error("telegram", "error", c.wire.redact(err.Error())) }))
	if err != nil {
		return nil, ErrMalformedToken
	}
	return c, nil
}

// Close gives the idle connections back.
func (c *Client) Close() { c.wire.http.CloseIdleConnections() }

// Me is the bot's own account; the first thing to ask, for it shows whether
// the token is good: ErrUnauthorized where it is not.
func (c *Client) Me(ctx context.Context) (*models.User, error) {
	var me models.User
	if err := c.wire.call(ctx, "getMe", struct{}{}, &me); err != nil {
		return nil, err
	}
	return &me, nil
}

// Command is a line of the menu that people see behind the slash.
type Command struct {
	Name        string // 1–32 of a–z, 0–9 and _, without the slash
	Description string // 1–256 characters
}

// SetCommands sets the menu for people whose Telegram speaks lang; "" is for
// everybody else.
func (c *Client) SetCommands(ctx context.Context, lang string, commands []Command) error {
	list := make([]models.BotCommand, len(commands))
	for i, cmd := range commands {
		list[i] = models.BotCommand{Command: cmd.Name, Description: cmd.Description}
	}
	_, err := c.api.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: list, LanguageCode: lang})
	return err
}

// anonymous is the account as which Telegram shows administrators of a group
// who post anonymously; nobody else can post as it.
const anonymous news.UserID = 1087968824

// Administrator says whether the person governs the chat: its owner, an
// administrator, or one posting anonymously. In a private chat the person
// does. ErrNoRights, ErrChatGone and ErrBlocked mean that nobody can tell.
func (c *Client) Administrator(ctx context.Context, chat news.ChatID, user news.UserID) (bool, error) {
	if chat > 0 {
		return int64(chat) == int64(user), nil
	}
	if user == anonymous {
		return true, nil
	}
	m, err := c.api.GetChatMember(ctx, &tg.GetChatMemberParams{ChatID: int64(chat), UserID: int64(user)})
	if err != nil {
		return false, err
	}
	return m.Type == models.ChatMemberTypeOwner || m.Type == models.ChatMemberTypeAdministrator, nil
}

// Administrators are the people who govern a group or channel, its owner first.
// Errors are those of Administrator; of a channel in which the bot is no
// administrator nobody tells it.
func (c *Client) Administrators(ctx context.Context, chat news.ChatID) ([]news.UserID, error) {
	members, err := c.api.GetChatAdministrators(ctx, &tg.GetChatAdministratorsParams{ChatID: int64(chat)})
	if err != nil {
		return nil, err
	}
	var list []news.UserID
	for _, m := range members {
		switch {
		case m.Owner != nil && m.Owner.User != nil:
			list = append([]news.UserID{news.UserID(m.Owner.User.ID)}, list...)
		case m.Administrator != nil && !m.Administrator.User.IsBot:
			list = append(list, news.UserID(m.Administrator.User.ID))
		}
	}
	return list, nil
}

// Answer ends the waiting circle of a pressed button, with a short notice (or
// an alert that must be put away) where text is not empty; it is cut to
// MaxAnswer. A press that is too old to be answered is no error.
func (c *Client) Answer(ctx context.Context, callbackID, text string, alert bool) error {
	if r := []rune(text); len(r) > MaxAnswer {
		text = string(r[:MaxAnswer-1]) + "…"
	}
	_, err := c.api.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: callbackID, Text: text, ShowAlert: alert})
	if isAny(err, ErrQueryTooOld) {
		return nil
	}
	return err
}

// Typing shows "typing" in the chat for five seconds or until a message comes.
// It is a courtesy: within a retry_after it does nothing.
func (c *Client) Typing(ctx context.Context, to Target) error {
	if c.pace.held(to.Chat) {
		return nil
	}
	_, err := c.api.SendChatAction(ctx, &tg.SendChatActionParams{ChatID: int64(to.Chat), MessageThreadID: int(to.Thread), Action: models.ChatActionTyping})
	c.pace.note(to.Chat, err)
	return err
}
