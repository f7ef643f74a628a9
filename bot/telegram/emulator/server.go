package emulator

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"herald/news"
)

// DefaultToken is the token of a bot that was given none.
const DefaultToken = "1000000001:emulated-token-for-tests-and-demo"

// botID is the account number in front of DefaultToken.
const botID news.UserID = 1000000001

// maxBody is what the real server takes of a request, uploads included.
const maxBody = 50 << 20

// Options are the choices of a Server; the zero value is a bot named
// "Herald" (@herald_bot) without pace limits that sees all messages of groups.
type Options struct {
	Token    string // "" is DefaultToken
	Name     string // the bot's first name
	Username string // without @
	Privacy  bool   // in groups the bot sees only what is meant for it, unless it governs the group
	NoRich   bool   // sendRichMessage is refused, as by an older server
	Limits   Limits // the zero value: none
	Keep     int    // messages kept per chat; 0: all
	Requests int    // requests kept in the log; 0: 10,000
}

// Server is the emulator. It is an http.Handler and safe for concurrent use.
type Server struct {
	options Options
	self    User
	http    *httptest.Server
	closed  chan struct{}
	close   sync.Once
	hooks   sync.WaitGroup

	connections atomic.Int64

	mu       sync.Mutex
	users    map[news.UserID]*User
	chats    map[news.ChatID]*chat
	names    map[string]news.ChatID // by @name, lower case
	lastUser news.UserID
	lastChat news.ChatID
	lastID   int64 // of callback queries, files and the like

	updates    queue
	queries    map[string]*query
	faults     []*fault
	pace       pace
	requests   []Request // a ring once it is full
	total      int       // requests ever made
	stats      Stats
	grievances map[string]int

	commands     map[string][]Command
	descriptions map[string]string
	webhook      webhook
	files        map[string]file

	watchers map[*Subscription]bool
	changed  chan struct{} // closed at the next change; nil where nobody waits
}

// New makes a server with one bot and nobody else.
func New(o Options) *Server {
	o.Token = cmp.Or(o.Token, DefaultToken)
	o.Requests = cmp.Or(o.Requests, 10_000)
	s := &Server{
		options: o,
		self:    User{ID: botID, IsBot: true, FirstName: cmp.Or(o.Name, "Herald"), Username: cmp.Or(o.Username, "herald_bot")},
		closed:  make(chan struct{}),
		users:   map[news.UserID]*User{}, chats: map[news.ChatID]*chat{}, names: map[string]news.ChatID{},
		lastUser: 5000, lastChat: 7000,
		queries: map[string]*query{}, grievances: map[string]int{},
		commands: map[string][]Command{}, descriptions: map[string]string{}, files: map[string]file{},
		watchers: map[*Subscription]bool{},
	}
	s.updates.next = 100_001
	s.updates.arrived = make(chan struct{})
	return s
}

// Start serves on a free port of the loopback until Close.
func (s *Server) Start() {
	s.http = httptest.NewUnstartedServer(s)
	s.http.Config.ConnState = s.count
	s.http.Start()
}

// count counts the connections that bots open.
func (s *Server) count(_ net.Conn, state http.ConnState) {
	if state == http.StateNew {
		s.connections.Add(1)
	}
}

// Connections is how many connections were opened since the start.
func (s *Server) Connections() int { return int(s.connections.Load()) }

// Listen serves on an address such as "127.0.0.1:8081" until Close.
func (s *Server) Listen(ctx context.Context, addr string) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	s.http = httptest.NewUnstartedServer(s)
	_ = s.http.Listener.Close()
	s.http.Listener = l
	s.http.Config.ConnState = s.count
	s.http.Start()
	return nil
}

// URL is the server's address once it was started.
func (s *Server) URL() string {
	if s.http == nil {
		return "http://emulator.invalid" // for Transport, which needs no address
	}
	return s.http.URL
}

// Token is the bot's token.
func (s *Server) Token() string { return s.options.Token }

// Bot is the bot's account.
func (s *Server) Bot() User { return s.self }

// Close ends polls that wait and requests that hang, stops serving, and waits
// for both. It may be called more than once.
func (s *Server) Close() {
	s.close.Do(func() { close(s.closed) })
	s.mu.Lock()
	s.unhook(false)
	s.mu.Unlock()
	s.hooks.Wait()
	if s.http != nil {
		s.http.CloseClientConnections()
		s.http.Close()
	}
}

// answer is what goes back to the bot.
type answer struct {
	status int
	kind   string // content type
	body   []byte
	wait   int  // Retry-After in seconds
	cut    bool // close the connection instead
}

// ServeHTTP answers a Bot API request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		reply(w, failure(&apiError{Code: 413, Description: "Request Entity Too Large"}))
		return
	}
	reply(w, s.serve(r.Context(), r, body))
}

func reply(w http.ResponseWriter, a answer) {
	if a.cut {
		panic(http.ErrAbortHandler) // net/http's way to close the connection without an answer
	}
	w.Header().Set("Content-Type", a.kind)
	if a.wait > 0 {
		w.Header().Set("Retry-After", itoa(a.wait))
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// Transport carries requests to the server within the process, without a
// socket: for benchmarks, and for tests in a testing/synctest bubble, where
// the network has no place.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ s *Server }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(io.LimitReader(r.Body, maxBody))
		_ = r.Body.Close()
		if err != nil {
			return nil, err
		}
	}
	a := t.s.serve(r.Context(), r, body)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if a.cut {
		return nil, io.ErrUnexpectedEOF
	}
	h := http.Header{"Content-Type": {a.kind}}
	if a.wait > 0 {
		h.Set("Retry-After", itoa(a.wait))
	}
	return &http.Response{
		Status: http.StatusText(a.status), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Body: io.NopCloser(bytes.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r,
	}, nil
}

// serve is one request from its address to its answer.
func (s *Server) serve(ctx context.Context, r *http.Request, body []byte) answer {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		token, path, _ := strings.Cut(rest, "/")
		return s.download(token, path)
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, more := strings.Cut(rest, "/")
	switch {
	case !ok || !more:
		return failure(&apiError{Code: 404, Description: "Not Found"})
	case !strings.Contains(token, ":"):
		return failure(&apiError{Code: 404, Description: "Not Found"})
	case token != s.options.Token:
		return failure(&apiError{Code: 401, Description: "Unauthorized"})
	}
	m, ok := methods()[strings.ToLower(name)]
	if !ok {
		return failure(&apiError{Code: 404, Description: "Not Found: method not found"})
	}
	a, err := parse(r, body)
	if err != nil {
		return failure(&apiError{Code: 400, Description: "Bad Request: " + err.Error()})
	}
	return s.perform(ctx, m, a)
}

// perform lets faults have their way, and does what is asked.
func (s *Server) perform(ctx context.Context, m *method, a *args) answer {
	result, f, err := s.locked(ctx, m, a)
	var e *apiError
	switch {
	case f != nil: // if the request was done, its answer is lost
		return s.fail(ctx, f)
	case errors.As(err, &e):
		return failure(e)
	case err != nil:
		return failure(&apiError{Code: 500, Description: "Internal Server Error: " + err.Error()})
	}
	return success(result)
}

// locked is the part of a request that happens all at once.
func (s *Server) locked(ctx context.Context, m *method, a *args) (any, *fault, error) {
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := s.log(m, a, now)
	f := s.faultFor(m.name, a, now)
	if f != nil && !f.Taken {
		s.note(entry, f.code())
		return nil, f, nil
	}
	result, err := s.do(ctx, m, a, now)
	code := 200
	var e *apiError
	if errors.As(err, &e) {
		code = e.Code
	}
	s.note(entry, code)
	return result, f, err
}

// do runs with the lock held, as every handler does; a poll gives it back
// while it waits.
func (s *Server) do(ctx context.Context, m *method, a *args, now time.Time) (any, error) {
	if err := s.check(m, a); err != nil {
		return nil, err
	}
	h := handlers()[m.name]
	if h == nil {
		return nil, bad("method %s is not emulated", m.name)
	}
	if err := s.paced(m.name, a, now); err != nil {
		return nil, err
	}
	return h(s, ctx, a)
}
