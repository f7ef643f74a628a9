package chat

import (
	"embed"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"

	"herald/bot/telegram/emulator"
	"herald/news"
)

//go:embed web
var web embed.FS

// Card is what a link shows below a message.
type Card struct {
	URL         string `json:"url"`
	Site        string `json:"site"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Image       string `json:"image,omitempty"`
	Large       bool   `json:"large,omitempty"`
	Above       bool   `json:"above,omitempty"`
}

// Options are what the page needs to know.
type Options struct {
	Telegram *emulator.Server
	Site     string                        // address of the sample site, without a slash at its end
	Odd      string                        // address of the site of pages that go wrong, likewise
	Card     func(url string) (Card, bool) // what a link shows; nil: links show nothing
	Language string                        // the person's at first; "" is "en"
	Model    string                        // name of the language model that gets articles; "" where none does
}

// Page is the chat page, an http.Handler that is safe for concurrent use.
type Page struct {
	tg      *emulator.Server
	site    string
	odd     string
	card    func(string) (Card, bool)
	model   string
	handler http.Handler
	me      news.UserID
	chats   []place

	mu       sync.Mutex
	language string
	blocked  bool
	uploaded int // bytes of documents so far
}

// place is one of the person's chats.
type place struct {
	ID      news.ChatID   `json:"id"`
	Kind    news.ChatKind `json:"kind"`
	Title   string        `json:"title"`
	Members int           `json:"members"`
	Admin   bool          `json:"admin"`
	Blocked bool          `json:"blocked"`
	Chips   []chip        `json:"chips"`
}

// New moves the person in: their private chat with the bot, a group that
// somebody else owns, and a channel.
func New(o Options) *Page {
	p := &Page{tg: o.Telegram, site: o.Site, odd: o.Odd, card: o.Card, model: o.Model, language: o.Language}
	if p.card == nil {
		p.card = func(string) (Card, bool) { return Card{}, false }
	}
	if !slices.Contains(languages[:], p.language) {
		p.language = languages[0]
	}
	p.me = p.tg.AddUser(emulator.User{FirstName: "Robin", LastName: "Vale", Username: "robin_vale", LanguageCode: p.language})
	nora := p.tg.AddUser(emulator.User{FirstName: "Nora", LastName: "Lindqvist", LanguageCode: p.language})
	ivan := p.tg.AddUser(emulator.User{FirstName: "Іван", LastName: "Козоріз", LanguageCode: "uk"})
	group := p.tg.AddChat(emulator.Group{Title: "Allotment neighbours", Admins: []news.UserID{nora, p.me}, Members: []news.UserID{ivan}})
	channel := p.tg.AddChannel("Three Rivers Morning", p.me, nora)
	p.chats = []place{
		{ID: news.ChatID(p.me), Kind: news.Private, Title: p.tg.Bot().FirstName, Members: 2},
		{ID: group, Kind: news.Supergroup, Title: "Allotment neighbours", Members: 4, Admin: true},
		{ID: channel, Kind: news.Channel, Title: "Three Rivers Morning", Members: 1204, Admin: true},
	}
	p.handler = guard(p.routes())
	return p
}

// Me is the person at the page; their private chat with the bot has the same
// number.
func (p *Page) Me() news.UserID { return p.me }

// Group and Channel are the person's other two chats.
func (p *Page) Group() news.ChatID { return p.chats[1].ID }

// Channel is the channel that the person owns.
func (p *Page) Channel() news.ChatID { return p.chats[2].ID }

// ServeHTTP answers the page's requests.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.handler.ServeHTTP(w, r) }

func (p *Page) routes() *http.ServeMux {
	mux := http.NewServeMux()
	files, err := fs.Sub(web, "web")
	if err != nil {
		panic(err) // the folder is embedded: its name is right or nothing compiles
	}
	mux.Handle("GET /", http.FileServerFS(files))
	mux.HandleFunc("GET /api/state", p.state)
	mux.HandleFunc("GET /api/messages", p.messages)
	mux.HandleFunc("GET /api/events", p.events)
	mux.HandleFunc("POST /api/send", p.send)
	mux.HandleFunc("POST /api/press", p.press)
	mux.HandleFunc("POST /api/forward", p.forward)
	mux.HandleFunc("POST /api/attach", p.attach)
	mux.HandleFunc("POST /api/language", p.setLanguage)
	mux.HandleFunc("POST /api/block", p.block)
	mux.HandleFunc("POST /api/role", p.role)
	return mux
}

// policy lets the page load its own files and show pictures, and nothing more.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guard refuses what does not come from the page itself.
func guard(h http.Handler) http.Handler {
	sameOrigin := http.NewCrossOriginProtection().Handler(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !local(r.Host) {
			http.Error(w, "the demo answers to an address in numbers or to localhost only", http.StatusForbidden)
			return
		}
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Cache-Control", "no-cache")
		sameOrigin.ServeHTTP(w, r)
	})
}

// local says that the host of a request is no name that a stranger could have
// pointed at this machine (DNS rebinding).
func local(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if name == "localhost" {
		return true
	}
	_, err = netip.ParseAddr(name)
	return err == nil
}

// find is one of the person's chats by its number.
func (p *Page) find(id news.ChatID) *place {
	for i := range p.chats {
		if p.chats[i].ID == id {
			return &p.chats[i]
		}
	}
	return nil
}
