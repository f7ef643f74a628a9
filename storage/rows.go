package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"herald/news"
)

// far is a time that never comes, as milliseconds.
const far = int64(1) << 60

// millis is how a time is stored: unix milliseconds, 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment is millis backwards.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// orNow is for what a caller may leave open.
func orNow(t time.Time) time.Time {
	if t.IsZero() {
		return time.Now().UTC()
	}
	return t
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// found turns "no row" into news.ErrNotFound.
func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return news.ErrNotFound
	}
	return err
}

// all reads every row of a query with scan.
func all[T any](ctx context.Context, c conn, scan func(scanner) (T, error), query string, args ...any) (list []T, err error) {
	rows, err := c.query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// id reads a row that is one number.
func id(r scanner) (v int64, err error) { return v, r.Scan(&v) }

// some says whether a query has a row.
func some(ctx context.Context, c conn, query string, args ...any) (bool, error) {
	var one int
	err := c.row(ctx, query, args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// maxList bounds a list of placeholders; SQLite takes 32,766 and PostgreSQL
// 65,535, and a statement of a few hundred is cheap to prepare.
const maxList = 256

// list is "?from,?from+1,…", n of them. Lengths are rounded up to a power of
// two by fill, so that few different statements are prepared.
func list(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('?')
		b.WriteString(strconv.Itoa(from + i))
	}
	return b.String()
}

// fill repeats the last of vs until their number is a power of two.
func fill[T any](vs []T) []any {
	n := 1
	for n < len(vs) {
		n *= 2
	}
	out := make([]any, 0, n)
	for _, v := range vs {
		out = append(out, v)
	}
	for len(out) < n {
		out = append(out, vs[len(vs)-1])
	}
	return out
}

// wrap names what was tried, and leaves news.ErrNotFound recognisable.
func wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(format+": %w", append(args, err)...)
}
