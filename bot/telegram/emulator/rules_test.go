package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"strings"
	"testing"

	"herald/bot/telegram/emulator"
	"herald/news"
)

func TestRulesOfMessages(t *testing.T) {
	s := start(t, emulator.Options{})
	chat := s.Reader(emulator.User{})
	buttons := func(rows ...string) string {
		return `"reply_markup":{"inline_keyboard":[[` + strings.Join(rows, "],[") + `]]}`
	}
	many := func(n int, one string) string { return strings.TrimSuffix(strings.Repeat(one+",", n), ",") }
	for name, c := range map[string]struct{ params, refusal string }{
		"a plain text":                        {`"text":"hi"`, ""},
		"no text":                             {``, "message text is empty"},
		"only white space":                    {`"text":" \n "`, "message text is empty"},
		"4096 characters":                     {`"text":"` + strings.Repeat("a", 4096) + `"`, ""},
		"4097 characters":                     {`"text":"` + strings.Repeat("a", 4097) + `"`, "message is too long"},
		"2049 emoji are 4098 units":           {`"text":"` + strings.Repeat("🙂", 2049) + `"`, "message is too long"},
		"parse_mode":                          {`"text":"<b>x</b>","parse_mode":"HTML"`, "parse_mode"},
		"an entity at the end":                {`"text":"abc","entities":[{"type":"bold","offset":1,"length":2}]`, ""},
		"an entity beyond the end":            {`"text":"abc","entities":[{"type":"bold","offset":1,"length":3}]`, "ends after the end of the text"},
		"an entity of no length":              {`"text":"abc","entities":[{"type":"bold","offset":1,"length":0}]`, "can't parse entities"},
		"a negative offset":                   {`"text":"abc","entities":[{"type":"bold","offset":-1,"length":2}]`, "can't parse entities"},
		"an overflow":                         {`"text":"abc","entities":[{"type":"bold","offset":9223372036854775807,"length":2}]`, "can't parse entities"},
		"a whole emoji":                       {`"text":"🙂","entities":[{"type":"bold","offset":0,"length":2}]`, ""},
		"half an emoji at the end":            {`"text":"🙂","entities":[{"type":"bold","offset":0,"length":1}]`, "middle of a UTF-16 symbol"},
		"half an emoji at the start":          {`"text":"🙂a","entities":[{"type":"bold","offset":1,"length":2}]`, "middle of a UTF-16 symbol"},
		"entities out of order":               {`"text":"abcd","entities":[{"type":"bold","offset":2,"length":1},{"type":"bold","offset":0,"length":1}]`, "comes after"},
		"nested entities":                     {`"text":"abcd","entities":[{"type":"blockquote","offset":0,"length":4},{"type":"bold","offset":1,"length":2}]`, ""},
		"crossing entities":                   {`"text":"abcd","entities":[{"type":"italic","offset":0,"length":3},{"type":"bold","offset":1,"length":3}]`, "crosses"},
		"an unknown entity":                   {`"text":"abcd","entities":[{"type":"loud","offset":0,"length":3}]`, "unsupported entity type"},
		"broken entities":                     {`"text":"abcd","entities":"[{"`, "can't parse entities"},
		"a time without its time":             {`"text":"noon","entities":[{"type":"date_time","offset":0,"length":4}]`, "unix_time"},
		"a null keyboard":                     {`"text":"a","reply_markup":null`, "object expected as reply markup"},
		"a keyboard that is a list":           {`"text":"a","reply_markup":[]`, "object expected as reply markup"},
		"a keyboard of no kind":               {`"text":"a","reply_markup":{"buttons":[]}`, "inline keyboard expected"},
		"an empty keyboard":                   {`"text":"a","reply_markup":{"inline_keyboard":[]}`, ""},
		"64 bytes of data":                    {`"text":"a",` + buttons(`{"text":"b","callback_data":"`+strings.Repeat("ї", 32)+`"}`), ""},
		"66 bytes of data":                    {`"text":"a",` + buttons(`{"text":"b","callback_data":"`+strings.Repeat("ї", 33)+`"}`), "BUTTON_DATA_INVALID"},
		"empty data":                          {`"text":"a",` + buttons(`{"text":"b","callback_data":""}`), "BUTTON_DATA_INVALID"},
		"a button that does nothing":          {`"text":"a",` + buttons(`{"text":"b"}`), "text buttons are unallowed"},
		"a button without words":              {`"text":"a",` + buttons(`{"text":" ","callback_data":"x"}`), "text buttons are unallowed"},
		"a button with an empty copy_text":    {`"text":"a",` + buttons(`{"text":"b","callback_data":"x","copy_text":{"text":""}}`), "2 actions"},
		"256 characters to copy":              {`"text":"a",` + buttons(`{"text":"b","copy_text":{"text":"`+strings.Repeat("ї", 256)+`"}}`), ""},
		"257 characters to copy":              {`"text":"a",` + buttons(`{"text":"b","copy_text":{"text":"`+strings.Repeat("a", 257)+`"}}`), "BUTTON_COPY_TEXT_INVALID"},
		"a button's bad link":                 {`"text":"a",` + buttons(`{"text":"b","url":"/article"}`), "is invalid: Wrong HTTP URL"},
		"a deep link":                         {`"text":"a",` + buttons(`{"text":"b","url":"https://t.me/herald_bot?start=a1"}`), ""},
		"nine buttons in a row":               {`"text":"a",` + buttons(many(9, `{"text":"b","callback_data":"x"}`)), "too long"},
		"101 buttons":                         {`"text":"a",` + buttons(strings.Split(strings.TrimSuffix(strings.Repeat(`{"text":"b","callback_data":"x"};`, 101), ";"), ";")...), "too long"},
		"a preview's bad link":                {`"text":"a","link_preview_options":{"url":"nowhere"}`, "wrong HTTP URL"},
		"a reply to nothing":                  {`"text":"a","reply_parameters":{"message_id":99999}`, "message to be replied not found"},
		"a reply to nothing, sent without it": {`"text":"a","reply_parameters":{"message_id":99999,"allow_sending_without_reply":true}`, ""},
		"a topic where there is none":         {`"text":"a","message_thread_id":5`, "message thread not found"},
		"an integer that is none":             {`"text":"a","message_thread_id":"five"`, "must be an integer"},
		"a boolean that is none":              {`"text":"a","disable_notification":"maybe"`, "must be true or false"},
		"an object that is none":              {`"text":"a","reply_parameters":"x"`, "can't parse reply parameters JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			params := fmt.Sprintf(`{"chat_id":%d`, chat)
			if c.params != "" {
				params += "," + c.params
			}
			r := call(t, s, "sendMessage", params+"}")
			if c.refusal == "" && !r.OK || c.refusal != "" && (r.Code != 400 || !strings.Contains(r.Description, c.refusal)) {
				t.Errorf("want %q, got %+v", c.refusal, r)
			}
		})
	}
	if got := s.Complaints(); len(got) > 0 {
		t.Errorf("complaints: %q", got)
	}
}

func TestWhatTheRealServerSwallowsIsDoneAndListed(t *testing.T) {
	s := start(t, emulator.Options{})
	chat := s.Reader(emulator.User{})
	entities := make([]string, 101)
	for i := range entities {
		entities[i] = fmt.Sprintf(`{"type":"bold","offset":%d,"length":1}`, i)
	}
	entities[3] = `{"type":"text_link","offset":3,"length":1,"url":"relative/path"}`
	r := call(t, s, "sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"%s","colour":"red","link_preview_options":{"prefer_large_media":true},"entities":[%s]}`,
		chat, strings.Repeat("a", 200), strings.Join(entities, ",")))
	if !r.OK {
		t.Fatalf("%+v", r)
	}
	if got := len(s.Replies(chat)[0].Entities); got != 99 {
		t.Errorf("%d entities are left, want 100 less the bad link", got)
	}
	want := []string{`a text_link to "relative/path" is dropped`, "more than 100 entities", "prefer_large_media", `sendMessage has no parameter "colour"`}
	got := strings.Join(s.Complaints(), "\n")
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("no complaint %q in\n%s", w, got)
		}
	}
}

func TestRulesOfTheOtherMethods(t *testing.T) {
	s := start(t, emulator.Options{NoRich: true})
	chat := s.Reader(emulator.User{})
	text := s.Write(chat, news.UserID(chat), "hello")
	call(t, s, "sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"mine"}`, chat))
	call(t, s, "sendPhoto", fmt.Sprintf(`{"chat_id":%d,"photo":"https://example.org/a.jpg","caption":"mine"}`, chat))
	mine, picture := s.Replies(chat)[0].ID, s.Replies(chat)[1].ID
	for _, c := range []struct{ name, method, params, refusal string }{
		{"an unknown method", "sendTelegram", `{}`, "404"},
		{"a method that is not emulated", "sendDice", `{"chat_id":CHAT}`, "not emulated"},
		{"any case of a method", "SENDmessage", `{"chat_id":CHAT,"text":"x"}`, ""},
		{"no chat", "sendMessage", `{"text":"x"}`, "chat_id is empty"},
		{"no such chat", "sendMessage", `{"chat_id":4,"text":"x"}`, "chat not found"},
		{"no such name", "sendMessage", `{"chat_id":"@nobody","text":"x"}`, "chat not found"},
		{"broken JSON", "sendMessage", `{"chat_id":`, "can't parse JSON object"},
		{"editing nothing", "editMessageText", `{"chat_id":CHAT,"message_id":999,"text":"x"}`, "message to edit not found"},
		{"editing without a number", "editMessageText", `{"text":"x"}`, "message identifier is not specified"},
		{"editing another's message", "editMessageText", fmt.Sprintf(`{"chat_id":CHAT,"message_id":%d,"text":"x"}`, text), "message can't be edited"},
		{"the same text", "editMessageText", fmt.Sprintf(`{"chat_id":CHAT,"message_id":%d,"text":" mine "}`, mine), "message is not modified"},
		{"a text for a picture", "editMessageText", fmt.Sprintf(`{"chat_id":CHAT,"message_id":%d,"text":"x"}`, picture), "there is no text in the message to edit"},
		{"a caption for a text", "editMessageCaption", fmt.Sprintf(`{"chat_id":CHAT,"message_id":%d,"caption":"x"}`, mine), "there is no caption in the message to edit"},
		{"a caption of 1024", "editMessageCaption", fmt.Sprintf(`{"chat_id":CHAT,"message_id":%d,"caption":"%s"}`, picture, strings.Repeat("a", 1024)), ""},
		{"a caption of 1025", "editMessageCaption", fmt.Sprintf(`{"chat_id":CHAT,"message_id":%d,"caption":"%s"}`, picture, strings.Repeat("a", 1025)), "caption is too long"},
		{"another picture", "editMessageMedia", fmt.Sprintf(`{"chat_id":CHAT,"message_id":%d,"media":{"type":"photo","media":"https://example.org/b.jpg"}}`, picture), ""},
		{"deleting nothing", "deleteMessage", `{"chat_id":CHAT,"message_id":999}`, "message to delete not found"},
		{"deleting several", "deleteMessages", `{"chat_id":CHAT,"message_ids":[998,999]}`, ""},
		{"a picture that is none", "sendPhoto", `{"chat_id":CHAT,"photo":"a.jpg"}`, "wrong file identifier/HTTP URL specified"},
		{"an album of one", "sendMediaGroup", `{"chat_id":CHAT,"media":[{"type":"photo","media":"https://example.org/a.jpg"}]}`, "2 to 10"},
		{"an album of two", "sendMediaGroup", `{"chat_id":CHAT,"media":[{"type":"photo","media":"https://example.org/a.jpg","caption":"c"},{"type":"photo","media":"https://example.org/b.jpg"}]}`, ""},
		{"an album's caption", "sendMediaGroup", `{"chat_id":CHAT,"media":[{"type":"photo","media":"https://example.org/a.jpg","caption":"c","caption_entities":[{"type":"bold","offset":0,"length":2}]},{"type":"photo","media":"https://example.org/b.jpg"}]}`, "ends after the end"},
		{"an action", "sendChatAction", `{"chat_id":CHAT,"action":"typing"}`, ""},
		{"an unknown action", "sendChatAction", `{"chat_id":CHAT,"action":"thinking"}`, "wrong parameter action"},
		{"a draft", "sendMessageDraft", `{"chat_id":CHAT,"draft_id":3,"text":"so far"}`, ""},
		{"a draft numbered 0", "sendMessageDraft", `{"chat_id":CHAT,"draft_id":0,"text":"so far"}`, "must be non-zero"},
		{"a draft numbered in words", "sendMessageDraft", `{"chat_id":CHAT,"draft_id":"one","text":"so far"}`, "must be an integer"},
		{"a rich message refused", "sendRichMessage", `{"chat_id":CHAT,"rich_message":{"html":"<h1>x</h1>"}}`, "rich messages are not supported"},
		{"a command in capitals", "setMyCommands", `{"commands":[{"command":"Help","description":"x"}]}`, "BOT_COMMAND_INVALID"},
		{"a command not described", "setMyCommands", `{"commands":[{"command":"help","description":""}]}`, "BOT_COMMAND_DESCRIPTION_INVALID"},
		{"a long short description", "setMyShortDescription", `{"short_description":"` + strings.Repeat("a", 121) + `"}`, "short description is too long"},
		{"a description", "setMyDescription", `{"description":"News","language_code":"uk"}`, ""},
		{"leaving a private chat", "leaveChat", `{"chat_id":CHAT}`, "private chat"},
		{"administrators of a private chat", "getChatAdministrators", `{"chat_id":CHAT}`, "no administrators"},
		{"a chat", "getChat", `{"chat_id":CHAT}`, ""},
		{"an unknown file", "getFile", `{"file_id":"x"}`, "invalid file_id"},
		{"a webhook that is no address", "setWebhook", `{"url":"nowhere"}`, "bad webhook"},
		{"a webhook's bad secret", "setWebhook", `{"url":"https://127.0.0.1:1","secret_token":"two words"}`, "unallowed characters"},
		{"an answer to no press", "answerCallbackQuery", `{"callback_query_id":"1"}`, "query is too old"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := call(t, s, c.method, strings.ReplaceAll(c.params, "CHAT", fmt.Sprint(chat)))
			switch {
			case c.refusal == "404" && r.Code == 404:
			case c.refusal == "" && r.OK:
			case c.refusal != "" && r.Code == 400 && strings.Contains(r.Description, c.refusal):
			default:
				t.Errorf("want %q, got %+v", c.refusal, r)
			}
		})
	}
	if got := s.Description("description", "uk"); got != "News" {
		t.Errorf("description: %q", got)
	}
}

func TestTokens(t *testing.T) {
	s := start(t, emulator.Options{})
	if r := post(t, s, "1:wrong", "getMe", "", ""); r.Code != 401 || r.Description != "Unauthorized" {
		t.Errorf("a wrong token: %+v", r)
	}
	if r := post(t, s, "nonsense", "getMe", "", ""); r.Code != 404 {
		t.Errorf("no token at all: %+v", r)
	}
}

func TestParametersInEveryForm(t *testing.T) {
	s := start(t, emulator.Options{})
	chat := s.Reader(emulator.User{})
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for k, v := range map[string]string{"chat_id": fmt.Sprint(chat), "caption": "three", "caption_entities": `[{"type":"bold","offset":0,"length":5}]`} {
		if err := w.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("photo", "a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write([]byte("bytes"))
	_ = w.Close()
	for _, r := range []result{
		post(t, s, s.Token(), fmt.Sprintf("sendMessage?chat_id=%d&text=one", chat), "", ""),
		post(t, s, s.Token(), "sendMessage", "application/x-www-form-urlencoded", fmt.Sprintf("chat_id=%d&text=two+words", chat)),
		post(t, s, s.Token(), "sendPhoto", w.FormDataContentType(), form.String()),
		post(t, s, s.Token(), "sendMessage", "application/json; charset=utf-8", fmt.Sprintf(`{"chat_id":"%d","text":"four"}`, chat)),
	} {
		if !r.OK {
			t.Errorf("%+v", r)
		}
	}
	var texts []string
	for _, m := range s.Replies(chat) {
		texts = append(texts, m.Text)
	}
	if got := strings.Join(texts, ","); got != "one,two words,three,four" {
		t.Errorf("%s", got)
	}
	if m := s.Replies(chat)[2]; m.Photo != "upload:a.jpg" || len(m.Entities) != 1 {
		t.Errorf("%+v", m)
	}
}

func TestRichMessages(t *testing.T) {
	s := start(t, emulator.Options{})
	chat := s.Reader(emulator.User{})
	if r := call(t, s, "sendRichMessage", fmt.Sprintf(`{"chat_id":%d,"rich_message":{"html":"<h1>Title</h1>"}}`, chat)); !r.OK {
		t.Errorf("%+v", r)
	}
	for _, body := range []string{`{}`, `{"html":"a","markdown":"b"}`, `{"html":"` + strings.Repeat("a", 32769) + `"}`} {
		if r := call(t, s, "sendRichMessage", fmt.Sprintf(`{"chat_id":%d,"rich_message":%s}`, chat, body)); r.Code != 400 {
			t.Errorf("%.40s: %+v", body, r)
		}
	}
	if m := s.Replies(chat)[0]; m.Rich != "<h1>Title</h1>" {
		t.Errorf("%+v", m)
	}
}

func TestFoundEntities(t *testing.T) {
	s := start(t, emulator.Options{})
	ann := s.AddUser(emulator.User{})
	s.Write(news.ChatID(ann), ann, "🙂 /sub@herald_bot https://example.org/a_(b)?x=1, see www.example.com. @friend_1 #новини a/b 12.5")
	m := s.Messages(news.ChatID(ann))[0]
	var got []string
	for _, e := range m.Entities {
		u := []rune(m.Text) // all of one unit but the first
		got = append(got, e.Type+"="+string(u[e.Offset-1:e.Offset-1+e.Length]))
	}
	want := "bot_command=/sub@herald_bot url=https://example.org/a_(b)?x=1 url=www.example.com mention=@friend_1 hashtag=#новини"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

func FuzzEntities(f *testing.F) {
	f.Add("a🙂b", `[{"type":"bold","offset":1,"length":2}]`)
	f.Add("  x  ", `[{"type":"text_link","offset":2,"length":1,"url":"https://a"}]`)
	f.Add("abc", `[{"type":"bold","offset":9223372036854775807,"length":9223372036854775807}]`)
	f.Add("\xff\xfe", `[{}]`)
	f.Add("https://a.org/🙂 @abcd", `[]`)
	f.Fuzz(func(t *testing.T, text, entities string) {
		s := emulator.New(emulator.Options{})
		chat := s.Reader(emulator.User{})
		body, err := json.Marshal(map[string]any{"chat_id": chat, "text": text, "entities": entities})
		if err != nil {
			t.Skip()
		}
		r := call(t, s, "sendMessage", string(body))
		if r.Code >= 500 {
			t.Fatalf("%+v", r)
		}
		for _, m := range s.Replies(chat) {
			n := 0
			for _, r := range m.Text {
				n++
				if r > 0xFFFF {
					n++
				}
			}
			before := 0
			for _, e := range m.Entities {
				if e.Offset < before || e.Length <= 0 || e.Offset+e.Length > n {
					t.Fatalf("entity %+v after %d in a text of %d", e, before, n)
				}
				before = e.Offset
			}
		}
	})
}

func FuzzRequest(f *testing.F) {
	f.Add("sendMessage", "application/json", `{"chat_id":5001,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}}`)
	f.Add("sendMediaGroup", "application/x-www-form-urlencoded", "chat_id=5001&media=[{},{}]")
	f.Add("sendPhoto", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n5001\r\n--x--")
	f.Add("getUpdates", "application/json", `{"offset":-9223372036854775808,"limit":-1}`)
	f.Add("editMessageText", "application/json", `{"chat_id":5001,"message_id":1,"text":null}`)
	f.Add("setMyCommands", "application/json", `{"commands":[null]}`)
	f.Fuzz(func(t *testing.T, method, kind, body string) {
		if strings.ContainsAny(method, "/?#% ") || strings.EqualFold(method, "getUpdates") && strings.Contains(body, "timeout") || strings.EqualFold(method, "setWebhook") {
			t.Skip()
		}
		s := emulator.New(emulator.Options{})
		defer s.Close()
		chat := s.Reader(emulator.User{})
		call(t, s, "sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"first"}`, chat))
		for _, c := range method + kind {
			if c < ' ' || c > '~' {
				t.Skip()
			}
		}
		if r := post(t, s, s.Token(), method, kind, body); r.Code >= 500 {
			t.Fatalf("%+v", r)
		}
	})
}
