package storage

import (
	"context"
	"time"

	"herald/news"
)

const answerColumns = `a.id, a.update_id, a.number, a.chat_id, a.thread_id, a.edits, a.body, a.attempts, a.created_at, a.done_at, a.message_id, a.fault`

func scanAnswer(r scanner) (a news.Answer, err error) {
	var created, done ms
	err = r.Scan(&a.ID, &a.Update, &a.Number, &a.Chat, &a.Thread, &a.Edits, &a.Body, &a.Attempts, &created, &done, &a.Message, &a.Fault)
	a.Created, a.Done = moment(created), done != 0
	return a, err
}

// waiting is what keeps an answer in its chat's queue, written as in the index
// answers_waiting.
const waiting = `state IN ('due', 'sending')`

// Ask puts an answer into the outbox, ahead of all deliveries, and gives back
// what is stored: where the update was answered before with that number, the
// answer of then, which may be done.
func (s *Store) Ask(ctx context.Context, a news.Answer) (stored news.Answer, err error) {
	err = s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `INSERT INTO answers (update_id, number, chat_id, thread_id, edits, body, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
			ON CONFLICT (update_id, number) DO NOTHING`, a.Update, a.Number, a.Chat, a.Thread, a.Edits, a.Body, millis(orNow(a.Created)))
		if err != nil {
			return err
		}
		stored, err = scanAnswer(c.row(ctx, `SELECT `+answerColumns+` FROM answers a WHERE a.update_id = ?1 AND a.number = ?2`, a.Update, a.Number))
		if err != nil || stored.Done {
			return err
		}
		return c.signal(ctx, news.Signal{Kind: news.Asked})
	})
	return stored, wrap(err, "answer update %d", a.Update)
}

// Answer is an answer as it stands.
func (s *Store) Answer(ctx context.Context, id news.AnswerID) (a news.Answer, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		a, err = scanAnswer(c.row(ctx, `SELECT `+answerColumns+` FROM answers a WHERE a.id = ?1`, id))
		return found(err)
	})
	return a, wrap(err, "answer %d", id)
}

// ClaimAnswers hands out up to n answers that are due at now: the oldest of as
// many chats, each with its attempt counted and its lease set.
func (s *Store) ClaimAnswers(ctx context.Context, now time.Time, lease time.Duration, n int) (answers []news.Answer, err error) {
	due := false
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		due, err = some(ctx, c, `SELECT 1 FROM answers WHERE `+waiting+` AND next_at <= ?1 LIMIT 1`, millis(now))
		return err
	})
	if err != nil || !due {
		return nil, wrap(err, "claim answers")
	}
	err = s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		answers, err = all(ctx, c, scanAnswer, `SELECT `+answerColumns+` FROM answers a WHERE a.state IN ('due', 'sending') AND a.next_at <= ?1
			AND NOT EXISTS (SELECT 1 FROM answers p WHERE p.state IN ('due', 'sending') AND p.chat_id = a.chat_id AND p.id < a.id)
			ORDER BY a.id LIMIT ?2`+c.skip("a"), millis(now), n)
		if err != nil {
			return err
		}
		rows := make([][]any, len(answers))
		for i := range answers {
			answers[i].Attempts++
			rows[i] = []any{int64(answers[i].ID), millis(now.Add(lease))}
		}
		return c.execMany(ctx, `UPDATE answers SET state = 'sending', attempts = attempts + 1, next_at = ?2 WHERE id = ?1`, rows)
	})
	return answers, wrap(err, "claim answers")
}

// SettleAnswer stores how a claimed answer ended: as a message, or with a
// fault that its asker is told. What was settled stays as it was.
func (s *Store) SettleAnswer(ctx context.Context, id news.AnswerID, message news.MessageID, fault string, now time.Time) error {
	return s.endAnswer(ctx, id, func(ctx context.Context, c conn) error {
		n, err := c.exec(ctx, `UPDATE answers SET state = 'done', done_at = ?2, message_id = ?3, fault = ?4, body = ?5 WHERE id = ?1 AND `+waiting, id, millis(now), message, fault, []byte{})
		if err != nil || n == 0 {
			return err
		}
		return c.signal(ctx, news.Signal{Kind: news.Answered, ID: int64(id)})
	})
}

// PostponeAnswer gives a claimed answer back, to be claimed again from until on.
func (s *Store) PostponeAnswer(ctx context.Context, id news.AnswerID, until time.Time) error {
	return s.endAnswer(ctx, id, func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `UPDATE answers SET state = 'due', next_at = ?2 WHERE id = ?1 AND state = 'sending'`, id, millis(until))
		return err
	})
}

func (s *Store) endAnswer(ctx context.Context, id news.AnswerID, f func(context.Context, conn) error) error {
	return wrap(s.db.write(ctx, repeatable, f), "settle answer %d", id)
}
