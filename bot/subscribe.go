package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// subscribeStore makes subscriptions.
type subscribeStore interface {
	Subscribe(ctx context.Context, chat news.ChatID, thread news.ThreadID, look news.Look) (sub news.Subscription, created bool, err error)
}

const (
	maxAddresses = 5  // taken from one /subscribe
	maxChoices   = 10 // feeds of one page offered as buttons
	headlines    = 3  // of a feed, shown with the subscription
)

// outcome is what came of one address.
type outcome struct {
	told  render.Text
	page  string      // where a choice was offered: the page that named the feeds
	looks []news.Look // the choice
}

// subscribe subscribes the chat, or the topic, to what stands at the addresses
// given, or in the message that the command answers.
func (b *Bot) subscribe(ctx context.Context, r *request) error {
	wanted := r.cmd.links
	for _, word := range strings.Fields(r.cmd.args) {
		if address, ok := typed(word); ok && len(r.cmd.links) == 0 {
			wanted = append(wanted, address)
		}
	}
	if r.cmd.args == "" && r.message.ReplyToMessage != nil {
		text, entities := content(r.message.ReplyToMessage)
		wanted = addresses(text, entities, 0)
		wanted = wanted[:min(1, len(wanted))]
	}
	switch {
	case len(wanted) == 0 && r.cmd.args == "":
		return b.say(ctx, r, r.words(locale.SubscribeUsage))
	case len(wanted) == 0:
		return &sourcedError{r.cmd.args, news.ErrBadURL}
	}

	var all []outcome
	for _, f := range b.discover(ctx, r, wanted[:min(maxAddresses, len(wanted))]) {
		o, err := outcome{}, f.err
		if err == nil {
			o, err = b.take(ctx, r, f.address, f.looks, len(wanted))
		}
		if err != nil {
			sentence, expected := sorry(r.say, err)
			if !expected && len(wanted) == 1 || ctx.Err() != nil {
				return err
			}
			if !expected {
				b.log.Error("subscribe", "chat", r.chat.ID, "error", err)
			}
			o.told = sentence
		}
		all = append(all, o)
	}
	m := outcomes(all)
	if len(wanted) > maxAddresses {
		m = render.Noted(m, render.Plain(r.say.Count(locale.TooManyAddresses, maxAddresses)))
	}
	_, err := b.reply(ctx, r, m)
	return err
}

// found is what stands at one address.
type found struct {
	address string
	looks   []news.Look // at least one where err is nil
	err     error
}

// discover looks at all addresses at once, so that one that hangs does not use
// up the others' time, and leaves some for the answer.
func (b *Bot) discover(ctx context.Context, r *request, wanted []string) []found {
	ctx, cancel := context.WithTimeout(ctx, patience-answering)
	defer cancel()
	all := make([]found, len(wanted))
	var looking sync.WaitGroup
	for i, address := range wanted {
		looking.Go(func() {
			f := &all[i]
			defer func() { // a page that breaks the reader ends one address, not the program
				if p := recover(); p != nil {
					f.err = fmt.Errorf("discover: panic: %v", p)
				}
			}()
			f.address = address
			if f.err = b.heavy.visit(r.chat.ID); f.err != nil {
				return
			}
			f.looks, f.err = b.reader.Discover(ctx, address)
			if other, ok := plainly(r.message, address); ok && errors.Is(f.err, news.ErrUnreachable) {
				if looks, err := b.reader.Discover(ctx, other); !errors.Is(err, news.ErrUnreachable) {
					f.address, f.looks, f.err = other, looks, err
				}
			}
			if f.err == nil && len(f.looks) == 0 {
				f.err = news.ErrNoFeed
			}
			if f.err != nil {
				f.err = withSource(f.address, f.err)
			}
		})
	}
	looking.Wait()
	return all
}

// take subscribes to the feed that was found at an address, or offers those
// that there are.
func (b *Bot) take(ctx context.Context, r *request, address string, looks []news.Look, of int) (outcome, error) {
	if len(looks) > 1 {
		var site render.Text
		site.Link(address, func(t *render.Text) { t.Line(news.Host(address)) })
		return outcome{
			told:  render.Words(r.say.Text(locale.ChooseFeed), map[string]render.Text{"site": site}),
			page:  address,
			looks: looks[:min(maxChoices, len(looks))],
		}, nil
	}
	told, err := b.follow(ctx, r, looks[0], of)
	return outcome{told: told}, err
}

// follow subscribes to a feed and says so, with its latest headlines.
func (b *Bot) follow(ctx context.Context, r *request, look news.Look, of int) (render.Text, error) {
	_, created, err := b.store.Subscribe(ctx, r.chat.ID, r.to.Thread, look)
	if err != nil {
		return render.Text{}, fmt.Errorf("subscribe: %w", err)
	}
	if err := b.adopt(ctx, r); err != nil {
		return render.Text{}, err
	}
	name := map[string]render.Text{"feed": feedName(look.Feed)}
	if !created {
		return render.Words(r.say.Text(locale.AlreadySubscribed), name), nil
	}
	told := render.Words(r.say.Text(locale.Subscribed), name)
	latest := latest(look.Entries)
	if len(latest) == 0 {
		told.Add("\n" + r.say.Text(locale.NothingThere))
		return told, nil
	}
	n := headlines
	if of > 1 {
		n = 1
	}
	told.Add("\n\n" + r.say.Text(locale.LatestThere))
	for _, e := range latest[:min(n, len(latest))] {
		var title render.Text
		title.Link(e.URL, func(t *render.Text) { t.Line(e.Title) })
		told.Add("\n• ")
		told.Append(render.Cut(title, 200))
	}
	return told, nil
}

// latest are the entries with a headline, newest first where they have dates.
func latest(entries []news.Entry) []news.Entry {
	titled := slices.DeleteFunc(slices.Clone(entries), func(e news.Entry) bool { return strings.TrimSpace(e.Title) == "" })
	slices.SortStableFunc(titled, func(a, b news.Entry) int { return b.Published.Compare(a.Published) })
	return titled
}

// outcomes is the one message that tells what came of every address, with a
// button for each feed that can be chosen. A button's data tell which link of
// the message leads to the page, and which feed there: a prefix of its
// address's SHA-256. Both are looked up again when it is pressed, so nothing
// needs to be kept, and nothing in the data is believed.
func outcomes(all []outcome) telegram.Message {
	var told render.Text
	for i, o := range all {
		if i > 0 {
			told.Add("\n\n")
		}
		told.Append(o.told)
	}
	m := render.Note(told)
	links := 0
	at := map[string]int{}
	for _, e := range m.Entities {
		if e.Type == "text_link" {
			at[e.URL] = links
			links++
		}
	}
	for _, o := range all {
		for _, look := range o.looks {
			if n, ok := at[o.page]; ok {
				m.Keyboard = append(m.Keyboard, []telegram.Button{{Text: label(look, o.looks), Data: "feed:" + strconv.Itoa(n) + ":" + feedHash(look.Feed.URL)}})
			}
		}
	}
	return m
}

// chosen subscribes to the feed whose button was pressed: it reads the page
// that the message links to once more and takes the feed there that the data
// mean.
func (b *Bot) chosen(ctx context.Context, r *request, data string) error {
	index, hash, _ := strings.Cut(data, ":")
	n, err := strconv.Atoi(index)
	page := ""
	if err == nil {
		page = link(r.message, n)
	}
	if page == "" || len(hash) != len(feedHash("")) {
		return b.stale(ctx, r)
	}
	b.ack(ctx, r)
	return b.bounded(ctx, r, func(ctx context.Context, r *request) error {
		if err := b.heavy.visit(r.chat.ID); err != nil {
			return err
		}
		looks, err := b.reader.Discover(ctx, page)
		if err != nil && !errors.Is(err, news.ErrNoFeed) {
			return withSource(page, err)
		}
		for _, look := range looks {
			if feedHash(look.Feed.URL) == hash {
				told, err := b.follow(ctx, r, look, 1)
				if err != nil {
					return err
				}
				return b.edit(ctx, r, render.Note(told))
			}
		}
		return b.edit(ctx, r, render.Note(r.words(locale.ChooseStale)))
	})
}

// link is the n-th hidden link of a message.
func link(m *models.Message, n int) string {
	for _, e := range m.Entities {
		if e.Type != models.MessageEntityTypeTextLink {
			continue
		}
		if n == 0 {
			return e.URL
		}
		n--
	}
	return ""
}

// feedHash tells the feeds of one page apart within a button's 64 bytes.
func feedHash(address string) string {
	sum := sha256.Sum256([]byte(news.Canonical(address)))
	return hex.EncodeToString(sum[:16])
}

// label is a feed's name on its button, with its path where another has the
// same name.
func label(look news.Look, among []news.Look) string {
	name := look.Feed.Name()
	for _, other := range among {
		if other.Feed.URL != look.Feed.URL && other.Feed.Name() == name {
			if u, err := url.Parse(look.Feed.URL); err == nil {
				name += " · " + u.Path
			}
			break
		}
	}
	return short(name)
}

// short is a name that fits on a button.
func short(name string) string {
	var t render.Text
	t.Line(name)
	if t.Empty() {
		return "?"
	}
	return render.Cut(t, 48).String()
}

// feedName is a feed's name, leading to its site. An address with a password
// in it leads nowhere, since others may read the chat.
func feedName(f news.Feed) render.Text {
	address := f.Site
	if !render.Web(address) {
		address = f.URL
	}
	if u, err := url.Parse(address); err != nil || u.User != nil {
		address = ""
	}
	return render.Cut(render.Linked(f.Name(), address), 200)
}
