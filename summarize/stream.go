package summarize

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/sashabaranov/go-openai"

	"herald/news"
	"herald/text"
)

// errNoStream says that a server took the question and did not stream.
var errNoStream = errors.New("the server does not stream")

// stream hears an answer while it is written. used are the tokens that it took
// as the server tells, else by estimate.
func (l *LLM) stream(ctx context.Context, r openai.ChatCompletionRequest, heard *heardHeaders, draft func(string)) (a answer, used int, err error) {
	r.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
	s, err := l.client.CreateChatCompletionStream(ctx, r)
	if err != nil {
		return answer{}, 0, err
	}
	defer func() { _ = s.Close() }() // it was read, or it is given up
	var b strings.Builder
	finish := openai.FinishReason("")
	spent := func() int {
		if used > 0 || b.Len() == 0 {
			return used
		}
		return tokensOf(r.Messages[0].Content) + tokensOf(r.Messages[1].Content) + tokensOf(b.String())
	}
	for {
		chunk, err := s.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return answer{}, spent(), err
		}
		if chunk.Usage != nil {
			used = chunk.Usage.TotalTokens
		}
		if len(chunk.Choices) == 0 {
			continue
		}
		c := chunk.Choices[0]
		b.WriteString(c.Delta.Content)
		if b.Len() > longest {
			return answer{}, spent(), errTooLong
		}
		if c.FinishReason != "" {
			finish = c.FinishReason
		}
		if strings.ContainsAny(c.Delta.Content, "\"\n.!?…。！？") {
			draft(b.String())
		}
	}
	if b.Len() == 0 && !heard.streamed {
		return answer{}, 0, errNoStream
	}
	// A stream that ends without a reason was broken off.
	return answer{text: b.String(), cut: finish == "" || finish == openai.FinishReasonLength}, spent(), nil
}

// longDraft is how many bytes of an answer are looked at while it is written:
// with all that a model may think before, a summary is far below it.
const longDraft = 64 << 10

// draft turns what a model has written so far into the sentences that are
// finished, and tells of each new one; nil where nobody wants to hear.
func (w wanted) draft(tell func([]news.Sentence)) func(string) {
	if tell == nil {
		return nil
	}
	told := 0
	return func(so string) {
		if len(so) > longDraft {
			return
		}
		sentences := w.finished(so)
		if len(sentences) > told {
			told = len(sentences)
			tell(written(w.lang, sentences).Sentences)
		}
	}
}

// finished are the sentences of an answer that are complete while it is still
// being written; none where it is not in the language that was asked for.
func (w wanted) finished(s string) []string {
	s = spoken(s)
	list := completeStrings(s)
	if list == nil && !strings.ContainsAny(s, "{}`") {
		list = fromText(s, w.lang)
		list = list[:max(0, len(list)-1)] // the last one may go on
	}
	list = w.trim(list)
	if !w.inLanguage(list) {
		return nil
	}
	return list
}

// completeStrings are the strings of the array in a JSON object that may break
// off anywhere.
func completeStrings(s string) []string {
	start := strings.IndexByte(s, '{')
	if start < 0 {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(s[start:]))
	var list []string
	for depth := 0; depth <= 2; { // an object, and the array in it
		token, err := d.Token()
		if err != nil {
			return list
		}
		switch v := token.(type) {
		case json.Delim:
			if v == ']' || v == '}' {
				return list
			}
			depth++
		case string:
			if depth == 2 {
				list = append(list, v)
			}
		}
	}
	return list
}

// fromText are the sentences of an answer in plain text.
func fromText(s, lang string) []string {
	s = strings.Trim(strings.TrimSpace(s), "`")
	doc := text.New("", s, lang)
	var list []string
	for _, p := range doc.Sentences {
		list = append(list, strings.TrimSpace(strings.TrimLeft(p.Of(s), "-–—•* ")))
	}
	return list
}
