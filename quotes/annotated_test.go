package quotes

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

// testdata/annotated.jsonl says who says what in 479 Ukrainian and Russian
// texts: places in code points and names, made by readers who did not see what
// the program finds. The texts themselves belong to their publishers and lie
// with the shared data; where those are, the two are joined.

var joinTo = flag.String("join", "", "with -shared: folder to write annotated texts to, for the evaluator")

type row struct {
	ID     string       `json:"id"`
	Lang   string       `json:"lang"`
	Title  string       `json:"title"`
	Text   string       `json:"text"`
	Source string       `json:"source,omitempty"` // the file of the shared data that has the text
	Unread bool         `json:"unread,omitempty"` // kept aside: nobody has read it, and nothing is learned from it
	Quotes []annotation `json:"quotes"`
}

type annotation struct {
	Quote        string  `json:"quote"`
	Start        int     `json:"start"`
	End          int     `json:"end"`
	Speaker      string  `json:"speaker"`
	SpeakerSpan  []int   `json:"speaker_span,omitempty"`
	SpeakerSpans [][]int `json:"speaker_spans,omitempty"`
	Resolved     *string `json:"speaker_resolved,omitempty"`
	Optional     bool    `json:"optional"`
	Words        int     `json:"words"`
}

// annotated are the rows of testdata/annotated.jsonl in a language, with their
// texts from the shared data.
func annotated(t *testing.T, shared, lang string) []row {
	texts := map[string]map[string]row{}
	var list []row
	for _, r := range readRows(t, filepath.Join("testdata", "annotated.jsonl")) {
		if r.Lang != lang {
			continue
		}
		if texts[r.Source] == nil {
			texts[r.Source] = map[string]row{}
			for _, whole := range readRows(t, filepath.Join(shared, r.Source+".jsonl")) {
				texts[r.Source][whole.ID] = whole
			}
		}
		whole, ok := texts[r.Source][r.ID]
		if !ok {
			t.Fatalf("%s has no text %s", r.Source, r.ID)
		}
		r.Title, r.Text = whole.Title, whole.Text
		at := offsets(r.Text)
		for i := range r.Quotes {
			q := &r.Quotes[i]
			q.Quote = r.Text[at[q.Start]:at[q.End]]
			if q.Speaker == "" && len(q.SpeakerSpan) == 2 {
				q.Speaker = r.Text[at[q.SpeakerSpan[0]]:at[q.SpeakerSpan[1]]]
			}
		}
		list = append(list, r)
	}
	return list
}

// TestJoin writes the annotated texts whole, for the evaluator. It runs on
// demand:
//
//	go test ./quotes -run TestJoin -shared ../../shared/data -join /tmp/annotated
func TestJoin(t *testing.T) {
	if *sharedData == "" || *joinTo == "" {
		t.Skip("no annotated data given")
	}
	for _, lang := range []string{"uk", "ru"} {
		rows := annotated(t, *sharedData, lang)
		write(t, "news_"+lang+".jsonl", rows, false)
		write(t, "unread_"+lang+".jsonl", rows, true)
	}
}

// write makes a file of the rows that were read, or of those that were not;
// none where there are none.
func write(t *testing.T, name string, rows []row, unread bool) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, r := range rows {
		if r.Unread != unread {
			continue
		}
		if err := e.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	if b.Len() == 0 {
		return
	}
	if err := os.WriteFile(filepath.Join(*joinTo, name), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readRows(t *testing.T, name string) []row {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []row
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var r row
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		list = append(list, r)
	}
	return list
}

// offsets gives the byte offset of each code point, and the length.
func offsets(s string) []int {
	list := make([]int, 0, len(s)+1)
	for i := range s {
		list = append(list, i)
	}
	return append(list, len(s))
}
