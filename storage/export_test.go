package storage

// SetBatch makes fan-outs of a test's size large ones.
func (s *Store) SetBatch(n int) { s.batch = n }
