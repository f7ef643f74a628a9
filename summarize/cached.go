package summarize

import (
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"herald/news"
)

// Cached makes each summary once: what was made is kept, and those who ask for
// one that is being made wait for it. A summary is known by the article's
// content, its language, the wanted language and length, and the version of
// who makes it, so one that is kept is never out of date. Failures are not
// kept.
//
// It is safe for concurrent use. Summaries that it returns are shared: they
// must not be changed.
type Cached struct {
	of      Summarizer
	version string
	size    int

	mu     sync.Mutex
	kept   map[key]*list.Element
	recent *list.List // of entry, the latest used first
	flying map[key]*flight
}

type key [sha256.Size]byte

type entry struct {
	key     key
	summary news.Summary
}

// flight is one summary being made.
type flight struct {
	done    chan struct{} // closed when summary and err are set
	summary news.Summary
	err     error
	waiting int // guarded by Cached.mu
	cancel  context.CancelFunc
}

// NewCached keeps up to size summaries of another summarizer. version names
// whatever else its summaries depend on, such as (*LLM).Version.
func NewCached(of Summarizer, version string, size int) *Cached {
	return &Cached{of: of, version: version, size: max(1, size), kept: map[key]*list.Element{}, recent: list.New(), flying: map[key]*flight{}}
}

// Summarize gives the kept summary, or makes it. One who gives up does not
// stop it for the others; when the last one gives up, it is stopped, and that
// one waits for it to end.
func (c *Cached) Summarize(ctx context.Context, r Request) (news.Summary, error) {
	k := c.key(r)
	c.mu.Lock()
	if e, ok := c.kept[k]; ok {
		c.recent.MoveToFront(e)
		c.mu.Unlock()
		return e.Value.(entry).summary, nil
	}
	f, ok := c.flying[k]
	if !ok {
		f = c.start(ctx, k, r)
	}
	f.waiting++
	c.mu.Unlock()
	select {
	case <-f.done:
		return f.summary, f.err
	case <-ctx.Done():
	}
	c.mu.Lock()
	f.waiting--
	last := f.waiting == 0
	if last && c.flying[k] == f {
		delete(c.flying, k)
	}
	c.mu.Unlock()
	if last {
		f.cancel()
		<-f.done
	}
	return news.Summary{}, ctx.Err()
}

// start makes a summary on behalf of all who wait for it. c.mu is held.
func (c *Cached) start(ctx context.Context, k key, r Request) *flight {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight{done: make(chan struct{}), cancel: cancel}
	c.flying[k] = f
	go func() {
		defer cancel()
		defer close(f.done)
		f.summary, f.err = c.of.Summarize(ctx, r)
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.flying[k] == f {
			delete(c.flying, k)
		}
		if f.err == nil {
			c.keep(k, f.summary)
		}
	}()
	return f
}

// keep stores a summary and drops the one that was used longest ago. c.mu is
// held.
func (c *Cached) keep(k key, s news.Summary) {
	if _, ok := c.kept[k]; ok {
		return
	}
	c.kept[k] = c.recent.PushFront(entry{k, s})
	if c.recent.Len() > c.size {
		oldest := c.recent.Back()
		c.recent.Remove(oldest)
		delete(c.kept, oldest.Value.(entry).key)
	}
}

// key hashes all that a summary depends on.
func (c *Cached) key(r Request) key {
	h := sha256.New()
	for _, s := range []string{c.version, r.Title, r.Text, r.Lang, r.Into} {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	b := r.Budget.orNormal()
	var n [16]byte
	binary.LittleEndian.PutUint64(n[:8], uint64(b.Sentences))
	binary.LittleEndian.PutUint64(n[8:], uint64(b.Words))
	h.Write(n[:])
	return key(h.Sum(nil))
}
