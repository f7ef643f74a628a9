package emulator

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"herald/news"
)

//go:embed methods.txt
var methodTable string

// method is a line of methods.txt.
type method struct {
	name   string
	params map[string]param
}

type param struct {
	kind     byte // see the head of methods.txt
	required bool
}

// methods is the table by lower-case name: the real server ignores case.
var methods = sync.OnceValue(func() map[string]*method {
	table := map[string]*method{}
	for line := range strings.Lines(methodTable) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		m := &method{name: words[0], params: map[string]param{}}
		for _, w := range words[1:] {
			name, kind, _ := strings.Cut(w, ":")
			m.params[name] = param{kind: kind[0], required: strings.HasSuffix(kind, "!")}
		}
		table[strings.ToLower(m.name)] = m
	}
	return table
})

// args are a request's parameters as text, however they were sent.
type args struct {
	values map[string]string
	files  map[string]upload
}

type upload struct {
	name string
	data []byte
}

const (
	maxParams = 200     // more than any method has
	maxPart   = 4 << 20 // of a form's field that is not a file
)

// parse reads the parameters of a request from its address and its body,
// https://core.telegram.org/bots/api#making-requests.
func parse(r *http.Request, body []byte) (*args, error) {
	a := &args{values: map[string]string{}}
	if r.URL.RawQuery != "" {
		if err := a.form(r.URL.RawQuery); err != nil {
			return nil, err
		}
	}
	if len(body) == 0 {
		return a, nil
	}
	// As with the real server, a body of no known kind has no parameters.
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "application/json":
		err = a.json(body)
	case "application/x-www-form-urlencoded":
		err = a.form(string(body))
	case "multipart/form-data":
		err = a.multipart(body, params["boundary"])
	}
	if err == nil && len(a.values) > maxParams {
		err = errors.New("too many parameters")
	}
	return a, err
}

func (a *args) form(s string) error {
	v, err := url.ParseQuery(s)
	if err != nil {
		return errors.New("can't parse the form")
	}
	for name := range v {
		a.values[name] = v.Get(name)
	}
	return nil
}

func (a *args) json(body []byte) error {
	var v map[string]json.RawMessage
	if err := json.Unmarshal(body, &v); err != nil {
		return errors.New("can't parse JSON object")
	}
	for name, raw := range v {
		if len(raw) > 0 && raw[0] == '"' {
			var s string
			if err := json.Unmarshal(raw, &s); err != nil {
				return errors.New("can't parse JSON object")
			}
			a.values[name] = s
			continue
		}
		a.values[name] = string(raw)
	}
	return nil
}

func (a *args) multipart(body []byte, boundary string) error {
	if boundary == "" {
		return errors.New("can't parse the form: no boundary")
	}
	a.files = map[string]upload{}
	r := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errors.New("can't parse the form")
		}
		limit := int64(maxPart)
		if p.FileName() != "" {
			limit = maxBody
		}
		data, err := io.ReadAll(io.LimitReader(p, limit))
		if err != nil {
			return errors.New("can't parse the form")
		}
		if p.FileName() != "" {
			a.files[p.FormName()] = upload{name: p.FileName(), data: data}
		} else {
			a.values[p.FormName()] = string(data)
		}
		if len(a.values)+len(a.files) > maxParams {
			return errors.New("too many parameters")
		}
	}
}

// check holds a request against the table: each required parameter is there,
// each one is of its type. Names that the method does not have are a
// complaint only: the real server ignores them.
func (s *Server) check(m *method, a *args) error {
	for name, p := range m.params {
		v, ok := a.values[name]
		_, uploaded := a.files[name]
		if !ok && !uploaded {
			if p.required {
				return missing(m.name, name)
			}
			continue
		}
		if uploaded {
			continue
		}
		if err := p.accepts(name, v); err != nil {
			return err
		}
		if p.required && v == "" && p.kind != 's' {
			return missing(m.name, name)
		}
	}
	for name := range a.values {
		if _, ok := m.params[name]; !ok {
			s.complain("%s has no parameter %q", m.name, name)
		}
	}
	return nil
}

// missing is how the real server words the most usual ones.
func missing(method, name string) error {
	switch name {
	case "chat_id":
		return bad("chat_id is empty")
	case "text":
		return bad("message text is empty")
	case "user_id":
		return bad("invalid user_id specified")
	}
	return bad("parameter %q of %s is required", name, method)
}

func (p param) accepts(name, v string) error {
	switch p.kind {
	case 'i':
		if _, err := strconv.ParseInt(v, 10, 64); err != nil {
			return bad("parameter %q must be an integer", name)
		}
	case 'f':
		if f, err := strconv.ParseFloat(v, 64); err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return bad("parameter %q must be a number", name)
		}
	case 'b':
		if _, ok := truth(v); !ok {
			return bad("parameter %q must be true or false", name)
		}
	case 's':
		if !utf8.ValidString(v) {
			return bad("strings must be encoded in UTF-8")
		}
	case 'j', 'l':
		open := byte('{')
		if p.kind == 'l' {
			open = '['
		}
		t := strings.TrimSpace(v)
		if len(t) == 0 || t[0] != open || !json.Valid([]byte(t)) {
			if name == "reply_markup" {
				return bad("object expected as reply markup")
			}
			return bad("can't parse %s JSON object", strings.ReplaceAll(name, "_", " "))
		}
	}
	return nil
}

func truth(v string) (value, ok bool) {
	switch strings.ToLower(v) {
	case "true", "1", "yes":
		return true, true
	case "false", "0", "no", "":
		return false, true
	}
	return false, false
}

func (a *args) str(name string) string { return a.values[name] }

func (a *args) has(name string) bool { _, ok := a.values[name]; return ok }

// int gives 0 where the parameter is missing; its type was checked before.
func (a *args) int(name string) int64 {
	n, _ := strconv.ParseInt(a.values[name], 10, 64)
	return n
}

func (a *args) bool(name string) bool { b, _ := truth(a.values[name]); return b }

// object decodes a parameter; not ok where it is missing.
func (a *args) object(name string, into any) (ok bool, err error) {
	v, ok := a.values[name]
	if !ok {
		return false, nil
	}
	if err := json.Unmarshal([]byte(v), into); err != nil {
		return false, bad("can't parse %s JSON object", strings.ReplaceAll(name, "_", " "))
	}
	return true, nil
}

// chatID is the chat that the request is about, as far as it says; 0 else.
func (a *args) chatID() news.ChatID { return news.ChatID(a.int("chat_id")) }

// apiError is a refusal in the Bot API's form.
type apiError struct {
	Code        int
	Description string
	RetryAfter  int
	MigrateTo   news.ChatID
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s", e.Code, e.Description) }

func bad(format string, v ...any) *apiError {
	return &apiError{Code: 400, Description: "Bad Request: " + fmt.Sprintf(format, v...)}
}

func forbidden(what string) *apiError {
	return &apiError{Code: 403, Description: "Forbidden: " + what}
}

func failure(e *apiError) answer {
	body := map[string]any{"ok": false, "error_code": e.Code, "description": e.Description}
	parameters := map[string]any{}
	if e.RetryAfter > 0 {
		parameters["retry_after"] = e.RetryAfter
	}
	if e.MigrateTo != 0 {
		parameters["migrate_to_chat_id"] = e.MigrateTo
	}
	if len(parameters) > 0 {
		body["parameters"] = parameters
	}
	raw, _ := json.Marshal(body) // of strings and numbers: cannot fail
	return answer{status: e.Code, kind: "application/json", body: raw, wait: e.RetryAfter}
}

func success(result any) answer {
	raw, err := json.Marshal(result)
	if err != nil {
		return failure(&apiError{Code: 500, Description: "Internal Server Error: " + err.Error()})
	}
	body := make([]byte, 0, len(raw)+24)
	body = append(append(append(body, `{"ok":true,"result":`...), raw...), '}')
	return answer{status: 200, kind: "application/json", body: body}
}

func itoa(n int) string { return strconv.Itoa(n) }
