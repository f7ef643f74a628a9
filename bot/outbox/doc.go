// Package outbox delivers: it takes what is queued for the chats out of the
// database and brings it to Telegram.
//
// In an article's life it is the last stage: watch has stored the article with
// a delivery for each chat; the outbox claims deliveries, renders them, sends
// them at Telegram's pace and stores how that ended.
//
//	claim ─▶ render ─▶ send ─▶ sent
//	  ▲                  ├───▶ again later   429, 5xx, network, the group moved
//	  └──────────────────┘└──▶ dropped       400 in every form, a day of failures
//	                      ├──▶ the chat is blocked: 403, chat not found
//	                      └──▶ the chat is paused, and tried now and then: not enough rights
//
// What holds:
//
//   - Nothing is lost. A delivery stays in the database until it is sent or
//     dropped with its reason; its attempt is counted, and its lease set, before
//     Telegram is asked.
//   - At most one message of a chat's topic is on its way, the oldest. So the
//     order holds, and a crash between Telegram's answer and the database
//     repeats at most that one message.
//   - A delivery is in one pair of hands: what this process has in hand it does
//     not take again, whatever becomes of the lease.
//   - A chat that fails, waits or floods holds up nobody else. When Telegram as
//     a whole is away, the outbox stops claiming and knocks with one message at
//     a time.
//
// Where several copies of herald share a database, the one that was elected to
// send has a Desk beside its Outbox: it sends the answers that the Relay of each
// copy has stored, ahead of all deliveries.
//
// It never decides who gets what (news.Subscription.Wants has), never looks at
// the web, and keeps nothing in memory that a restart would miss.
//
//	out := outbox.New(outbox.Config{Store: store, Telegram: client, Render: render, Log: log})
//	err := out.Run(ctx) // until ctx ends, or Telegram refuses the token
package outbox
