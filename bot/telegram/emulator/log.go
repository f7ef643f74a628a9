package emulator

import (
	"fmt"
	"sort"
	"time"

	"herald/news"
)

// Request is a request that the bot made.
type Request struct {
	Method string
	Chat   news.ChatID       // 0 where it has none
	Params map[string]string // as text, however they were sent; must not be changed
	At     time.Time
	Code   int // of the answer; 0: none was given, or not yet
}

// Stats count what happened since the start.
type Stats struct {
	Requests    int
	Messages    int // that the bot sent; an album's count each
	Edits       int
	TooMany     int // answers with 429
	DuringRetry int // requests to a chat before its retry_after had passed
}

// Stats gives the counts.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.stats
	st.Requests = s.total
	return st
}

// Log gives the requests made so far, oldest first; only the newest
// Options.Requests of them. Named methods only, where any is named.
func (s *Server) Log(methods ...string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	start := 0
	if s.total > len(s.requests) {
		start = s.total % len(s.requests)
	}
	var all []Request
	for i := range s.requests {
		r := s.requests[(start+i)%len(s.requests)]
		if len(methods) == 0 {
			all = append(all, r)
		}
		for _, m := range methods {
			if r.Method == m {
				all = append(all, r)
			}
		}
	}
	return all
}

// log keeps a request and gives its number.
func (s *Server) log(m *method, a *args, now time.Time) int {
	r := Request{Method: m.name, Chat: a.chatID(), Params: a.values, At: now}
	if len(s.requests) < s.options.Requests {
		s.requests = append(s.requests, r)
	} else {
		s.requests[s.total%len(s.requests)] = r
	}
	s.total++
	return s.total - 1
}

// note remembers how a request was answered, if it is still in the log.
func (s *Server) note(entry, code int) {
	if entry >= s.total-len(s.requests) {
		s.requests[entry%s.options.Requests].Code = code
	}
	s.changedNow()
}

// maxGrievances bounds the complaints of different wording.
const maxGrievances = 200

func (s *Server) complain(format string, v ...any) {
	text := fmt.Sprintf(format, v...)
	if _, known := s.grievances[text]; known || len(s.grievances) < maxGrievances {
		s.grievances[text]++
	}
}

// Complaints are what the real server would have swallowed without a word:
// parameters that do not exist, links and entities dropped. Sorted; empty for
// a bot that does everything right.
func (s *Server) Complaints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]string, 0, len(s.grievances))
	for text, n := range s.grievances {
		all = append(all, fmt.Sprintf("%s (%d×)", text, n))
	}
	sort.Strings(all)
	return all
}
