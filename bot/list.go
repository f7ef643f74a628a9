package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// listStore knows and ends subscriptions, and brings them back.
type listStore interface {
	Subscription(ctx context.Context, id news.SubscriptionID) (news.Subscription, error)
	Subscriptions(ctx context.Context, chat news.ChatID, thread news.ThreadID) ([]news.Subscription, error)
	Unsubscribe(ctx context.Context, id news.SubscriptionID, now time.Time) error
	Restore(ctx context.Context, id news.SubscriptionID, now time.Time) error
}

// perPage is how many subscriptions a page of the list has: as many buttons as
// a telephone shows without scrolling.
const perPage = 8

// list shows the subscriptions of the chat or topic, with a button to stop
// each.
func (b *Bot) list(ctx context.Context, r *request) error {
	m, err := b.listing(ctx, r, 0, render.Text{}, nil)
	if err != nil {
		return err
	}
	_, err = b.reply(ctx, r, m)
	return err
}

// listing is a page of the list, counted from 0 and brought into range; a
// notice may stand above it, and ended has a button to undo its end.
func (b *Bot) listing(ctx context.Context, r *request, page int, notice render.Text, ended *news.Subscription) (telegram.Message, error) {
	subs, err := b.store.Subscriptions(ctx, r.chat.ID, r.to.Thread)
	if err != nil {
		return telegram.Message{}, fmt.Errorf("list: %w", err)
	}
	pages := max(1, (len(subs)+perPage-1)/perPage)
	page = min(max(page, 0), pages-1)
	var keyboard [][]telegram.Button
	if ended != nil {
		keyboard = append(keyboard, []telegram.Button{{Text: r.say.Text(locale.ButtonUndo), Data: fmt.Sprintf("undo:%d:%d", ended.ID, page)}})
	}
	told := notice
	if !told.Empty() {
		told.Add("\n\n")
	}
	if len(subs) == 0 {
		told.Append(r.words(locale.ListEmpty))
		m := render.Note(told)
		m.Keyboard = keyboard
		return m, nil
	}
	told.Append(render.Words(r.say.Count(locale.ListTitle, len(subs)), nil))
	told.Add("\n")
	for _, s := range subs[page*perPage : min(len(subs), (page+1)*perPage)] {
		told.Add("\n• ")
		told.Append(feedName(s.Feed))
		keyboard = append(keyboard, []telegram.Button{{Text: "✕ " + short(s.Feed.Name()), Data: fmt.Sprintf("stop:%d:%d", s.ID, page)}})
	}
	told.Add("\n\n" + r.say.Text(locale.ListHint))
	if pages > 1 {
		keyboard = append(keyboard, []telegram.Button{
			{Text: "‹", Data: "list:" + strconv.Itoa((page+pages-1)%pages)},
			{Text: fmt.Sprintf("%d / %d", page+1, pages), Data: "list:" + strconv.Itoa(page)},
			{Text: "›", Data: "list:" + strconv.Itoa((page+1)%pages)},
		})
	}
	m := render.Note(told)
	m.Keyboard = keyboard
	return m, nil
}

// turned shows another page in the place of this one.
func (b *Bot) turned(ctx context.Context, r *request, data string) error {
	page, err := strconv.Atoi(data)
	if err != nil {
		return b.stale(ctx, r)
	}
	b.ack(ctx, r)
	m, err := b.listing(ctx, r, page, render.Text{}, nil)
	if err != nil {
		return err
	}
	return b.edit(ctx, r, m)
}

// stopped ends the subscription whose button was pressed and shows what is
// left, with a way back.
func (b *Bot) stopped(ctx context.Context, r *request, data string) error {
	number, page, _ := strings.Cut(data, ":")
	n, _ := strconv.Atoi(page)
	sub, ok, err := b.own(ctx, r, number)
	if err != nil {
		return err
	}
	if !ok {
		return b.stale(ctx, r)
	}
	if err := b.store.Unsubscribe(ctx, sub.ID, b.now()); err != nil {
		return fmt.Errorf("unsubscribe: %w", err)
	}
	b.ack(ctx, r)
	told := render.Words(r.say.Text(locale.Unsubscribed), map[string]render.Text{"feed": feedName(sub.Feed)})
	m, err := b.listing(ctx, r, n, told, &sub)
	if err != nil {
		return err
	}
	return b.edit(ctx, r, m)
}
