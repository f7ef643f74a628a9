package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// unsubscribe ends at once the subscription that is named by its address or
// its feed's name, or that brought the article that the command answers, and
// offers to undo that. Where it names none, or several, the list is shown.
func (b *Bot) unsubscribe(ctx context.Context, r *request) error {
	subs, err := b.store.Subscriptions(ctx, r.chat.ID, r.to.Thread)
	if err != nil {
		return err
	}
	wanted := r.cmd.links
	if len(wanted) == 0 && r.cmd.args != "" {
		wanted = []string{r.cmd.args}
	}
	if len(wanted) == 0 {
		if sub, ok := b.brought(ctx, r, subs); ok {
			return b.end(ctx, r, []news.Subscription{sub}, render.Text{})
		}
		return b.list(ctx, r)
	}
	var ends []news.Subscription
	var unknown render.Text
	for _, name := range wanted {
		found := match(subs, name)
		if len(found) > 1 && len(wanted) == 1 {
			return b.list(ctx, r)
		}
		if len(found) != 1 { // beside others an address that several have ends none of them
			if !unknown.Empty() {
				unknown.Add("\n")
			}
			unknown.Append(r.words(locale.NotSubscribed, "url", name))
		}
		if len(found) == 1 && !slices.ContainsFunc(ends, func(s news.Subscription) bool { return s.ID == found[0].ID }) {
			ends = append(ends, found[0])
		}
	}
	if len(ends) == 0 {
		return b.say(ctx, r, unknown)
	}
	return b.end(ctx, r, ends, unknown)
}

// end ends subscriptions and answers with a button for each to undo it; more
// is said below.
func (b *Bot) end(ctx context.Context, r *request, subs []news.Subscription, more render.Text) error {
	var told render.Text
	var keyboard [][]telegram.Button
	for i, sub := range subs {
		if err := b.store.Unsubscribe(ctx, sub.ID, b.now()); err != nil {
			return fmt.Errorf("unsubscribe: %w", err)
		}
		if i > 0 {
			told.Add("\n")
		}
		told.Append(render.Words(r.say.Text(locale.Unsubscribed), map[string]render.Text{"feed": feedName(sub.Feed)}))
		undo := r.say.Text(locale.ButtonUndo)
		if len(subs) > 1 {
			undo = short(undo + ": " + sub.Feed.Name())
		}
		keyboard = append(keyboard, []telegram.Button{{Text: undo, Data: "undo:" + strconv.FormatInt(int64(sub.ID), 10)}})
	}
	if !more.Empty() {
		told.Add("\n\n")
		told.Append(more)
	}
	m := render.Note(told)
	m.Keyboard = keyboard
	_, err := b.reply(ctx, r, m)
	return err
}

// undone restores the subscription whose undo button was pressed. data are its
// number and, where the list was shown, the page.
func (b *Bot) undone(ctx context.Context, r *request, data string) error {
	number, page, listed := strings.Cut(data, ":")
	sub, ok, err := b.own(ctx, r, number)
	if err != nil {
		return err
	}
	if !ok {
		return b.stale(ctx, r)
	}
	err = b.store.Restore(ctx, sub.ID, b.now())
	if errors.Is(err, news.ErrNotFound) {
		return b.answer(ctx, r, r.say.Text(locale.UndoTooLate))
	}
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	b.ack(ctx, r)
	told := render.Words(r.say.Text(locale.Restored), map[string]render.Text{"feed": feedName(sub.Feed)})
	if !listed {
		m := render.Note(told)
		m.Keyboard = others(r.message, "undo:"+data)
		return b.edit(ctx, r, m)
	}
	n, _ := strconv.Atoi(page)
	m, err := b.listing(ctx, r, n, told, nil)
	if err != nil {
		return err
	}
	return b.edit(ctx, r, m)
}

// others are a message's buttons but the one with that data, one below the
// other: several that were ended together are restored one by one.
func others(m *models.Message, data string) [][]telegram.Button {
	var rest [][]telegram.Button
	if m.ReplyMarkup == nil {
		return nil
	}
	for _, row := range m.ReplyMarkup.InlineKeyboard {
		for _, b := range row {
			if b.CallbackData != data && strings.HasPrefix(b.CallbackData, "undo:") {
				rest = append(rest, []telegram.Button{{Text: b.Text, Data: b.CallbackData}})
			}
		}
	}
	return rest
}

// own is the subscription of that number if it is this chat's and topic's: a
// number in a button's data is only believed so far.
func (b *Bot) own(ctx context.Context, r *request, number string) (news.Subscription, bool, error) {
	id, _ := strconv.ParseInt(number, 10, 64) // 0 is nobody's
	sub, err := b.store.Subscription(ctx, news.SubscriptionID(id))
	if errors.Is(err, news.ErrNotFound) {
		return sub, false, nil
	}
	return sub, err == nil && sub.Chat == r.chat.ID && sub.Thread == r.to.Thread, err
}

// brought is the subscription that brought the article shown by the message
// that the command answers.
func (b *Bot) brought(ctx context.Context, r *request, subs []news.Subscription) (news.Subscription, bool) {
	if r.message.ReplyToMessage == nil {
		return news.Subscription{}, false
	}
	a, err := b.store.Shown(ctx, r.chat.ID, news.MessageID(r.message.ReplyToMessage.ID))
	if err != nil || a.Feed == 0 {
		return news.Subscription{}, false
	}
	for _, s := range subs {
		if s.Feed.ID == a.Feed {
			return s, true
		}
	}
	return news.Subscription{}, false
}

// match finds the subscriptions that somebody means by an address or a name:
// the feed or the site of exactly that address, else all of that host, else
// all of that name, else all that have it in their name.
func match(subs []news.Subscription, name string) []news.Subscription {
	address := loose(withScheme(name))
	name = strings.TrimSpace(name)
	var exact, host, named, alike []news.Subscription
	for _, s := range subs {
		switch {
		case loose(s.Feed.URL) == address || s.Feed.Site != "" && loose(s.Feed.Site) == address:
			exact = append(exact, s)
		case news.Host(s.Feed.URL) == news.Host(withScheme(name)) || s.Feed.Site != "" && news.Host(s.Feed.Site) == news.Host(withScheme(name)):
			host = append(host, s)
		case strings.EqualFold(strings.TrimSpace(s.Feed.Name()), name):
			named = append(named, s)
		case runes(name) >= 3 && strings.Contains(strings.ToLower(s.Feed.Name()), strings.ToLower(name)):
			alike = append(alike, s)
		}
	}
	switch {
	case len(exact) > 0:
		return exact
	case len(host) > 0:
		return host
	case len(named) > 0:
		return named
	}
	return alike
}

// loose is an address as people compare it: without scheme and "www.".
func loose(address string) string {
	_, rest, _ := strings.Cut(news.Canonical(address), "://")
	return strings.TrimPrefix(rest, "www.")
}
