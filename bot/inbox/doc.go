// Package inbox takes updates in where several copies of herald share the
// work, or where Telegram pushes them by a webhook.
//
// It stands before the conversation: an update is stored (Take) before
// Telegram is told that it has arrived, and any copy claims and handles it:
//
//	webhook ─┐                    ┌─▶ bot.Handle ─▶ finish
//	         ├▶ take ─▶ (stored) ─┤
//	poller ──┘                    └─▶ another copy's
//
// What holds:
//
//   - An update is handled once, however often Telegram gives it; when the copy
//     that handles it dies, another one does it again within LeaseTime.
//   - One chat's updates are handled in order, over all copies; chats side by
//     side.
//   - An update at which copies die one after the other is given up.
//
// It knows nothing of what an update says, and sends nothing. A single copy
// that polls needs no inbox: telegram.Client.Poll confirms what is finished.
//
//	in := inbox.New(inbox.Config{Store: store, Handle: conversation.Handle, Log: log})
//	err := in.Run(ctx)
package inbox
