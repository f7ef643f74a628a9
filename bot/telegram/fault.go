package telegram

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"time"

	"herald/news"
)

// fault is an error of this package in words that another process reads.
type fault struct {
	Method string        `json:"method,omitempty"`
	Code   int           `json:"code,omitempty"` // 0: nobody answered
	Says   string        `json:"says"`
	Retry  time.Duration `json:"retry,omitempty"`
	Moved  news.ChatID   `json:"moved,omitempty"`
}

// EncodeError writes an error of Send or Edit so that DecodeError, maybe in
// another process, gives one on which a caller branches the same way; "" for
// nil.
func EncodeError(err error) string {
	if err == nil {
		return ""
	}
	f := fault{Says: err.Error()}
	var retry *RetryError
	var moved *MovedError
	var refused *RequestError
	var away *UnavailableError
	switch {
	case errors.As(err, &retry):
		f.Code, f.Retry = 429, retry.After
	case errors.As(err, &moved):
		f.Code, f.Moved = 400, moved.To
	case errors.As(err, &refused):
		f.Method, f.Code, f.Says = refused.Method, refused.Code, refused.Description
	case errors.Is(err, ErrUnauthorized):
		f.Code = 401
	case errors.Is(err, ErrBlocked):
		f.Code, f.Says = 403, behind(err, ErrBlocked)
	case errors.Is(err, ErrChatGone):
		f.Code, f.Says = 400, behind(err, ErrChatGone)
	case errors.As(err, &away):
		f.Method, f.Code = away.Method, max(away.Code, 500)
		if away.Err != nil {
			f.Says = away.Err.Error()
		}
	}
	out, err := json.Marshal(f)
	if err != nil { // a struct of words and numbers
		return `{"says":"unknown"}`
	}
	return string(out)
}

// behind is what an error says after the words of its kind.
func behind(err, kind error) string {
	_, says, _ := strings.Cut(err.Error(), kind.Error()+": ")
	return says
}

// DecodeError reads what EncodeError wrote; nil for "".
func DecodeError(s string) error {
	if s == "" {
		return nil
	}
	var f fault
	if err := json.Unmarshal([]byte(s), &f); err != nil {
		return &UnavailableError{Err: errors.New("the sender's answer cannot be read")}
	}
	switch {
	case f.Code == 0:
		return errors.New(f.Says)
	case f.Code >= 500:
		return &UnavailableError{Method: f.Method, Code: f.Code, Err: errors.New(f.Says)}
	}
	e := envelope{Code: f.Code, Description: f.Says}
	e.Parameters.MigrateTo = f.Moved
	e.Parameters.RetryAfter = int(math.Ceil(f.Retry.Seconds()))
	return refused(f.Method, e)
}
