package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/news"
)

// hear answers a message or a channel's post: a command anywhere; in a private
// chat everything else, too.
func (b *Bot) hear(ctx context.Context, m *models.Message) error {
	chat := news.ChatID(m.Chat.ID)
	switch {
	case m.MigrateToChatID != 0:
		return b.store.Move(ctx, chat, news.ChatID(m.MigrateToChatID))
	case m.MigrateFromChatID != 0:
		return b.store.Move(ctx, news.ChatID(m.MigrateFromChatID), chat)
	case m.From != nil && m.From.IsBot && m.SenderChat == nil, m.IsAutomaticForward:
		return nil // other bots, and a channel's post in its discussion group, which was heard in the channel
	}
	private := m.Chat.Type == models.ChatTypePrivate
	cmd, isCommand := b.command(m)
	if !isCommand && !private || isCommand && cmd.other {
		return nil
	}
	known, exists := b.handlers[cmd.name]
	if isCommand && !exists && !private && !cmd.addressed {
		return nil // another bot's, or nobody's
	}

	if !b.heavy.heard(chat) {
		b.log.Info("too many commands at once, one is passed over", "chat", chat)
		return nil
	}
	if may, err := b.mayUse(ctx, m); err != nil {
		return err
	} else if !may {
		return b.turnAway(ctx, m)
	}
	r, err := b.request(ctx, m.Chat, m.From, m)
	if err != nil {
		return err
	}
	r.cmd = cmd
	r.itself = m.SenderChat != nil && m.SenderChat.ID == m.Chat.ID || m.Chat.Type == models.ChatTypeChannel
	switch {
	case !isCommand:
		err = b.overhear(ctx, r)
	case !exists:
		err = b.unknown(ctx, r)
	default:
		err = b.run(ctx, r, known)
	}
	return b.settle(ctx, r, err)
}

// run does a command for those who may have it, as often as they may.
func (b *Bot) run(ctx context.Context, r *request, c command) error {
	if c.governs {
		may, err := b.governs(ctx, r)
		if err != nil {
			return err
		}
		if !may {
			return b.say(ctx, r, r.words(locale.AdminsOnly))
		}
	}
	if !c.heavy {
		return c.do(ctx, r)
	}
	return b.bounded(ctx, r, c.do)
}

// bounded does heavy work within the chat's limits, while the chat shows that
// it is being done.
func (b *Bot) bounded(ctx context.Context, r *request, do func(context.Context, *request) error) error {
	return b.admitted(ctx, r, func(ctx context.Context, r *request) error {
		r.typing = b.working(ctx, r)
		defer r.typing()
		defer func() {
			if r.drafts != nil {
				r.drafts()
			}
		}()
		return do(ctx, r)
	})
}

// admitted does work within the chat's limits and in good time.
func (b *Bot) admitted(ctx context.Context, r *request, do func(context.Context, *request) error) error {
	done, ok := b.heavy.enter(ctx, r.chat.ID)
	if !ok {
		return errBusy
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return do(ctx, r)
}

// settle tells the person what went wrong, and gives on what nobody told.
func (b *Bot) settle(ctx context.Context, r *request, err error) error {
	if err == nil || errors.Is(err, errUnsent) || ctx.Err() != nil {
		return err
	}
	sentence, expected := sorry(r.say, err)
	var told error
	if r.press != "" && !r.answered {
		told = b.answer(ctx, r, sentence.String())
	} else {
		told = b.say(ctx, r, sentence)
	}
	if expected {
		b.log.Debug("told", "chat", r.chat.ID, "error", err)
		return told
	}
	return errors.Join(fmt.Errorf("chat %d, %s: %w", r.chat.ID, r.cmd.name, err), told)
}

// say answers with words alone.
func (b *Bot) say(ctx context.Context, r *request, t render.Text) error {
	_, err := b.reply(ctx, r, render.Note(t))
	return err
}
