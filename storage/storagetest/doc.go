// Package storagetest is the conformance suite of the storage: what the rest
// of herald relies on, engine by engine. It knows the Store by its methods
// only, and each promise is a subtest that bears its name.
//
//	func TestSQLite(t *testing.T) {
//		storagetest.Run(t, func(t *testing.T) storagetest.Store {
//			s, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "herald.db"))
//			…
//			return s
//		})
//	}
package storagetest

import (
	"context"
	"testing"
	"time"

	"herald/news"
)

// Store is what an engine must be able to do.
type Store interface {
	Feed(context.Context, news.FeedID) (news.Feed, error)
	ClaimFeeds(ctx context.Context, now time.Time, lease time.Duration, n int) ([]news.Feed, error)
	LeaseFeeds(ctx context.Context, feeds []news.FeedID, until time.Time) error
	NextFeed(context.Context) (time.Time, error)
	Unknown(context.Context, news.FeedID, []news.Entry) ([]news.Entry, error)
	Subscribers(ctx context.Context, feed news.FeedID, after news.SubscriptionID, n int) ([]news.Subscription, error)
	Record(context.Context, news.Harvest) error
	ForgetSeen(ctx context.Context, before time.Time) (int, error)

	EnsureChat(context.Context, news.Chat) (news.Chat, error)
	Chat(context.Context, news.ChatID) (news.Chat, error)
	SaveSettings(context.Context, news.ChatID, news.Settings) error
	Block(ctx context.Context, id news.ChatID, now time.Time) error
	Resume(ctx context.Context, id news.ChatID, now time.Time) error
	Pause(ctx context.Context, id news.ChatID, now, again time.Time) (first bool, err error)
	Trials(ctx context.Context, now time.Time, n int) (int, error)
	Move(ctx context.Context, from, to news.ChatID) error

	Subscribe(context.Context, news.ChatID, news.ThreadID, news.Look) (news.Subscription, bool, error)
	Subscription(context.Context, news.SubscriptionID) (news.Subscription, error)
	Subscriptions(context.Context, news.ChatID, news.ThreadID) ([]news.Subscription, error)
	Unsubscribe(ctx context.Context, id news.SubscriptionID, now time.Time) error
	Restore(ctx context.Context, id news.SubscriptionID, now time.Time) error

	Article(context.Context, news.ArticleID) (news.Article, error)
	ArticleByKey(context.Context, string) (news.Article, error)
	ArticleByURL(context.Context, string) (news.Article, error)
	SaveArticle(context.Context, news.Article) (news.Article, error)
	Latest(context.Context, news.ChatID, news.ThreadID) (news.Article, error)
	Remember(context.Context, news.ChatID, news.ThreadID, news.MessageID, news.ArticleID) error
	Shown(context.Context, news.ChatID, news.MessageID) (news.Article, error)
	Arriving(context.Context, news.ChatID, news.ThreadID) (bool, error)

	Claim(ctx context.Context, now time.Time, lease time.Duration, n int) ([]news.Job, error)
	Confirm(ctx context.Context, id news.DeliveryID, message news.MessageID, now time.Time) error
	Postpone(ctx context.Context, id news.DeliveryID, until time.Time, reason string) error
	Drop(ctx context.Context, id news.DeliveryID, reason string) error
	Settle(ctx context.Context, outcomes []news.Outcome, now time.Time) error
	Delivery(context.Context, news.DeliveryID) (news.Delivery, error)
	NextDue(ctx context.Context, now time.Time) (time.Time, error)
	Sightings(ctx context.Context, feed news.FeedID, since time.Time) ([]news.Sighting, error)
	Revise(ctx context.Context, a news.Article, now time.Time) (news.Article, error)
	Original(context.Context, news.ArticleID) (news.Article, error)
	Viewed(ctx context.Context, chat news.ChatID, message news.MessageID, v news.View, version int, now time.Time) error
	Clean(ctx context.Context, before time.Time, n int) (int, error)

	TakeUpdates(context.Context, []news.Update) error
	ClaimUpdates(ctx context.Context, now time.Time, lease time.Duration, n int) ([]news.Update, error)
	LeaseUpdates(ctx context.Context, updates []news.Update, until time.Time) error
	FinishUpdate(ctx context.Context, id int64, now time.Time) error
	ForgetUpdates(ctx context.Context, before time.Time) (int, error)

	Ask(context.Context, news.Answer) (news.Answer, error)
	Answer(context.Context, news.AnswerID) (news.Answer, error)
	ClaimAnswers(ctx context.Context, now time.Time, lease time.Duration, n int) ([]news.Answer, error)
	SettleAnswer(ctx context.Context, id news.AnswerID, message news.MessageID, fault string, now time.Time) error
	PostponeAnswer(ctx context.Context, id news.AnswerID, until time.Time) error

	ReserveTokens(ctx context.Context, day int64, tokens, limit int) (ok bool, err error)
	SettleTokens(ctx context.Context, day int64, reserved, used int) error

	Listen(ctx context.Context, heard func(news.Signal)) error
	Elect(ctx context.Context, role string, serve func(context.Context) error) error

	VoidLeases(context.Context) error
	VoidSending(context.Context) error
	Check(context.Context) error
}

// Batch is the number of recipients from which on the stores that Run is given
// expand a fan-out batch by batch; herald's own is larger.
const Batch = 100

// Run holds an engine to all promises. open gives an empty store, which it
// closes when the test ends.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for _, group := range []struct {
		name     string
		promises []promise
	}{
		{"feeds", feedPromises()},
		{"articles", articlePromises()},
		{"chats", chatPromises()},
		{"rights", rightsPromises()},
		{"subscriptions", subscriptionPromises()},
		{"record", recordPromises()},
		{"deliveries", deliveryPromises()},
		{"revisions", revisionPromises()},
		{"cleaning", cleaningPromises()},
		{"copies", copiesPromises()},
		{"tokens", tokenPromises()},
		{"model", modelPromises()},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, p := range group.promises {
				t.Run(p.name, func(t *testing.T) {
					w := &world{T: t, Store: open(t), now: epoch}
					p.test(w)
					if err := w.Check(t.Context()); err != nil {
						t.Errorf("after the test: %v", err)
					}
				})
			}
		})
	}
}

type promise struct {
	name string
	test func(w *world)
}
