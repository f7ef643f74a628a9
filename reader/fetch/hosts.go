package fetch

import (
	"context"
	"sync"
)

// hosts gives each host a few places; who finds them taken waits. A host that
// nobody asks is forgotten.
type hosts struct {
	limit int

	mu    sync.Mutex
	queue map[string]*host
}

type host struct {
	places chan struct{}
	users  int // who hold a place or wait for one
}

// enter takes a place of a host and gives the function that frees it.
func (h *hosts) enter(ctx context.Context, name string) (func(), error) {
	h.mu.Lock()
	if h.queue == nil {
		h.queue = map[string]*host{}
	}
	at := h.queue[name]
	if at == nil {
		at = &host{places: make(chan struct{}, h.limit)}
		h.queue[name] = at
	}
	at.users++
	h.mu.Unlock()

	leave := func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if at.users--; at.users == 0 {
			delete(h.queue, name)
		}
	}
	select {
	case at.places <- struct{}{}:
		return func() { <-at.places; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}
