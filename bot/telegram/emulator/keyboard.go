package emulator

import (
	"encoding/json"
	"strings"
)

// Telegram's limits of inline keyboards.
const (
	maxButtons = 100
	maxPerRow  = 8
	maxData    = 64  // bytes
	maxCopy    = 256 // characters
)

// Button is a button below a message.
type Button struct {
	Text  string `json:"text"`
	Data  string `json:"callback_data,omitempty"`
	URL   string `json:"url,omitempty"`
	Copy  string `json:"copy,omitempty"`
	Style string `json:"style,omitempty"`
}

// wireButton is a button as requests and updates carry it. Pointers tell a
// field that is there from one that is not.
type wireButton struct {
	Text   string          `json:"text"`
	Data   *string         `json:"callback_data,omitempty"`
	URL    *string         `json:"url,omitempty"`
	Copy   *wireCopy       `json:"copy_text,omitempty"`
	Style  string          `json:"style,omitempty"`
	WebApp json.RawMessage `json:"web_app,omitempty"`
	Login  json.RawMessage `json:"login_url,omitempty"`
	Switch *string         `json:"switch_inline_query,omitempty"`
	Here   *string         `json:"switch_inline_query_current_chat,omitempty"`
	Pay    bool            `json:"pay,omitempty"`
}

type wireCopy struct {
	Text string `json:"text"`
}

type wireMarkup struct {
	Inline [][]wireButton `json:"inline_keyboard"`
}

// keyboard reads reply_markup. Keyboards in place of the person's own are
// accepted and shown to nobody.
func keyboard(a *args, inlineOnly bool) (rows [][]Button, err error) {
	raw := strings.TrimSpace(a.str("reply_markup"))
	if raw == "" {
		return nil, nil
	}
	var shape map[string]json.RawMessage
	if json.Unmarshal([]byte(raw), &shape) != nil || shape == nil {
		return nil, bad("object expected as reply markup")
	}
	if _, ok := shape["inline_keyboard"]; !ok {
		for _, other := range []string{"keyboard", "remove_keyboard", "force_reply"} {
			if _, ok := shape[other]; ok && !inlineOnly {
				return nil, nil
			}
		}
		return nil, bad("inline keyboard expected")
	}
	var m wireMarkup
	if err := json.Unmarshal([]byte(raw), &m); err != nil {
		return nil, bad("can't parse inline keyboard button: %v", err)
	}
	total := 0
	for _, row := range m.Inline {
		if len(row) == 0 {
			continue
		}
		total += len(row)
		if len(row) > maxPerRow || total > maxButtons {
			return nil, bad("reply markup is too long")
		}
		out := make([]Button, 0, len(row))
		for _, b := range row {
			if err := b.check(); err != nil {
				return nil, err
			}
			out = append(out, b.view())
		}
		rows = append(rows, out)
	}
	return rows, nil
}

// check wants a text and exactly one action. The real server takes the first
// of several and goes on; what a bot meant by the others is then lost.
func (b wireButton) check() error {
	if strings.TrimSpace(b.Text) == "" {
		return bad("text buttons are unallowed in the inline keyboard")
	}
	actions := 0
	for _, there := range []bool{b.Data != nil, b.URL != nil, b.Copy != nil, len(b.WebApp) > 0, len(b.Login) > 0, b.Switch != nil, b.Here != nil, b.Pay} {
		if there {
			actions++
		}
	}
	switch {
	case actions == 0:
		return bad("text buttons are unallowed in the inline keyboard")
	case actions > 1:
		return bad("inline keyboard button %q has %d actions, exactly one is needed", b.Text, actions)
	case b.Data != nil && (len(*b.Data) == 0 || len(*b.Data) > maxData):
		return bad("BUTTON_DATA_INVALID")
	case b.URL != nil && !goodLink(*b.URL):
		return bad("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", *b.URL)
	case b.Copy != nil && (b.Copy.Text == "" || runes(b.Copy.Text) > maxCopy):
		return bad("BUTTON_COPY_TEXT_INVALID")
	case b.Style != "" && b.Style != "danger" && b.Style != "success" && b.Style != "primary":
		return bad("BUTTON_STYLE_INVALID")
	}
	return nil
}

func (b wireButton) view() Button {
	v := Button{Text: b.Text, Style: b.Style}
	if b.Data != nil {
		v.Data = *b.Data
	}
	if b.URL != nil {
		v.URL = *b.URL
	}
	if b.Copy != nil {
		v.Copy = b.Copy.Text
	}
	return v
}

// wireKeyboard is the keyboard of a message as the bot gets it back.
func wireKeyboard(rows [][]Button) *wireMarkup {
	if len(rows) == 0 {
		return nil
	}
	m := &wireMarkup{}
	for _, row := range rows {
		out := make([]wireButton, 0, len(row))
		for _, b := range row {
			w := wireButton{Text: b.Text, Style: b.Style}
			switch {
			case b.Data != "":
				w.Data = &b.Data
			case b.URL != "":
				w.URL = &b.URL
			case b.Copy != "":
				w.Copy = &wireCopy{b.Copy}
			}
			out = append(out, w)
		}
		m.Inline = append(m.Inline, out)
	}
	return m
}
