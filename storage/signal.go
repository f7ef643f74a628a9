package storage

import (
	"context"
	"sync"

	"herald/news"
)

// Listen calls heard with every signal of every copy of herald on the database,
// in one goroutine, until ctx ends or the connection to the database breaks;
// the error is nil only where ctx has ended. It begins with news.Missed, since
// nobody knows what was said before. heard must not block.
func (s *Store) Listen(ctx context.Context, heard func(news.Signal)) error {
	return wrap(s.db.listen(ctx, heard), "listen for signals")
}

// bell carries signals within one process.
type bell struct {
	mu   sync.Mutex
	ears map[*func(news.Signal)]bool
}

func (b *bell) listen(ctx context.Context, heard func(news.Signal)) error {
	b.mu.Lock()
	if b.ears == nil {
		b.ears = map[*func(news.Signal)]bool{}
	}
	b.ears[&heard] = true
	heard(news.Signal{Kind: news.Missed})
	b.mu.Unlock()
	<-ctx.Done()
	b.mu.Lock()
	delete(b.ears, &heard)
	b.mu.Unlock()
	return nil
}

func (b *bell) ring(signals []news.Signal) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for heard := range b.ears {
		for _, s := range signals {
			(*heard)(s)
		}
	}
}
