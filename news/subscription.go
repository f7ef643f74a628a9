package news

import "time"

// SubscriptionID is the storage's number of a subscription.
type SubscriptionID int64

// Subscription is a chat's (or a topic's) wish to get what a feed brings.
// There is at most one for a feed in a chat's topic.
type Subscription struct {
	ID        SubscriptionID
	Chat      ChatID
	Thread    ThreadID
	Feed      Feed // as stored
	Muted     bool // kept, and nothing is delivered
	CreatedAt time.Time
	EndedAt   time.Time // when it was given up; zero while it holds. It can be restored for a while
}

// Wants says whether an article of the subscription's feed goes to its chat.
// It is pure: filters that later stages add are judged here and nowhere else.
func (s Subscription) Wants(a Article) bool {
	return !s.Muted && s.EndedAt.IsZero() && (a.Title != "" || a.Body != "")
}
