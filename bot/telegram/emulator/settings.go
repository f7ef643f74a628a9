package emulator

import (
	"cmp"
	"context"
	"regexp"
	"strings"
)

// Command is a line of the bot's menu.
type Command struct {
	Name        string `json:"command"`
	Description string `json:"description"`
}

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageCode = regexp.MustCompile(`^([a-z]{2})?$`)
)

// commandsKey is whose menu it is: a scope and a language.
func commandsKey(a *args) (string, error) {
	if !languageCode.MatchString(a.str("language_code")) {
		return "", bad("invalid language code specified")
	}
	return cmp.Or(strings.TrimSpace(a.str("scope")), `{"type":"default"}`) + " " + a.str("language_code"), nil
}

func (s *Server) setMyCommands(_ context.Context, a *args) (any, error) {
	key, err := commandsKey(a)
	if err != nil {
		return nil, err
	}
	var list []Command
	if _, err := a.object("commands", &list); err != nil {
		return nil, err
	}
	if len(list) > 100 {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range list {
		if !commandName.MatchString(c.Name) {
			return nil, bad("BOT_COMMAND_INVALID")
		}
		if n := runes(c.Description); n < 1 || n > 256 {
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s.commands[key] = list
	return true, nil
}

func (s *Server) getMyCommands(_ context.Context, a *args) (any, error) {
	key, err := commandsKey(a)
	if err != nil {
		return nil, err
	}
	if list := s.commands[key]; list != nil {
		return list, nil
	}
	return []Command{}, nil
}

func (s *Server) deleteMyCommands(_ context.Context, a *args) (any, error) {
	key, err := commandsKey(a)
	if err != nil {
		return nil, err
	}
	delete(s.commands, key)
	return true, nil
}

// Commands are the menu that people with that language see, in every chat.
func (s *Server) Commands(language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	if list := s.commands[`{"type":"default"} `+language]; list != nil {
		return list
	}
	return s.commands[`{"type":"default"} `]
}

// describe is setMyName, setMyDescription and setMyShortDescription.
func (s *Server) describe(_ context.Context, a *args) (any, error) {
	if !languageCode.MatchString(a.str("language_code")) {
		return nil, bad("invalid language code specified")
	}
	for _, part := range []struct {
		name  string
		limit int
	}{{"name", 64}, {"description", 512}, {"short_description", 120}} {
		if !a.has(part.name) {
			continue
		}
		if runes(a.str(part.name)) > part.limit {
			return nil, bad("%s is too long", strings.ReplaceAll(part.name, "_", " "))
		}
		s.descriptions[part.name+" "+a.str("language_code")] = a.str(part.name)
	}
	return true, nil
}

// Description is what people read about the bot; what is "name",
// "description" or "short_description".
func (s *Server) Description(what, language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return cmp.Or(s.descriptions[what+" "+language], s.descriptions[what+" "])
}

// file is a document that a person can send.
type file struct {
	name string
	data []byte
	size int // as getFile tells it; 0: the real one
}

// maxDownload is the largest file that a bot can fetch.
const maxDownload = 20 << 20

// AddFile stores a document for WithFile. Where size is larger than the data,
// it is what Telegram says the file has.
func (s *Server) AddFile(name string, data []byte, size int) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id = s.nextName("file")
	s.files[id] = file{name: name, data: data, size: size}
	return id
}

func (s *Server) getFile(_ context.Context, a *args) (any, error) {
	f, ok := s.files[a.str("file_id")]
	size := max(f.size, len(f.data))
	switch {
	case !ok:
		return nil, bad("invalid file_id")
	case size > maxDownload:
		return nil, bad("file is too big")
	}
	id := a.str("file_id")
	return wireFile{ID: id, UniqueID: id, Size: size, Path: "documents/" + id}, nil
}

// download serves a file's bytes.
func (s *Server) download(token, path string) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.files[strings.TrimPrefix(path, "documents/")]
	if token != s.options.Token || !ok {
		return failure(&apiError{Code: 404, Description: "Not Found"})
	}
	return answer{status: 200, kind: "application/octet-stream", body: f.data}
}
