package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"herald/bot/telegram/emulator"
	"herald/demo/chat"
	"herald/demo/site"
)

// Defaults of the Options.
const (
	Addr         = "127.0.0.1:8080" // loopback: the demo is for the person at this machine
	PollInterval = 2 * time.Second  // at which the bot should look at the feeds
)

// grace is how long requests may take to end when the demo stops.
const grace = 3 * time.Second

// Options are choices for New; the zero value is what `herald demo` does.
type Options struct {
	Addr     string        // of the chat page; "" is Addr; port 0 picks a free one
	SiteAddr string        // of the sample site; "" is a free port of the loopback
	Every    time.Duration // between two new articles; 0 is 8 s
	Language string        // of the person at the page: en, uk, ru; "" is en
	Model    string        // name of the language model that the bot asks, which the page then tells; "" is none
}

// Demo is the surroundings, listening from the moment New returns and
// answering while Run does.
type Demo struct {
	Telegram *emulator.Server // the people's side, for tests
	Page     *chat.Page       // handler of the chat page
	Site     *site.Site       // handler of the sample site

	lang             string
	page, paper, odd net.Listener
}

// New opens the addresses and starts the Bot API emulator. Errors: an address
// that is taken, in words that say what to do. The context is that of the
// start only.
func New(ctx context.Context, o Options) (*Demo, error) {
	paper, err := site.New(site.Options{Every: o.Every})
	if err != nil {
		return nil, err
	}
	d := &Demo{Site: paper, lang: cmp.Or(o.Language, "en"), Telegram: emulator.New(emulator.Options{Name: "Herald", Username: "herald_bot", Keep: 2000, Requests: 1000})}
	var listen net.ListenConfig
	if d.page, err = listen.Listen(ctx, "tcp", cmp.Or(o.Addr, Addr)); err != nil {
		return nil, fmt.Errorf("the chat page cannot have its address, give another one with --addr: %w", err)
	}
	if d.paper, err = listen.Listen(ctx, "tcp", cmp.Or(o.SiteAddr, "127.0.0.1:0")); err != nil {
		_ = d.page.Close()
		return nil, fmt.Errorf("the sample site cannot have its address: %w", err)
	}
	if d.odd, err = listen.Listen(ctx, "tcp", "127.0.0.1:0"); err == nil {
		err = d.Telegram.Listen(ctx, "127.0.0.1:0")
	}
	if err != nil {
		for _, l := range []net.Listener{d.page, d.paper, d.odd} {
			if l != nil {
				_ = l.Close()
			}
		}
		return nil, fmt.Errorf("no free address on the loopback: %w", err)
	}
	d.Page = chat.New(chat.Options{Telegram: d.Telegram, Site: d.SiteURL(), Odd: d.OddURL(), Card: d.card, Language: o.Language, Model: o.Model})
	return d, nil
}

// card is what a link to the sample site shows in a chat.
func (d *Demo) card(url string) (chat.Card, bool) {
	c, ok := d.Site.Card(d.SiteURL(), url)
	return chat.Card{Site: c.Site, Title: c.Title, Description: c.Description, Image: c.Image}, ok
}

// Token is the bot's token, good for this demo only.
func (d *Demo) Token() string { return d.Telegram.Token() }

// APIURL is what the bot takes for Telegram's address.
func (d *Demo) APIURL() string { return d.Telegram.URL() }

// PageURL is where a person opens the chat.
func (d *Demo) PageURL() string { return address(d.page) + "/" }

// SiteURL is the sample site's address, without a slash at its end.
func (d *Demo) SiteURL() string { return address(d.paper) }

// OddURL is the address of the site of pages that go wrong, without a slash at
// its end.
func (d *Demo) OddURL() string { return address(d.odd) }

// Hint is the line that says what to try: the section of the sample site in
// the person's language.
func (d *Demo) Hint() string {
	return fmt.Sprintf("Open %s and press Start, then send: /subscribe %s/%s/", d.PageURL(), d.SiteURL(), d.lang)
}

// Run serves the page and the site until the context ends, and then closes
// everything, the emulator too: let the bot finish before. The error is that
// of a server that could not go on.
func (d *Demo) Run(ctx context.Context) error {
	defer d.Telegram.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	serve := func(h http.Handler, l net.Listener) *http.Server {
		return &http.Server{
			Handler: h, Addr: l.Addr().String(), ReadHeaderTimeout: 10 * time.Second,
			BaseContext: func(net.Listener) context.Context { return ctx }, // ends the page's event streams
		}
	}
	servers := []*http.Server{serve(d.Page, d.page), serve(d.Site, d.paper), serve(site.Odd(), d.odd)}
	ended := make(chan error, len(servers))
	for i, l := range []net.Listener{d.page, d.paper, d.odd} {
		go func() { ended <- servers[i].Serve(l) }()
	}
	left := len(servers)
	var failed error
	select {
	case <-ctx.Done():
	case failed = <-ended:
		left--
	}
	stop()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	for _, s := range servers {
		if s.Shutdown(end) != nil {
			_ = s.Close()
		}
	}
	for ; left > 0; left-- {
		if err := <-ended; failed == nil {
			failed = err
		}
	}
	if errors.Is(failed, http.ErrServerClosed) {
		return nil
	}
	return failed
}

// address is a listener's as a person can open it: one that listens on every
// interface is reached at the loopback.
func address(l net.Listener) string {
	a, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return "http://" + l.Addr().String()
	}
	if a.IP.IsUnspecified() {
		return fmt.Sprintf("http://127.0.0.1:%d", a.Port)
	}
	return "http://" + a.String()
}
