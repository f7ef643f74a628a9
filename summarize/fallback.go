package summarize

import (
	"context"
	"log/slog"

	"herald/news"
)

// Fallback gives the extract where the model gives no summary, so that nobody
// who asks for one gets an error instead: after any error of Primary, a
// time-out included, an answer without sentences, and for requests that want
// no model. It is safe for concurrent use.
type Fallback struct {
	Primary    Summarizer // nil where no model is configured
	Extractive Summarizer
	Log        *slog.Logger // told why the model failed; nil for nobody
}

// Summarize asks Primary, then Extractive. It fails only where Extractive
// does; a ctx that ended while Primary worked does not keep the extract back.
func (f Fallback) Summarize(ctx context.Context, r Request) (news.Summary, error) {
	if f.Primary != nil && r.Model {
		s, err := f.Primary.Summarize(ctx, r)
		if err == nil && len(s.Sentences) > 0 {
			return s, nil
		}
		if err != nil && f.Log != nil {
			f.Log.WarnContext(ctx, "the model gave no summary; the extract is given", "reason", err)
		}
	}
	return f.Extractive.Summarize(context.WithoutCancel(ctx), r)
}
