package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/telegram"
	"herald/news"
	"herald/quotes"
	"herald/summarize"
)

// Store is what the conversation needs of the storage: what each command
// needs, in its own file.
type Store interface {
	chatStore
	memberStore
	articleStore
	subscribeStore
	listStore
	settingsStore
}

// Reader is the door to the web and to documents.
type Reader interface {
	Discover(ctx context.Context, rawURL string) ([]news.Look, error)
	Article(ctx context.Context, rawURL string) (news.Article, error)
	Document(ctx context.Context, name string, in io.Reader) (news.Article, error)
}

// Telegram is what the conversation needs of the Bot API.
type Telegram interface {
	Send(ctx context.Context, to telegram.Target, m telegram.Message) (news.MessageID, error)
	Edit(ctx context.Context, chat news.ChatID, id news.MessageID, m telegram.Message) error
	Answer(ctx context.Context, callbackID, text string, alert bool) error
	Typing(ctx context.Context, to telegram.Target) error
	Draft(ctx context.Context, to telegram.Target, id int64, m telegram.Message) error
	Administrator(ctx context.Context, chat news.ChatID, user news.UserID) (bool, error)
	Administrators(ctx context.Context, chat news.ChatID) ([]news.UserID, error)
	Download(ctx context.Context, fileID string, limit int64) ([]byte, error)
	SetCommands(ctx context.Context, lang string, commands []telegram.Command) error
}

// Config is what a Bot is made of. Store, Reader, Summarizer and Telegram are
// needed.
type Config struct {
	Store      Store
	Reader     Reader
	Summarizer summarize.Summarizer
	Telegram   Telegram
	Log        *slog.Logger     // nil: nothing is logged
	Name       string           // the bot's user name, with or without @
	AllowUsers []news.UserID    // who may use the bot; empty: everybody
	Admins     []news.UserID    // who governs the bot; they may always use it
	Model      bool             // a language model is configured, so chats may choose about it
	Namer      quotes.Namer     // asks the model for speakers that are missing; nil: nobody is asked
	Now        func() time.Time // nil: the clock
}

// Bot answers updates. It is safe for concurrent use and starts nothing that
// outlives a call.
type Bot struct {
	store     Store
	reader    Reader
	summaries summarize.Summarizer
	telegram  Telegram
	log       *slog.Logger
	name      string
	allowed   map[news.UserID]bool // empty: everybody
	model     bool
	namer     quotes.Namer
	now       func() time.Time

	handlers map[string]command
	heavy    *limits
	answered *recent
}

// New makes a bot.
func New(c Config) *Bot {
	b := &Bot{
		store: c.Store, reader: c.Reader, summaries: c.Summarizer, telegram: c.Telegram,
		log: c.Log, name: bare(c.Name), allowed: map[news.UserID]bool{}, model: c.Model, namer: c.Namer, now: c.Now,
		heavy: newLimits(), answered: newRecent(),
	}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	if b.now == nil {
		b.now = time.Now
	}
	if len(c.AllowUsers) > 0 {
		for _, id := range append(append([]news.UserID(nil), c.AllowUsers...), c.Admins...) {
			b.allowed[id] = true
		}
	}
	b.handlers = map[string]command{
		"start":       {do: b.start},
		"help":        {do: b.help},
		"subscribe":   {do: b.subscribe, governs: true, heavy: true},
		"unsubscribe": {do: b.unsubscribe, governs: true},
		"list":        {do: b.list},
		"summary":     {do: b.summary, heavy: true},
		"quotes":      {do: b.quotes, heavy: true},
		"settings":    {do: b.settings, governs: true},
		"language":    {do: b.language, governs: true},
		"cancel":      {do: b.cancel},
	}
	for alias, name := range map[string]string{"sub": "subscribe", "unsub": "unsubscribe", "sum": "summary"} {
		b.handlers[alias] = b.handlers[name]
	}
	return b
}

// command is what a command does and who may ask for it.
type command struct {
	do      func(context.Context, *request) error
	governs bool // in groups and channels for administrators only
	heavy   bool // fetches or computes, so its rate is bounded
}

// Handle answers one update. It returns when the answer has been sent, at the
// latest after two minutes; failures are told to the person and logged. It is
// what telegram.Client.Poll calls.
func (b *Bot) Handle(ctx context.Context, u *models.Update) {
	ctx, cancel := context.WithTimeout(ctx, handling)
	defer cancel()
	var err error
	switch {
	case u.Message != nil:
		err = b.hear(ctx, u.Message)
	case u.ChannelPost != nil:
		err = b.hear(ctx, u.ChannelPost)
	case u.CallbackQuery != nil:
		err = b.pressed(ctx, u.CallbackQuery)
	case u.MyChatMember != nil:
		err = b.membership(ctx, u.MyChatMember)
	}
	switch {
	case err == nil:
	case errors.Is(err, errUnsent):
		b.log.Info("answer not sent", "update", u.ID, "error", err)
	default:
		b.log.Error("update failed", "update", u.ID, "error", err)
	}
}

// Announce sets the menu of commands that Telegram shows behind the slash, in
// each language that the bot speaks.
func (b *Bot) Announce(ctx context.Context) error {
	var failed []error
	for _, lang := range locale.Languages() {
		say := locale.For(lang)
		menu := []telegram.Command{
			{Name: "subscribe", Description: say.Text(locale.CommandSubscribe)},
			{Name: "unsubscribe", Description: say.Text(locale.CommandUnsubscribe)},
			{Name: "list", Description: say.Text(locale.CommandList)},
			{Name: "summary", Description: say.Text(locale.CommandSummary)},
			{Name: "quotes", Description: say.Text(locale.CommandQuotes)},
			{Name: "settings", Description: say.Text(locale.CommandSettings)},
			{Name: "language", Description: say.Text(locale.CommandLanguage)},
			{Name: "help", Description: say.Text(locale.CommandHelp)},
		}
		if lang == locale.Default {
			lang = "" // for everybody whose language has no menu of its own
		}
		if err := b.telegram.SetCommands(ctx, lang, menu); err != nil {
			failed = append(failed, fmt.Errorf("menu of commands %q: %w", lang, err))
		}
	}
	return errors.Join(failed...)
}
