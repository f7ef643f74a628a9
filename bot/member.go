package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// memberStore follows the bot's own comings and goings.
type memberStore interface {
	Chat(ctx context.Context, id news.ChatID) (news.Chat, error)
	Block(ctx context.Context, id news.ChatID, now time.Time) error
	Resume(ctx context.Context, id news.ChatID, now time.Time) error
	Move(ctx context.Context, from, to news.ChatID) error
}

// membership pauses a chat that has blocked or removed the bot, resumes one
// that has let it in or write again, and greets a group or channel that is new.
func (b *Bot) membership(ctx context.Context, u *models.ChatMemberUpdated) error {
	chat := news.ChatID(u.Chat.ID)
	if !inside(u.NewChatMember) {
		err := b.store.Block(ctx, chat, b.now())
		if errors.Is(err, news.ErrNotFound) {
			return nil
		}
		return err
	}
	if !b.listed(news.UserID(u.From.ID)) {
		return nil
	}
	r, err := b.request(ctx, u.Chat, &u.From, nil) // resumes a chat that was blocked
	if err != nil {
		return err
	}
	if writes(u.NewChatMember, r.chat.Kind) {
		if err := b.heard(ctx, r); err != nil {
			return err
		}
	}
	if err := b.adopt(ctx, r); err != nil { // only administrators add bots where that matters
		return err
	}
	if r.chat.Kind == news.Private || inside(u.OldChatMember) || !writes(u.NewChatMember, r.chat.Kind) {
		return nil
	}
	if r.chat.Kind == news.Channel {
		return b.greetChannel(ctx, r)
	}
	return b.say(ctx, r, r.words(locale.HelloGroup))
}

// greetChannel thanks the person who added the bot in private, since a
// channel's readers have nothing to do with it; whoever never opened the bot
// cannot be written to and is greeted in the channel.
func (b *Bot) greetChannel(ctx context.Context, r *request) error {
	hello := render.Note(r.words(locale.HelloChannel, "chat", r.chat.Title))
	_, err := b.telegram.Send(ctx, telegram.Target{Chat: news.ChatID(r.user)}, hello)
	if errors.Is(err, telegram.ErrBlocked) || errors.Is(err, telegram.ErrChatGone) {
		hello.Silent = true
		_, err = b.telegram.Send(ctx, r.to, hello)
	}
	if err != nil {
		return fmt.Errorf("greet channel %d: %w", r.chat.ID, unsent(err))
	}
	return nil
}

// inside says that a member of that status is in the chat.
func inside(m models.ChatMember) bool {
	switch m.Type {
	case models.ChatMemberTypeOwner, models.ChatMemberTypeAdministrator, models.ChatMemberTypeMember:
		return true
	case models.ChatMemberTypeRestricted:
		return m.Restricted != nil && m.Restricted.IsMember
	}
	return false
}

// writes says that a member may write in a chat of that kind.
func writes(m models.ChatMember, kind news.ChatKind) bool {
	switch m.Type {
	case models.ChatMemberTypeAdministrator:
		return kind != news.Channel || m.Administrator != nil && m.Administrator.CanPostMessages
	case models.ChatMemberTypeRestricted:
		return m.Restricted != nil && m.Restricted.CanSendMessages
	}
	return kind != news.Channel
}
