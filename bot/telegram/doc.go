// Package telegram is the only door to the Bot API: messages go out through
// it, updates come in.
//
// It stands at the bottom of the bot's floor. bot, bot/outbox and bot/render
// speak in its types; it knows nothing of articles, chats' settings or the
// database, and it never decides what becomes of a message that failed: it
// says so in a typed error and leaves the rest to the caller.
//
//	client, err := telegram.New(token, telegram.Options{Rate: 30, Log: log})
//	id, err := client.Send(ctx, telegram.Target{Chat: 42}, telegram.Message{Text: "Hello"})
//	err = client.Poll(ctx, bot.Handle)
//
// github.com/go-telegram/bot carries the types of an update, the simple
// requests and the dispatch of an update to its handler. Four things are done
// here, because a news bot lives by them:
//
//   - Every failure has a type (see errors.go); an answer in HTML, a closed
//     connection and a time-out are *UnavailableError.
//   - Messages are paced (see pacer.go): over all chats, within each chat, and
//     within each group. Answers overtake broadcasts. What the server asks to
//     be left alone is left alone, to the second.
//   - Messages carry text and entities, never markup, so Telegram has nothing
//     to parse and nothing to refuse; entities, buttons and reply markup are
//     written by hand where the library writes fields that were never set.
//   - Updates are confirmed when they are done (see poll.go), one chat in
//     order, chats side by side.
//
// The token stands in the address of every request. It appears in no error
// and in no log line of this package.
package telegram
