// Package storage keeps what herald knows: feeds, chats, subscriptions,
// articles, and the deliveries that carry the ones to the others. There is one
// Store; it stands on a SQLite file, or on PostgreSQL where several copies of
// herald share the work. The SQL text is the same, but for the migrations.
//
// In the path of an article it stands between the reader and the chat. Record
// stores an article together with its deliveries in one transaction, so that
// what is stored is queued; Claim hands the deliveries out, counting the
// attempt before it is made; Confirm, Postpone and Drop say how it ended.
// Consumers declare the few methods that they need and never see SQL.
//
// # What holds
//
// Nothing is lost. A delivery leaves the outbox by Confirm or by Drop with a
// reason. A process that dies between Claim and Confirm leaves a lease behind;
// when it ends, or when VoidLeases is called at the next start, the delivery is
// handed out again.
//
// A lane is a chat's topic, or the chat itself where it has none. The oldest
// delivery of a lane is its head, and only heads are handed out: so a lane has
// at most one message in flight, and a head that is leased or postponed holds
// up its lane and no other. Lanes take turns: a lane that was served goes to
// the back of those that wait.
//
// An article reaches a lane once, from however many feeds it comes, since
// (article, chat, topic) is unique and articles are unique by canonical URL.
//
// # Several copies
//
// On PostgreSQL many copies of herald use one database. Leases are handed out
// by FOR UPDATE SKIP LOCKED; who changes a lane keeps its chat's row. Elect
// gives a role to one of them, Listen carries signals between them, and
// TakeUpdates and Ask hand updates and answers from one to another.
//
// # Power and processes
//
// A commit survives the death of the process in any case, SIGKILL included. What the death of the machine may take is chosen by the
// transaction: what a person said (a subscription, a setting, a chat's state)
// is synced to the disk before it is acknowledged; what only repeats itself
// when it is lost (claims, confirmations, looks at feeds) is synced a little
// later (SQLite: synchronous NORMAL; PostgreSQL: synchronous_commit off). A lost confirmation repeats one message; a lost Record
// leaves its entries unseen, so the next look at the feed brings them again,
// article, deliveries and all.
//
// # Never
//
// The storage renders nothing, fetches nothing, starts no goroutine that
// outlives a call, and makes no decision about what a chat wants: that is
// news.Subscription.Wants.
//
//	s, err := storage.Open(ctx, "herald.db")
//	if err != nil { … }
//	defer s.Close()
//	jobs, err := s.Claim(ctx, time.Now(), time.Minute, 50)
package storage
