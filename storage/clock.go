package storage

import (
	"context"
	"strings"
	"time"
)

// slack is by how much the clock may be behind what is stored before it counts
// as set back: it is set by seconds all the time.
const slack = time.Minute

// SetBack mends what a clock has done that was ahead and was set back: what
// waits for a time waits for that much less, or it would wait for as long as
// the clock was ahead. It says by how much; 0 is the rule. That the clock was
// set back shows in looks at feeds that lie in the future, so it is found
// after a restart, too, and to about the time between two looks. It is for the
// one process that uses the database.
func (s *Store) SetBack(ctx context.Context, now time.Time) (by time.Duration, err error) {
	at := millis(now)
	ahead := func(ctx context.Context, c conn) (ms, error) {
		var newest ms
		err := c.row(ctx, `SELECT COALESCE(MAX(checked_at), 0) FROM feeds`).Scan(&newest)
		if newest -= at; newest <= slack.Milliseconds() {
			newest = 0
		}
		return newest, err
	}
	var d ms
	err = s.db.read(ctx, func(ctx context.Context, c conn) (err error) { d, err = ahead(ctx, c); return err })
	if err != nil || d == 0 {
		return 0, wrap(err, "look at the clock")
	}
	err = s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		if d, err = ahead(ctx, c); err != nil || d == 0 {
			return err
		}
		// A wait that began before the clock was set back ends as much earlier.
		const sooner = `CASE WHEN %s - ?2 < ?1 THEN ?1 ELSE %s - ?2 END`
		waits := func(column string) string { return strings.ReplaceAll(sooner, "%s", column) }
		if _, err := c.exec(ctx, `UPDATE deliveries SET next_at = `+waits("next_at")+` WHERE head = 1 AND next_at > ?1`, at, d); err != nil {
			return err
		}
		if _, err := c.exec(ctx, `UPDATE chats SET trial_at = `+waits("trial_at")+` WHERE trial_at <> 0 AND trial_at > ?1`, at, d); err != nil {
			return err
		}
		_, err = c.exec(ctx, `UPDATE feeds SET
			checked_at = CASE WHEN checked_at > ?1 THEN ?1 ELSE checked_at END, listed_at = CASE WHEN listed_at > ?1 THEN ?1 ELSE listed_at END,
			next_check = CASE WHEN next_check > ?1 THEN `+waits("next_check")+` ELSE next_check END,
			due_at = CASE WHEN due_at > ?1 AND due_at < ?3 THEN `+waits("due_at")+` ELSE due_at END`, at, d, far)
		return err
	})
	return time.Duration(d) * time.Millisecond, wrap(err, "set the clock back")
}
