package main

import (
	"context"
	"fmt"
	"io"
)

// output remembers that a write failed, so that no verb has to ask after each
// line: a full disk must not look like success.
type output struct {
	to  io.Writer
	err error
}

func (o *output) Write(b []byte) (int, error) {
	n, err := o.to.Write(b)
	if err != nil && o.err == nil {
		o.err = err
	}
	return n, err
}

func (o *output) fault() error {
	if o.err == nil {
		return nil
	}
	return fmt.Errorf("standard output: %w", o.err)
}

// input is standard input that an interrupt ends, also while nobody writes to
// it. It is read by one goroutine at a time.
type input struct {
	ctx  context.Context //nolint:containedctx // an io.Reader has no other way to be told
	from io.Reader
}

// Read reads beside: what an interrupted read would have brought is nobody's.
func (i *input) Read(b []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	own := make([]byte, min(len(b), 64<<10))
	go func() {
		n, err := i.from.Read(own)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return copy(b, own[:r.n]), r.err
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	}
}
