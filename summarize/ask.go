package summarize

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/sashabaranov/go-openai"
)

// answerTokens is how long an answer may be: seven long sentences in a
// language that takes three tokens a word, and room for a model that thinks.
const answerTokens = 2000

// attempts of one question, the first included. Questions in another form are
// not counted: each form is tried once.
const attempts = 3

// answer is what a model wrote.
type answer struct {
	text string
	cut  bool // it did not come to its end
}

// ask sends a question until it is answered, or it is plain that it will not
// be.
func (l *LLM) ask(ctx context.Context, q asked) (answer, error) {
	form := *l.form.Load()
	for try := 1; ; {
		a, err := l.send(ctx, q.question(form.window), form, q.draft)
		if err == nil {
			l.form.Store(&form)
			return a, nil
		}
		if other, ok := form.after(err); ok {
			form = other
			continue
		}
		var failed *EndpointError
		if !errors.As(err, &failed) || !failed.passing() || try == attempts || !sleep(ctx, failed.wait(l.config.Pause<<(try-1))) {
			return answer{}, err
		}
		try++
	}
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

// send asks once, within the day's tokens and the pace.
func (l *LLM) send(ctx context.Context, q question, f form, draft func(string)) (answer, error) {
	asking := tokensOf(q.system) + tokensOf(q.user)
	booked, err := l.tokens.reserve(ctx, asking+answerTokens/4)
	if err != nil {
		return answer{}, err
	}
	if err := l.pace.Wait(ctx); err != nil {
		l.tokens.settle(ctx, booked, 0)
		if ctx.Err() == nil {
			err = ErrBusy // its turn would come too late
		}
		return answer{}, err
	}
	ctx, heard := listen(ctx)
	exchange := l.whole
	if draft != nil && !f.whole {
		exchange = func(ctx context.Context, r openai.ChatCompletionRequest) (answer, int, error) {
			return l.stream(ctx, r, heard, draft)
		}
	}
	a, used, err := exchange(ctx, f.request(l.config.Model, q))
	if err != nil {
		// What a stream had written before it broke was paid for.
		l.tokens.settle(ctx, booked, max(used, 0))
		return answer{}, plainError(ctx, err, heard)
	}
	l.tokens.settle(ctx, booked, or(used, asking+tokensOf(a.text)))
	return a, nil
}

// whole waits for an answer until it is complete. used are the tokens that it
// took, 0 where the server does not tell.
func (l *LLM) whole(ctx context.Context, r openai.ChatCompletionRequest) (a answer, used int, err error) {
	response, err := l.client.CreateChatCompletion(ctx, r)
	if err != nil {
		return answer{}, 0, err
	}
	if len(response.Choices) == 0 {
		return answer{}, response.Usage.TotalTokens, nil
	}
	c := response.Choices[0]
	return answer{text: c.Message.Content, cut: c.FinishReason == openai.FinishReasonLength}, response.Usage.TotalTokens, nil
}

// request is the question as the server takes it.
func (f form) request(model string, q question) openai.ChatCompletionRequest {
	r := openai.ChatCompletionRequest{
		Model: model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: q.system},
			{Role: openai.ChatMessageRoleUser, Content: q.user},
		},
	}
	switch f.format {
	case asSchema:
		r.ResponseFormat = &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: q.name, Schema: json.RawMessage(q.schema), Strict: true},
		}
	case asObject:
		r.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	if f.completion {
		r.MaxCompletionTokens = 4 * answerTokens
	} else {
		r.MaxTokens = answerTokens //nolint:staticcheck // most servers besides OpenAI's know no other name for it
	}
	return r
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
