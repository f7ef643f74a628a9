package emulator_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"herald/bot/telegram/emulator"
	"herald/news"
)

// update is an update as far as these tests look.
type update struct {
	ID      int64 `json:"update_id"`
	Message *struct {
		ID       news.MessageID `json:"message_id"`
		Text     string         `json:"text"`
		Caption  string         `json:"caption"`
		Thread   news.ThreadID  `json:"message_thread_id"`
		From     emulator.User  `json:"from"`
		Chat     struct{ ID news.ChatID }
		Reply    *struct{ Text string } `json:"reply_to_message"`
		Forward  *struct{ Type string } `json:"forward_origin"`
		Document *struct {
			ID   string `json:"file_id"`
			Name string `json:"file_name"`
		} `json:"document"`
		Sender *struct{ ID news.ChatID } `json:"sender_chat"`
	} `json:"message"`
	Post *struct {
		Text   string
		From   *emulator.User            `json:"from"`
		Sender *struct{ ID news.ChatID } `json:"sender_chat"`
	} `json:"channel_post"`
	Mine *struct {
		Chat struct{ ID news.ChatID }
		From emulator.User
		Old  struct{ Status string } `json:"old_chat_member"`
		New  struct{ Status string } `json:"new_chat_member"`
	} `json:"my_chat_member"`
}

// drain gives all updates that wait and confirms them.
func drain(t *testing.T, s *emulator.Server) []update {
	t.Helper()
	var all []update
	offset := int64(0)
	for {
		var some []update
		r := call(t, s, "getUpdates", fmt.Sprintf(`{"offset":%d}`, offset))
		if err := json.Unmarshal(r.Result, &some); err != nil {
			t.Fatalf("%v in %s", err, r.Result)
		}
		if len(some) == 0 {
			return all
		}
		all = append(all, some...)
		offset = some[len(some)-1].ID + 1
	}
}

func say(t *testing.T, s *emulator.Server, chat news.ChatID) result {
	t.Helper()
	return call(t, s, "sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"hello"}`, chat))
}

func TestUpdatesAreConfirmedByTheOffset(t *testing.T) {
	s := start(t, emulator.Options{})
	ann := s.AddUser(emulator.User{})
	for i := range 150 {
		s.Write(news.ChatID(ann), ann, fmt.Sprint(i))
	}
	ids := func(params string) (first, last int64, n int) {
		var some []update
		if err := json.Unmarshal(call(t, s, "getUpdates", params).Result, &some); err != nil || len(some) == 0 {
			t.Fatalf("%s: %d updates, %v", params, len(some), err)
		}
		return some[0].ID, some[len(some)-1].ID, len(some)
	}
	if f, l, n := ids(`{}`); f != 100001 || l != 100100 || n != 100 {
		t.Errorf("first: %d to %d, %d", f, l, n)
	}
	if f, _, n := ids(`{"limit":10}`); f != 100001 || n != 10 {
		t.Errorf("not confirmed: they come again: %d, %d", f, n)
	}
	if f, _, n := ids(`{"offset":100101}`); f != 100101 || n != 50 {
		t.Errorf("confirmed: %d, %d", f, n)
	}
	if f, _, n := ids(`{"offset":-2}`); f != 100149 || n != 2 || s.Pending() != 2 {
		t.Errorf("a negative offset keeps the newest: %d, %d", f, n)
	}
	if r := call(t, s, "getUpdates", `{"offset":100151}`); string(r.Result) != "[]" || s.Pending() != 0 {
		t.Errorf("none left: %s", r.Result)
	}
}

func TestALongPollWaitsAndASecondPollerOustsTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		ann := s.AddUser(emulator.User{})
		began := time.Now()
		if r := call(t, s, "getUpdates", `{"timeout":30}`); string(r.Result) != "[]" || time.Since(began) != 30*time.Second {
			t.Errorf("%s after %s", r.Result, time.Since(began))
		}
		first := make(chan result, 1)
		go func() { first <- call(t, s, "getUpdates", `{"timeout":30}`) }()
		synctest.Wait()
		second := make(chan result, 1)
		go func() { second <- call(t, s, "getUpdates", `{"timeout":30}`) }()
		if r := <-first; r.Code != 409 || !strings.Contains(r.Description, "terminated by other getUpdates request") {
			t.Errorf("the first poller: %+v", r)
		}
		s.Write(news.ChatID(ann), ann, "hello")
		if r := <-second; !strings.Contains(string(r.Result), "hello") {
			t.Errorf("the second poller: %s", r.Result)
		}
	})
}

func TestAllowedUpdatesKeepTheOthersBack(t *testing.T) {
	s := start(t, emulator.Options{})
	ann := s.AddUser(emulator.User{})
	call(t, s, "getUpdates", `{"allowed_updates":["my_chat_member"]}`)
	s.Write(news.ChatID(ann), ann, "hello")
	s.Block(ann)
	if all := drain(t, s); len(all) != 1 || all[0].Mine == nil {
		t.Errorf("%+v", all)
	}
	call(t, s, "getUpdates", `{"allowed_updates":[]}`)
	s.Write(news.ChatID(ann), ann, "hello")
	if all := drain(t, s); len(all) != 2 || all[0].Mine == nil || all[1].Message == nil {
		t.Errorf("an empty list is all kinds; writing unblocks: %+v", all)
	}
}

func TestWhatTheBotIsToAChat(t *testing.T) {
	s := start(t, emulator.Options{})
	ann := s.AddUser(emulator.User{FirstName: "Ann"})
	private := s.Reader(emulator.User{})
	group := s.AddChat(emulator.Group{Kind: news.Group, Title: "Club", Admins: []news.UserID{ann}})
	super := s.AddGroup("Big club", ann)
	channel := s.AddChannel("Paper", ann)
	outside := s.AddChat(emulator.Group{Title: "Elsewhere", Without: true})
	added := drain(t, s)
	if len(added) != 5 || added[0].Mine.New.Status != "member" || added[0].Mine.Old.Status != "left" || added[0].Mine.From.FirstName != "Ann" || added[4].Mine.New.Status != "administrator" {
		t.Errorf("added: %+v", added)
	}
	for _, c := range []struct {
		name    string
		do      func()
		chat    news.ChatID
		code    int
		refusal string
		status  string
	}{
		{"a blocked person", func() { s.Block(news.UserID(private)) }, private, 403, "bot was blocked by the user", "kicked"},
		{"an unblocked person", func() { s.Unblock(news.UserID(private)) }, private, 200, "", "member"},
		{"a deleted account", func() { s.Deactivate(private) }, private, 403, "user is deactivated", ""},
		{"a group that the bot is not in", func() {}, outside, 403, "bot is not a member of the supergroup chat", ""},
		{"kicked from a group", func() { s.Kick(group) }, group, 403, "bot was kicked from the group chat", "kicked"},
		{"invited again", func() { s.Invite(group) }, group, 200, "", "member"},
		{"muted", func() { s.Mute(super, true) }, super, 400, "not enough rights to send text messages to the chat", ""},
		{"heard again", func() { s.Mute(super, false) }, super, 200, "", ""},
		{"promoted", func() { s.Promote(super) }, super, 200, "", "administrator"},
		{"a channel without rights", func() { s.Demote(channel) }, channel, 400, "need administrator rights in the channel chat", "member"},
		{"kicked from a channel", func() { s.Kick(channel) }, channel, 403, "bot was kicked from the channel chat", "kicked"},
		{"a supergroup that was kicked from", func() { s.Kick(super) }, super, 403, "bot was kicked from the supergroup chat", "kicked"},
		{"a deleted group", func() { s.Deactivate(group) }, group, 403, "the group chat was deleted", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.do()
			status := ""
			for _, u := range drain(t, s) {
				if u.Mine != nil {
					status = u.Mine.New.Status
				}
			}
			if status != c.status {
				t.Errorf("the update says %q, want %q", status, c.status)
			}
			r := say(t, s, c.chat)
			if c.code == 200 && !r.OK || c.code != 200 && (r.Code != c.code || !strings.Contains(r.Description, c.refusal)) {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestMigration(t *testing.T) {
	s := start(t, emulator.Options{})
	ann := s.AddUser(emulator.User{})
	old := s.AddChat(emulator.Group{Kind: news.Group, Title: "Club", Admins: []news.UserID{ann}})
	moved := s.Migrate(old)
	for _, method := range []string{"sendMessage", "sendChatAction", "editMessageText", "getChatMember"} {
		r := call(t, s, method, fmt.Sprintf(`{"chat_id":%d,"text":"x","message_id":1,"action":"typing","user_id":%d}`, old, ann))
		if r.Code != 400 || r.Parameters.MigrateTo != moved {
			t.Errorf("%s: %+v", method, r)
		}
	}
	if s.Write(old, ann, "x") != 0 || s.Write(moved, ann, "x") == 0 {
		t.Error("people write in the new chat only")
	}
	if r := call(t, s, "getChatMember", fmt.Sprintf(`{"chat_id":%d,"user_id":%d}`, moved, ann)); !strings.Contains(string(r.Result), "creator") {
		t.Errorf("the owner: %+v", r)
	}
}

func TestPrivacyMode(t *testing.T) {
	s := start(t, emulator.Options{Privacy: true})
	ann := s.AddUser(emulator.User{})
	group := s.AddGroup("Club", ann)
	drain(t, s)
	say(t, s, group)
	bots := s.Replies(group)[0].ID
	mine := s.Write(group, ann, "just talk")
	for text, how := range map[string][]emulator.Saying{
		"/summary": nil, "see /quotes@herald_bot": nil, "hey @herald_bot": nil, "so it is": {emulator.ReplyTo(bots)},
		"/start@other_bot": nil, "talk": nil, "yes": {emulator.ReplyTo(mine)},
	} {
		s.Write(group, ann, text, how...)
		want := text != "/start@other_bot" && text != "talk" && text != "yes"
		if seen := len(drain(t, s)) == 1; seen != want {
			t.Errorf("%q is seen: %v", text, seen)
		}
	}
	s.Promote(group)
	drain(t, s)
	s.Write(group, ann, "talk")
	if len(drain(t, s)) != 1 {
		t.Error("an administrator sees all")
	}
}

func TestWhatPeopleSay(t *testing.T) {
	s := start(t, emulator.Options{})
	ann, bob := s.AddUser(emulator.User{}), s.AddUser(emulator.User{})
	private := news.ChatID(ann)
	forum := s.AddChat(emulator.Group{Title: "Forum", Forum: true, Admins: []news.UserID{ann}})
	channel := s.AddChannel("Paper", ann)
	drain(t, s)
	first := s.Write(private, ann, "first")
	topic := s.AddTopic(forum, "World")
	file := s.AddFile("a.html", []byte("<p>x"), 0)
	for _, c := range []struct {
		name string
		id   news.MessageID
		sure func(u update) bool
	}{
		{"a text", first, func(u update) bool { return u.Message.Text == "first" && u.Message.From.ID == ann }},
		{"a reply", s.Write(private, ann, "second", emulator.ReplyTo(first)), func(u update) bool { return u.Message.Reply.Text == "first" }},
		{"a forwarded post", s.Write(private, ann, "news", emulator.ForwardedFrom("Paper")), func(u update) bool { return u.Message.Forward.Type == "hidden_user" }},
		{"a document", s.Write(private, ann, "/quotes", emulator.WithFile(file)), func(u update) bool {
			return u.Message.Document.ID == file && u.Message.Document.Name == "a.html" && u.Message.Caption == "/quotes" && u.Message.Text == ""
		}},
		{"a picture", s.Write(private, ann, "look", emulator.WithPhoto("https://example.org/a.jpg")), func(u update) bool { return u.Message.Caption == "look" }},
		{"in a topic", s.Write(forum, bob, "/list", emulator.InTopic(topic)), func(u update) bool { return u.Message.Thread == topic && u.Message.Chat.ID == forum }},
		{"as the group itself", s.Write(forum, ann, "/list", emulator.Anonymously()), func(u update) bool { return u.Message.From.ID == 1087968824 && u.Message.Sender.ID == forum }},
		{"a channel's post", s.Write(channel, ann, "/list"), func(u update) bool {
			return u.Post.Text == "/list" && u.Post.From == nil && u.Post.Sender.ID == channel
		}},
	} {
		if c.id == 0 {
			t.Errorf("%s was not written", c.name)
			continue
		}
		var next []update
		if err := json.Unmarshal(call(t, s, "getUpdates", `{"limit":1}`).Result, &next); err != nil || len(next) != 1 || !c.sure(next[0]) {
			t.Errorf("%s: %+v %v", c.name, next, err)
			continue
		}
		call(t, s, "getUpdates", fmt.Sprintf(`{"limit":1,"offset":%d}`, next[0].ID+1))
	}
	for name, id := range map[string]news.MessageID{
		"a reader posting in a channel": s.Write(channel, bob, "x"),
		"in another's private chat":     s.Write(private, bob, "x"),
		"nobody":                        s.Write(private, 42, "x"),
		"nowhere":                       s.Write(42, ann, "x"),
	} {
		if id != 0 {
			t.Errorf("%s was written", name)
		}
	}
	if _, err := s.Press(brief(t), private, ann, first, "x"); !errors.Is(err, emulator.ErrNoButton) {
		t.Errorf("a press on nothing: %v", err)
	}
}

func TestFaults(t *testing.T) {
	s := start(t, emulator.Options{})
	ann, bob := s.Reader(emulator.User{}), s.Reader(emulator.User{})
	codes := func(chat news.ChatID, n int) (all []int) {
		for range n {
			r := say(t, s, chat)
			if r.OK {
				r.Code = 200
			}
			all = append(all, r.Code)
		}
		return all
	}
	s.Fault(emulator.Fault{Method: "sendMessage", Chat: ann, Skip: 1, Count: 2, Code: 500})
	if got := fmt.Sprint(codes(ann, 5), codes(bob, 1)); got != "[200 500 500 200 200] [200]" {
		t.Errorf("skip and count: %s", got)
	}
	remove := s.Fault(emulator.Fault{Code: 403, Match: func(r emulator.Request) bool { return r.Params["text"] == "hello" && r.Chat == bob }})
	if got := fmt.Sprint(codes(bob, 3), codes(ann, 1)); got != "[403 403 403] [200]" {
		t.Errorf("match: %s", got)
	}
	remove()
	if got := fmt.Sprint(codes(bob, 1)); got != "[200]" {
		t.Errorf("removed: %s", got)
	}
	before := len(s.Replies(ann))
	s.Fault(emulator.Fault{Count: 1, Code: 502, Body: "<html>", Taken: true})
	req, _ := http.NewRequestWithContext(brief(t), http.MethodPost, s.URL()+"/bot"+s.Token()+"/sendMessage", strings.NewReader(fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, ann)))
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.Transport().RoundTrip(req)
	if err != nil || resp.StatusCode != http.StatusBadGateway || resp.Header.Get("Content-Type") != "text/html" || len(s.Replies(ann)) != before+1 {
		t.Errorf("taken, but answered with a page: %v %v", resp, err)
	}
}

func TestA429IsProlongedByThoseWhoDoNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		ann := s.Reader(emulator.User{})
		s.Fault(emulator.Fault{Chat: ann, Count: 1, Code: 429, RetryAfter: 5})
		for i, c := range []struct {
			wait time.Duration
			ok   bool
		}{{0, false}, {4 * time.Second, false}, {4 * time.Second, false}, {5 * time.Second, true}} {
			<-time.After(c.wait)
			if r := say(t, s, ann); r.OK != c.ok || !c.ok && r.Parameters.RetryAfter != 5 {
				t.Errorf("%d: %+v", i, r)
			}
		}
		if st := s.Stats(); st.TooMany != 3 || st.DuringRetry != 2 {
			t.Errorf("%+v", st)
		}
	})
}

func TestTheDocumentedPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Limits: emulator.Documented()})
		until429 := func(chats ...news.ChatID) (n, retry int) {
			for {
				r := say(t, s, chats[n%len(chats)])
				if !r.OK {
					return n, r.Parameters.RetryAfter
				}
				n++
			}
		}
		var many []news.ChatID
		for range 40 {
			many = append(many, s.Reader(emulator.User{}))
		}
		if n, retry := until429(many...); n != 30 || retry != 1 {
			t.Errorf("over all chats: %d, then wait %d", n, retry)
		}
		<-time.After(2 * time.Second)
		if n, retry := until429(many[0]); n != 4 || retry != 1 {
			t.Errorf("one chat: %d, then wait %d", n, retry)
		}
		group := s.AddGroup("Club")
		for i := range 20 {
			<-time.After(time.Second)
			if r := say(t, s, group); !r.OK {
				t.Fatalf("%d: %+v", i, r)
			}
		}
		<-time.After(time.Second)
		if r := say(t, s, group); r.Parameters.RetryAfter != 40 {
			t.Errorf("the 21st message: %+v", r)
		}
	})
}

func TestWebhooks(t *testing.T) {
	s := start(t, emulator.Options{})
	var mu sync.Mutex
	var got []string
	refuse := 1
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var u update
		mu.Lock()
		defer mu.Unlock()
		if refuse > 0 {
			refuse--
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		if err := json.Unmarshal(body, &u); err == nil {
			got = append(got, u.Message.Text+" "+r.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
		}
	}))
	defer hook.Close()
	if r := call(t, s, "setWebhook", `{"url":"`+hook.URL+`","secret_token":"s3cret"}`); !r.OK {
		t.Fatalf("%+v", r)
	}
	if r := call(t, s, "getUpdates", `{}`); r.Code != 409 || !strings.Contains(r.Description, "webhook is active") {
		t.Errorf("polling: %+v", r)
	}
	ann := s.AddUser(emulator.User{})
	s.Write(news.ChatID(ann), ann, "one")
	s.Write(news.ChatID(ann), ann, "two")
	if err := s.AwaitIdle(brief(t)); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	if strings.Join(got, ",") != "one s3cret,two s3cret" {
		t.Errorf("pushed: %q", got)
	}
	mu.Unlock()
	call(t, s, "deleteWebhook", `{}`)
	s.Write(news.ChatID(ann), ann, "three")
	if all := drain(t, s); len(all) != 1 || all[0].Message.Text != "three" {
		t.Errorf("polled again: %+v", all)
	}
}

func TestEventsTellWhatPeopleSee(t *testing.T) {
	s := start(t, emulator.Options{})
	ann := s.AddUser(emulator.User{})
	chat := news.ChatID(ann)
	sub := s.Events()
	defer sub.Close()
	s.Write(chat, ann, "hello")
	call(t, s, "sendChatAction", fmt.Sprintf(`{"chat_id":%d,"action":"typing"}`, chat))
	call(t, s, "sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"one"}`, chat))
	call(t, s, "editMessageText", fmt.Sprintf(`{"chat_id":%d,"message_id":2,"text":"two"}`, chat))
	q := s.Forge(chat, ann, 2, "x")
	call(t, s, "answerCallbackQuery", `{"callback_query_id":"`+q+`","text":"done"}`)
	call(t, s, "deleteMessage", fmt.Sprintf(`{"chat_id":%d,"message_id":2}`, chat))
	var got []string
	for range 6 {
		e, err := sub.Next(brief(t))
		if err != nil {
			t.Fatal(err)
		}
		words := e.Kind + " " + e.Text
		if e.Message != nil {
			words += e.Message.Text
		}
		if e.Answer != nil {
			words += e.Answer.Text
		}
		got = append(got, words)
	}
	if want := "message hello, action typing, message one, edit two, answer done, delete two"; strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sub.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a reader who goes: %v", err)
	}
	s.Close()
	if _, err := sub.Next(brief(t)); !errors.Is(err, emulator.ErrClosed) {
		t.Errorf("a server that goes: %v", err)
	}
	if err := s.Await(brief(t), func() bool { return false }); !errors.Is(err, emulator.ErrClosed) {
		t.Errorf("awaiting a server that goes: %v", err)
	}
}

func TestOldMessagesAndRequestsAreForgottenWhereAsked(t *testing.T) {
	s := start(t, emulator.Options{Keep: 3, Requests: 5})
	ann := s.Reader(emulator.User{})
	for range 10 {
		say(t, s, ann)
	}
	if m := s.Messages(ann); len(m) != 3 || m[0].ID != 8 {
		t.Errorf("%+v", m)
	}
	if log := s.Log(); len(log) != 5 || s.Stats().Requests != 10 || log[4].Code != 200 {
		t.Errorf("%+v", log)
	}
	if r := call(t, s, "editMessageText", fmt.Sprintf(`{"chat_id":%d,"message_id":9,"text":"y"}`, ann)); !r.OK {
		t.Errorf("a kept one can be edited: %+v", r)
	}
}

func BenchmarkSendMessage(b *testing.B) {
	s := emulator.New(emulator.Options{Keep: 1, Requests: 1})
	chat := s.Reader(emulator.User{})
	body := fmt.Sprintf(`{"chat_id":%d,"text":"Harbour opens on Monday\nThe ferry sails again.","entities":[{"type":"bold","offset":0,"length":23}],"reply_markup":{"inline_keyboard":[[{"text":"Summary","callback_data":"s"},{"text":"Quotes","callback_data":"q"}]]}}`, chat)
	tr := s.Transport()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			req, _ := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://x/bot"+s.Token()+"/sendMessage", strings.NewReader(body))
			req.Header.Set("Content-Type", "application/json")
			resp, err := tr.RoundTrip(req)
			if err != nil || resp.StatusCode != http.StatusOK {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
