// Package emulator is a Bot API server for tests and for the demo. Bots speak
// to it over HTTP as to Telegram; the people's side is a Go API.
//
//	tg := emulator.New(emulator.Options{})
//	tg.Start()
//	defer tg.Close()
//	ann := tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
//	// … a bot polls tg.URL() with tg.Token() …
//	tg.Write(news.ChatID(ann), ann, "/start")
//	m, err := tg.AwaitMessage(ctx, news.ChatID(ann), func(m emulator.Message) bool { return m.Bot })
//	answer, err := tg.Press(ctx, m.Chat, ann, m.ID, "open")
//
// It holds bots to Telegram's rules more strictly than Telegram does: what the
// real server swallows silently (an entity with a bad link, a parameter that
// does not exist) is done as it would do it, and listed by Complaints; what
// works there by luck (an empty copy_text beside callback data, entities out
// of order) is refused. Requests are checked against methods.txt.
//
// Faults can be scripted (see Fault), Telegram's documented pace can be
// enforced (see Limits), and everything that happens can be waited for (Await)
// or followed (Events) without sleeping.
//
// It keeps its state in memory, knows one bot, and never makes a request of
// its own but those to a webhook. parse_mode is refused: herald sends entities.
package emulator
