// Package demo is the whole of herald's surroundings on one machine: a Bot API
// server, a newspaper to read, and a person's chat page in the browser. With
// the bot between them nobody needs a token or a network to see what it does.
//
//	d, err := demo.New(ctx, demo.Options{Addr: "127.0.0.1:8080"})
//	fmt.Println(d.Hint())
//	// … cmd runs the bot with d.Token(), d.APIURL(), d.PollInterval() …
//	err = d.Run(ctx)
//
// It consists of demo/site (the newspaper), demo/chat (the page) and
// bot/telegram/emulator (Telegram itself). It never imports the bot, the
// storage or what watches the feeds: cmd wires them, exactly as it does for
// Telegram and the web.
package demo
