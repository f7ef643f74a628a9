package emulator

import (
	"context"
	"time"

	"herald/news"
)

// Fault is a misfortune for requests to come. Which ones: those of Method, to
// Chat, for which Match holds, after the first Skip of them, Count times. What
// happens: Hang, or Cut, or an answer with Code.
type Fault struct {
	Method string               // "" any
	Chat   news.ChatID          // 0 any
	Match  func(r Request) bool // nil: all; called with the server's lock held, so it must not call the server
	Skip   int
	Count  int // 0: until it is removed

	Code        int    // HTTP status and error code
	Description string // "" is what the real server says for Code
	RetryAfter  int    // seconds; the chat is then closed for that long, as on the real server
	MigrateTo   news.ChatID
	Body        string // instead of the Bot API's JSON: a proxy's page
	Hang        bool   // no answer until the bot gives up or the server closes
	Cut         bool   // the connection is closed without an answer
	Taken       bool   // the request is done all the same; only its answer suffers
}

// TooMany is a 429.
func TooMany(seconds int) Fault { return Fault{Code: 429, RetryAfter: seconds} }

// HTMLPage is a gateway's answer in HTML with a status such as 502.
func HTMLPage(code int) Fault {
	return Fault{Code: code, Body: "<html>\r\n<head><title>Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"}
}

type fault struct {
	Fault
	seen int
	off  bool
}

// Fault scripts a misfortune; the function that it gives takes it away. Of
// several that fit a request the one scripted first happens.
func (s *Server) Fault(f Fault) (remove func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	scripted := &fault{Fault: f}
	s.faults = append(s.faults, scripted)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		scripted.off = true
	}
}

// faultFor finds what happens to a request and counts it.
func (s *Server) faultFor(name string, a *args, now time.Time) *fault {
	for _, f := range s.faults {
		if f.off || f.Method != "" && f.Method != name || f.Chat != 0 && f.Chat != a.chatID() {
			continue
		}
		if f.Match != nil && !f.Match(Request{Method: name, Chat: a.chatID(), Params: a.values, At: now}) {
			continue
		}
		f.seen++
		if f.seen <= f.Skip {
			continue
		}
		if f.Count > 0 && f.seen >= f.Skip+f.Count {
			f.off = true
		}
		if c := s.chats[a.chatID()]; f.Code == 429 && f.RetryAfter > 0 && c != nil {
			c.pace.flood(now, f.RetryAfter)
			s.stats.TooMany++
		}
		return f
	}
	return nil
}

func (f *fault) code() int {
	if f.Hang || f.Cut {
		return 0
	}
	return f.Code
}

// fail is the answer of a fault.
func (s *Server) fail(ctx context.Context, f *fault) answer {
	switch {
	case f.Hang:
		select {
		case <-ctx.Done():
		case <-s.closed:
		}
		return answer{cut: true}
	case f.Cut:
		return answer{cut: true}
	case f.Body != "":
		return answer{status: f.Code, kind: "text/html", body: []byte(f.Body), wait: f.RetryAfter}
	}
	words := f.Description
	if words == "" {
		words = usual(f.Code, f.RetryAfter)
	}
	return failure(&apiError{Code: f.Code, Description: words, RetryAfter: f.RetryAfter, MigrateTo: f.MigrateTo})
}

func usual(code, retry int) string {
	switch code {
	case 400:
		return "Bad Request: chat not found"
	case 401:
		return "Unauthorized"
	case 403:
		return "Forbidden: bot was blocked by the user"
	case 409:
		return "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
	case 429:
		return "Too Many Requests: retry after " + itoa(retry)
	case 502:
		return "Bad Gateway"
	case 504:
		return "Gateway Timeout"
	}
	return "Internal Server Error"
}
