package telegram

import (
	"herald/news"
)

// Limits of a message, https://core.telegram.org/bots/api#sendmessage. The
// server counts code points; whoever stays within them in UTF-16 units, as
// bot/render does, holds both.
const (
	MaxText     = 4096 // of a message
	MaxCaption  = 1024 // of a picture's text
	MaxEntities = 100  // further ones are dropped by the server without a word
	MaxData     = 64   // bytes of a button's callback data; at least 1
	MaxCopy     = 256  // characters that a button copies
	MaxAnswer   = 200  // characters of an answer to a button
)

// Target is where a message goes: a chat, or a topic of it.
type Target struct {
	Chat   news.ChatID
	Thread news.ThreadID // 0: the chat itself
}

// Message is text with its entities, a picture or not, and buttons.
type Message struct {
	Text     string         // plain; the caption where there is a picture
	Entities []Entity       // sorted by offset
	Photo    string         // absolute URL of a picture, fetched by Telegram; "" for none
	Album    []string       // two to ten of them, instead of Photo; an album has no buttons
	Preview  Preview        // of a link in the text; ignored where there is a picture
	Keyboard [][]Button     // nil: none; an edit without buttons takes them away
	Silent   bool           // comes without a sound; ignored by edits
	ReplyTo  news.MessageID // 0: none; sent without a reply where that message is gone; ignored by edits
}

// Preview is how a link is shown below (or above) the text. The zero value
// leaves it to Telegram: a preview of the first link.
type Preview struct {
	URL   string // the link to show; "" the first in the text
	None  bool   // no preview at all
	Large bool   // a large picture; works with URL only
	Above bool   // above the text instead of below
}

// Button is one of Data, URL and Copy.
type Button struct {
	Text string
	Data string // callback data, 1–64 bytes
	URL  string // opened by a press
	Copy string // put on the clipboard, 1–256 characters
}

// Entity marks a stretch of the text. Offsets and lengths are UTF-16 units.
// Type is Telegram's: bold, italic, underline, strikethrough, spoiler, code,
// pre (Language), blockquote, expandable_blockquote, text_link (URL),
// date_time (Unix, Format).
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
	Format   string `json:"date_time_format,omitempty"` // see https://core.telegram.org/bots/api#date-time-entity-formatting
	Unix     int64  `json:"unix_time,omitempty"`        // seconds; shown in the reader's own zone
}

// request is every parameter of the methods that carry a message. Fields that
// are not set are not sent: Telegram takes an empty or null one for a fault.
type request struct {
	Chat            news.ChatID    `json:"chat_id"`
	Thread          news.ThreadID  `json:"message_thread_id,omitempty"`
	Message         news.MessageID `json:"message_id,omitempty"`
	Text            string         `json:"text,omitempty"`
	Entities        []Entity       `json:"entities,omitempty"`
	Photo           string         `json:"photo,omitempty"`
	Caption         string         `json:"caption,omitempty"`
	CaptionEntities []Entity       `json:"caption_entities,omitempty"`
	Media           []media        `json:"media,omitempty"`
	Preview         *preview       `json:"link_preview_options,omitempty"`
	Silent          bool           `json:"disable_notification,omitempty"`
	Reply           *reply         `json:"reply_parameters,omitempty"`
	Markup          *markup        `json:"reply_markup,omitempty"`
	Paid            bool           `json:"allow_paid_broadcast,omitempty"`
}

type media struct {
	Type     string   `json:"type"`
	Media    string   `json:"media"`
	Caption  string   `json:"caption,omitempty"`
	Entities []Entity `json:"caption_entities,omitempty"`
}

type preview struct {
	Disabled bool   `json:"is_disabled,omitempty"`
	URL      string `json:"url,omitempty"`
	Large    bool   `json:"prefer_large_media,omitempty"`
	Above    bool   `json:"show_above_text,omitempty"`
}

type reply struct {
	Message news.MessageID `json:"message_id"`
	Without bool           `json:"allow_sending_without_reply"`
}

type markup struct {
	Rows [][]button `json:"inline_keyboard"`
}

type button struct {
	Text string    `json:"text"`
	Data string    `json:"callback_data,omitempty"`
	URL  string    `json:"url,omitempty"`
	Copy *copyText `json:"copy_text,omitempty"`
}

type copyText struct {
	Text string `json:"text"`
}

func previewOf(p Preview) *preview {
	if p == (Preview{}) {
		return nil
	}
	if p.None {
		return &preview{Disabled: true}
	}
	return &preview{URL: p.URL, Large: p.Large, Above: p.Above}
}

func markupOf(rows [][]Button) *markup {
	if len(rows) == 0 {
		return nil
	}
	m := &markup{Rows: make([][]button, 0, len(rows))}
	for _, row := range rows {
		out := make([]button, 0, len(row))
		for _, b := range row {
			w := button{Text: b.Text, Data: b.Data, URL: b.URL}
			if b.Copy != "" {
				w.Copy = &copyText{Text: b.Copy}
			}
			out = append(out, w)
		}
		m.Rows = append(m.Rows, out)
	}
	return m
}

func replyOf(id news.MessageID) *reply {
	if id == 0 {
		return nil
	}
	return &reply{Message: id, Without: true}
}
