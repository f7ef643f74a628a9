package bot

import (
	"context"
	"time"

	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// refreshing is how long an edit waits for the summary that its message shows;
// after it the message is folded, and a press unfolds it again.
const refreshing = 20 * time.Second

// Push is the message of a claimed delivery, for the outbox: the article,
// folded. The edit of a message that somebody has unfolded shows the same view
// of what the article says now. It is safe for concurrent use.
func (b *Bot) Push(ctx context.Context, j news.Job) telegram.Message {
	p := render.Job(j, b.name, b.now())
	if j.Delivery.Kind != news.Edit || j.View == "" || j.View == news.Lead {
		return render.Article(p)
	}
	ctx, cancel := context.WithTimeout(ctx, refreshing)
	defer cancel()
	m, err := b.unfold(ctx, p, j.View, nil)
	if err != nil {
		b.log.Warn("an unfolded article could not be refreshed and is folded", "article", j.Article.ID, "error", err)
		return render.Article(p)
	}
	return m
}
