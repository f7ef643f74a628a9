package bot

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// chatStore keeps the chats that the bot is part of.
type chatStore interface {
	EnsureChat(ctx context.Context, chat news.Chat) (news.Chat, error)
}

// request is one update, understood.
type request struct {
	chat    news.Chat // as stored
	lang    string    // of the person who asks; "" where nobody is named
	to      telegram.Target
	user    news.UserID     // 0 where nobody is named
	itself  bool            // written in the chat's own name: a channel's post, an anonymous administrator
	message *models.Message // the command's own, or the one under the pressed button
	cmd     spoken
	say     *locale.Printer
	typing  func() // ends the "typing" in the chat; nil where there is none
	drafts  func() // ends the drafts in the chat; nil where there are none

	press    string // the pressed button's callback, "" for a message
	answered bool   // the press has got its answer
}

// request stores or refreshes the chat and says who asks in which language.
func (b *Bot) request(ctx context.Context, chat models.Chat, from *models.User, m *models.Message) (*request, error) {
	c := news.Chat{ID: news.ChatID(chat.ID), Kind: news.ChatKind(chat.Type), Title: title(chat)}
	r := &request{message: m}
	if from != nil {
		r.user, r.lang = news.UserID(from.ID), from.LanguageCode
	}
	if c.Kind == news.Private {
		c.Lang = r.lang
	}
	stored, err := b.store.EnsureChat(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("store chat %d: %w", c.ID, err)
	}
	if stored.State == news.Blocked && stored.RightsLost.IsZero() { // whoever writes has not blocked the bot
		if err := b.store.Resume(ctx, stored.ID, b.now()); err != nil {
			return nil, fmt.Errorf("resume chat %d: %w", c.ID, err)
		}
	}
	r.chat, r.to = stored, telegram.Target{Chat: stored.ID, Thread: thread(m)}
	r.speak()
	return r, nil
}

// speak takes the language of who asks for all that is said, unless the chat
// has chosen one.
func (r *request) speak() { r.say = locale.For(r.asked().Language()) }

// asked is the chat as the person who asks reads it.
func (r *request) asked() news.Chat {
	c := r.chat
	c.Lang = cmp.Or(r.lang, c.Lang)
	return c
}

// adopt gives a group or channel, which has no language of its own, that of
// the administrator who asks, unless it has one: what is pushed there is then
// in it. A member who is merely the first to ask does not decide.
func (b *Bot) adopt(ctx context.Context, r *request) error {
	if r.chat.Kind == news.Private || r.chat.Lang != "" || r.lang == "" {
		return nil
	}
	stored, err := b.store.EnsureChat(ctx, news.Chat{ID: r.chat.ID, Kind: r.chat.Kind, Lang: r.lang})
	if err != nil {
		return fmt.Errorf("language of chat %d: %w", r.chat.ID, err)
	}
	r.chat = stored
	return nil
}

// words is a sentence in the language of the request, its {names} filled in
// from pairs of name and value.
func (r *request) words(key locale.Key, pairs ...string) render.Text {
	args := make(map[string]render.Text, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		var value render.Text
		value.Line(pairs[i+1])
		args[pairs[i]] = render.Cut(value, 300)
	}
	return render.Words(r.say.Text(key), args)
}

// page is an article as this chat sees it on request: words alone, since who
// asked has seen the link.
func (b *Bot) page(r *request, a news.Article) render.Page {
	chat := r.asked()
	chat.Settings.Media = news.NoMedia
	chat.Settings.Silent = false
	return render.Page{Article: a, Chat: chat, Bot: b.name, Now: b.now()}
}

// thread is the forum topic that a message stands in. Telegram gives replies in
// ordinary groups a thread, too, which is none to send to.
func thread(m *models.Message) news.ThreadID {
	if m == nil || !m.IsTopicMessage {
		return 0
	}
	return news.ThreadID(m.MessageThreadID)
}

func title(c models.Chat) string {
	return strings.TrimSpace(cmp.Or(c.Title, c.FirstName+" "+c.LastName))
}

// bare is a user name without its @.
func bare(name string) string { return strings.TrimPrefix(strings.TrimSpace(name), "@") }
