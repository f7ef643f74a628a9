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
// must not be changed. Whoever joins while one is being written hears its
// drafts too.
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

	mu      sync.Mutex
	soFar   []news.Sentence
	hearers map[*func([]news.Sentence)]bool
}

// hear lets a waiting one hear the drafts, from where they stand. The function
// that it returns ends that: nothing is heard afterwards.
func (f *flight) hear(draft func([]news.Sentence)) (end func()) {
	if draft == nil {
		return func() {}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hearers[&draft] = true
	if f.soFar != nil {
		draft(f.soFar)
	}
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.hearers, &draft)
	}
}

// tell tells all who hear.
func (f *flight) tell(soFar []news.Sentence) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.soFar = soFar
	for draft := range f.hearers {
		(*draft)(soFar)
	}
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
	defer f.hear(r.Draft)()
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
	f := &flight{done: make(chan struct{}), cancel: cancel, hearers: map[*func([]news.Sentence)]bool{}}
	if r.Draft != nil { // those who only wait for the whole need no stream
		r.Draft = f.tell
	}
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
	count := func(n int) {
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], uint64(n))
		h.Write(b[:])
	}
	add := func(s string) { count(len(s)); h.Write([]byte(s)) }
	add(c.version)
	add(r.Into)
	for _, a := range r.articles() {
		add(a.Title)
		add(a.Text)
		add(a.Lang)
		if len(r.Others) > 0 && !a.Published.IsZero() {
			count(int(a.Published.Unix()))
		}
	}
	b := r.Budget.orNormal()
	count(b.Sentences)
	count(b.Words)
	return key(h.Sum(nil))
}
