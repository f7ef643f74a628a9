package summarize

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sashabaranov/go-openai"
)

// The formats in which an answer is asked for, best first.
const (
	asSchema = iota
	asObject
	asText
)

// answerTokens is how long an answer may be: seven long sentences in a
// language that takes three tokens a word, and room for a model that thinks.
const answerTokens = 2000

// attempts of one question, the first included.
const attempts = 3

// schema is what {"sentences": ["…"]} has to look like: flat, since several
// servers know no $ref.
const schema = `{"type":"object","properties":{"sentences":{"type":"array","items":{"type":"string"}}},"required":["sentences"],"additionalProperties":false}`

// answer is what a model wrote.
type answer struct {
	text string
	cut  bool // it did not come to its end
}

// ask sends a question until it is answered, or it is plain that it will not
// be.
func (l *LLM) ask(ctx context.Context, q question) (answer, error) {
	var last error
	for try := 0; try < attempts; {
		format, limits := l.format.Load(), l.limits.Load()
		a, err := l.send(ctx, q, format, limits)
		if err == nil {
			return a, nil
		}
		last = err
		var failed *EndpointError
		switch {
		case errors.Is(err, openai.ErrReasoningModelMaxTokensDeprecated) && limits == 0,
			errors.As(err, &failed) && failed.refuses && strings.Contains(failed.about, "max_tokens") && limits == 0:
			l.limits.CompareAndSwap(0, 1)
			continue
		case errors.As(err, &failed) && failed.refuses && format < asText:
			l.format.CompareAndSwap(format, format+1)
			continue
		case !errors.As(err, &failed) || !failed.passing():
			return answer{}, err
		}
		try++
		if try == attempts || !sleep(ctx, failed.wait(l.config.Pause<<(try-1))) {
			break
		}
	}
	return answer{}, last
}

// sleep waits, and says false at once where the wait would outlast ctx.
func sleep(ctx context.Context, d time.Duration) bool {
	if end, ok := ctx.Deadline(); ok && time.Until(end) < d {
		return false
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// send asks once.
func (l *LLM) send(ctx context.Context, q question, format, limits int32) (answer, error) {
	estimate := tokensOf(q.system) + tokensOf(q.user) + answerTokens/4
	if err := l.tokens.reserve(estimate); err != nil {
		return answer{}, err
	}
	if err := l.pace.Wait(ctx); err != nil {
		l.tokens.settle(estimate, 0)
		return answer{}, err
	}
	request := openai.ChatCompletionRequest{
		Model: l.config.Model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: q.system},
			{Role: openai.ChatMessageRoleUser, Content: q.user},
		},
		ResponseFormat: responseFormat(format),
	}
	if limits == 0 {
		request.MaxTokens = answerTokens //nolint:staticcheck // most servers besides OpenAI's know no other name for it
	} else {
		request.MaxCompletionTokens = 4 * answerTokens
	}
	ctx, heard := listen(ctx)
	response, err := l.client.CreateChatCompletion(ctx, request)
	if err != nil {
		l.tokens.settle(estimate, 0)
		return answer{}, plainError(ctx, err, heard)
	}
	l.tokens.settle(estimate, or(response.Usage.TotalTokens, estimate))
	if len(response.Choices) == 0 {
		return answer{}, ErrAnswer
	}
	c := response.Choices[0]
	return answer{text: c.Message.Content, cut: c.FinishReason == openai.FinishReasonLength}, nil
}

func responseFormat(format int32) *openai.ChatCompletionResponseFormat {
	switch format {
	case asSchema:
		return &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: "summary", Schema: json.RawMessage(schema), Strict: true},
		}
	case asObject:
		return &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return nil
}

// tokensOf estimates tokens: every model counts differently, and a letter
// beyond ASCII takes about twice as much of one.
func tokensOf(s string) int {
	runes := utf8.RuneCountInString(s)
	return runes/4 + (len(s)-runes)/4 + 1
}

// refused are the statuses by which servers say that they do not know a
// parameter.
func refused(status int) bool {
	return status == http.StatusBadRequest || status == http.StatusUnprocessableEntity || status == http.StatusNotImplemented
}
