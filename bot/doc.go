// Package bot is the conversation: an update comes in, an answer goes out.
//
// It stands beside the outbox, which delivers what feeds bring; the two meet in
// the database only. An update is understood (who asks, where, which command,
// about which article), handled by the file that bears the command's name, and
// answered with one message in the language of who asked:
//
//	b := bot.New(bot.Config{Store: store, Reader: reader, Summarizer: s, Telegram: client, Name: "herald_bot", Log: log})
//	b.Announce(ctx)            // the menu behind the slash
//	client.Poll(ctx, b.Handle) // until ctx ends
//
// Nothing is believed that a button's data say: which article is meant, the
// storage knows by the message; which subscription, it checks against the
// chat; which feed, is looked up again on the page that the message names. No
// conversation is kept in memory, so a restart forgets none.
//
// The package fetches nothing itself, knows no SQL, and says no word that does
// not come from bot/locale.
package bot
