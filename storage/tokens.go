package storage

import "context"

// ReserveTokens adds tokens to those that a language model has taken on a day
// (days since 1970-01-01 in UTC), for all copies of herald together, in one
// statement: ok is false, and nothing was added, where the day would then have
// more than limit.
func (s *Store) ReserveTokens(ctx context.Context, day int64, tokens, limit int) (ok bool, err error) {
	if tokens > limit {
		return false, nil
	}
	err = s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		n, err := c.exec(ctx, `INSERT INTO model_days (day, tokens) VALUES (?1, ?2) ON CONFLICT (day) DO UPDATE
			SET tokens = model_days.tokens + excluded.tokens WHERE model_days.tokens + excluded.tokens <= ?3`, day, tokens, limit)
		ok = n > 0
		return err
	})
	return ok && err == nil, wrap(err, "reserve tokens of day %d", day)
}

// SettleTokens replaces, in those of a day, what was reserved by what was used.
func (s *Store) SettleTokens(ctx context.Context, day int64, reserved, used int) error {
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `UPDATE model_days SET tokens = tokens + ?2 WHERE day = ?1`, day, used-reserved)
		return err
	})
	return wrap(err, "settle tokens of day %d", day)
}
