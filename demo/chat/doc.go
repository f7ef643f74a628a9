// Package chat is the demo's chat page: a person's side of Telegram in a
// browser, on top of the emulator. It looks and behaves as Telegram's own
// client does where a news bot can tell the difference: entities, keyboards,
// answers to presses, edits in place, link cards, deep links, "typing", drafts of what is being written.
//
//	page := chat.New(chat.Options{Telegram: tg, Site: "http://127.0.0.1:8081"})
//	http.ListenAndServe("127.0.0.1:8080", page)
//
// One person sits before it, with a private chat, a group and a channel. The
// page is HTML, CSS and plain JavaScript embedded in the binary; it loads
// nothing from elsewhere but the pictures that messages show. Changes come as
// server-sent events, what the person does goes back as small JSON requests.
//
// It trusts neither the messages (they reach the page as text nodes only) nor
// other sites: requests that change something must come from the page itself,
// and the page answers only to addresses in numbers and to localhost, so that
// a foreign name that resolves to this machine gets nothing.
//
// It never speaks to the bot and knows nothing of its commands but the menu
// that the bot has set; what is worth trying stands in chips.go.
package chat
