package outbox

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"herald/bot/telegram"
	"herald/news"
)

const (
	// DefaultWorkers are enough for 1,000 messages a second at the 50 ms that
	// Telegram takes for one.
	DefaultWorkers = 64

	// lease is how long a claim holds, and patience how long one attempt may
	// take: less, so that no other process takes a delivery that is still in
	// somebody's hands. An attempt waits for its turn at the pace over all
	// chats (DefaultWorkers at half of Telegram's 30 a second: 4 s) and makes
	// up to three requests of at most 30 s.
	lease    = 3 * time.Minute
	patience = 150 * time.Second

	// trial is how long a chat is left alone in which herald may not write, and
	// trials how many of them are tried at a time. Mostly Telegram says when the
	// right is back; it does not where a group's rules for all have changed.
	trial  = 6 * time.Hour
	trials = 50

	// idle is how long the outbox sleeps when it has nothing to do and nobody
	// wakes it: the most that a delivery queued by another process waits.
	idle = time.Second

	// maxForms bounds what is remembered of deliveries that were refused in
	// one form and wait in the next: to forget it costs a request.
	maxForms = 10_000
)

// Store is what the outbox needs of the database; storage.Store has it.
type Store interface {
	// Claim hands out the heads of up to n lanes, each with its attempt
	// counted and its lease set.
	Claim(ctx context.Context, now time.Time, lease time.Duration, n int) ([]news.Job, error)
	// Settle stores how attempts ended, in one transaction.
	Settle(ctx context.Context, outcomes []news.Outcome, now time.Time) error
	// NextDue is when Claim will have something; zero where nothing waits.
	NextDue(ctx context.Context, now time.Time) (time.Time, error)
	// Block keeps a chat from getting anything until it comes back.
	Block(ctx context.Context, chat news.ChatID, now time.Time) error
	// Pause is Block for a chat in which herald may not write, until a trial at
	// that time; first says that it could be written to before.
	Pause(ctx context.Context, chat news.ChatID, now, again time.Time) (first bool, err error)
	// Trials resumes up to n paused chats that are to be tried again.
	Trials(ctx context.Context, now time.Time, n int) (int, error)
	// Resume says that a chat can be written to again.
	Resume(ctx context.Context, chat news.ChatID, now time.Time) error
	// Move gives all that a group has to the supergroup that it became.
	Move(ctx context.Context, from, to news.ChatID) error
}

// Telegram is what the outbox needs of the Bot API; telegram.Client has it.
type Telegram interface {
	Send(ctx context.Context, to telegram.Target, m telegram.Message) (news.MessageID, error)
	Edit(ctx context.Context, chat news.ChatID, id news.MessageID, m telegram.Message) error
}

// Config is what an Outbox works with.
type Config struct {
	Store    Store
	Telegram Telegram

	// Render makes the message of a delivery; it is called from several
	// goroutines, and more than once where Telegram refuses a message.
	Render func(context.Context, news.Job) telegram.Message

	// Paused is told of a chat in which herald may not write any more, so that
	// somebody hears of it; it has a goroutine to itself. nil: nobody is told.
	Paused func(context.Context, news.Chat)

	Log     *slog.Logger // nil: nothing is logged
	Workers int          // messages on their way at the same time; 0: DefaultWorkers
}

// Outbox delivers what is queued; see Run.
type Outbox struct {
	Config
	wake chan struct{}
}

// New makes an outbox; Run sets it to work.
func New(c Config) *Outbox {
	c.Workers = cmp.Or(c.Workers, DefaultWorkers)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Paused == nil {
		c.Paused = func(context.Context, news.Chat) {}
	}
	return &Outbox{Config: c, wake: make(chan struct{}, 1)}
}

// Wake says that something may have been queued: the outbox looks at once and
// not within the next second. It never blocks and may be called from anywhere.
func (o *Outbox) Wake() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// Run delivers until ctx ends, and then lets what is on its way arrive, within
// ten seconds, or two where ctx ends because of news.ErrDeposed. It returns nil, or what makes going on useless: that Telegram
// refuses the token (telegram.ErrUnauthorized). Failures of Telegram and of the
// database are logged and waited out. It must not run twice at the same time.
func (o *Outbox) Run(ctx context.Context) error {
	r := &run{Outbox: o, hands: map[news.DeliveryID]news.Job{}, results: make(chan result, o.Workers), forms: map[news.DeliveryID]int{}}
	sending, cut := context.WithCancel(telegram.Broadcast(context.WithoutCancel(ctx)))
	defer cut()
	for ctx.Err() == nil && r.fatal == nil {
		r.wait(ctx, r.cycle(ctx, sending))
	}
	r.finish(cut, allowance(ctx))
	r.telling.Wait()
	if r.fatal != nil {
		return fmt.Errorf("deliver: %w", r.fatal)
	}
	return nil
}

// run is the state of one Run; its goroutine alone touches it.
type run struct {
	*Outbox
	hands   map[news.DeliveryID]news.Job // on their way, or arrived and not yet stored
	results chan result
	ended   []result                // arrived, to be stored
	forms   map[news.DeliveryID]int // of those that wait: the form to begin with
	weather weather
	flood   time.Time // nothing is claimed before that: Telegram said so
	trouble int       // failures of the database in a row
	tried   time.Time // when paused chats were looked for
	telling sync.WaitGroup
	fatal   error
}

// cycle stores what has ended, claims as much as there are free hands, sets it
// on its way, and says when there will be something to do again; results and
// Wake apart.
func (r *run) cycle(ctx, sending context.Context) (next time.Time) {
	now := time.Now()
	if err := r.settle(ctx); err != nil {
		return r.stumble(ctx, err)
	}
	free := r.Workers - len(r.hands)
	if until := later(r.flood, r.weather.until()); now.Before(until) {
		return until
	}
	if r.weather.bad() {
		free = min(free, 1-len(r.hands)) // knock with one message
	}
	if free <= 0 {
		return now.Add(idle)
	}
	if err := r.try(ctx, now); err != nil {
		return r.stumble(ctx, err)
	}
	due, err := r.Store.NextDue(ctx, now)
	if err != nil {
		return r.stumble(ctx, err)
	}
	if due.IsZero() || due.After(now) {
		return earlier(due, now.Add(idle))
	}
	jobs, err := r.Store.Claim(ctx, now, lease, free)
	if err != nil {
		return r.stumble(ctx, err)
	}
	r.trouble = 0
	begun := 0
	for _, j := range jobs {
		if _, ok := r.hands[j.Delivery.ID]; ok {
			continue // its lease ended while it is in our hands, which holds it on
		}
		begun++
		r.hands[j.Delivery.ID] = j
		form := r.forms[j.Delivery.ID]
		go func() { r.results <- r.attempt(sending, j, form) }()
	}
	if begun == 0 {
		return now.Add(idle / 10) // what is due is ours already, or nobody's any more
	}
	return now
}

// try lets paused chats be tried again whose time has come; it looks for them
// once a minute.
func (r *run) try(ctx context.Context, now time.Time) error {
	if now.Sub(r.tried) < time.Minute {
		return nil
	}
	n, err := r.Store.Trials(ctx, now, trials)
	if err != nil {
		return err
	}
	if n > 0 {
		r.Log.Info("chats in which herald could not write are tried again", "chats", n)
	}
	r.tried = now
	return nil
}

// wait sleeps until next, until a message has ended, or until it is woken.
func (r *run) wait(ctx context.Context, next time.Time) {
	timer := time.NewTimer(max(time.Until(next), 0))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-r.wake:
	case res := <-r.results:
		r.ended = append(r.ended, res)
	}
	r.collect()
}

// collect takes what else has ended, without waiting: the more is on its way,
// the more is stored in one transaction.
func (r *run) collect() {
	for {
		select {
		case res := <-r.results:
			r.ended = append(r.ended, res)
		default:
			return
		}
	}
}

// stumble is a failure of the database: what was sent is kept in mind until it
// can be stored, and nothing is begun before.
func (r *run) stumble(ctx context.Context, err error) time.Time {
	if ctx.Err() != nil {
		return time.Now()
	}
	pause := min(100*time.Millisecond<<min(r.trouble, 6), 5*time.Second)
	r.trouble++
	r.Log.Error("the database failed the outbox", "error", err, "again_in", pause)
	return time.Now().Add(pause)
}

// settle stores the results that have arrived.
func (r *run) settle(ctx context.Context) error {
	if len(r.ended) == 0 {
		return nil
	}
	now := time.Now()
	outcomes := make([]news.Outcome, 0, len(r.ended))
	for i := range r.ended {
		res := &r.ended[i]
		if !res.seen {
			r.learn(*res)
			res.seen = true
		}
		d := res.job.Delivery
		if res.moved != 0 {
			if err := r.Store.Move(ctx, d.Chat, res.moved); err != nil {
				return err
			}
		}
		if res.blocked {
			if err := r.Store.Block(ctx, d.Chat, now); err != nil {
				return err
			}
			continue // Block has dropped it, so that Resume finds it
		}
		if res.muzzled {
			if err := r.pause(ctx, *res, now); err != nil {
				return err
			}
			continue // so has Pause
		}
		if res.outcome.State == news.Sent && d.Kind == news.Send && !res.job.Chat.RightsLost.IsZero() {
			if err := r.Store.Resume(ctx, d.Chat, now); err != nil {
				return err
			}
			r.Log.Info("herald may write in the chat again", "chat", d.Chat)
		}
		outcomes = append(outcomes, res.outcome)
	}
	if err := r.Store.Settle(ctx, outcomes, now); err != nil {
		return err
	}
	for _, res := range r.ended {
		delete(r.hands, res.job.Delivery.ID)
	}
	r.ended = r.ended[:0]
	return nil
}

// pause stores that herald may not write in a chat, and lets somebody hear of
// it the first time.
func (r *run) pause(ctx context.Context, res result, now time.Time) error {
	chat := res.job.Chat
	first, err := r.Store.Pause(ctx, chat.ID, now, now.Add(jitter(trial)))
	if err != nil || !first {
		return err
	}
	r.Log.Warn("herald may not write in a chat any more; it is paused, and tried now and then", "chat", chat.ID, "reason", res.outcome.Reason)
	r.telling.Go(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		r.Paused(ctx, chat)
	})
	return nil
}

// learn draws the conclusions of a result that go beyond its delivery.
func (r *run) learn(res result) {
	d := res.job.Delivery
	delete(r.forms, d.ID)
	if res.outcome.State == news.Due && res.form > 0 && len(r.forms) < maxForms {
		r.forms[d.ID] = res.form
	}
	if res.fatal != nil {
		r.fatal = res.fatal
		return
	}
	if res.flood.After(r.flood) {
		r.flood = res.flood
		r.Log.Warn("telegram is flooded; all deliveries rest", "until", r.flood)
	}
	if !res.unasked && r.weather.note(d.Chat, res.away, time.Now()) {
		if r.weather.bad() {
			r.Log.Warn("telegram is away; deliveries wait", "reason", res.outcome.Reason)
		} else {
			r.Log.Info("telegram is back; deliveries go on")
		}
	}
	switch {
	case res.blocked:
		r.Log.Info("the chat takes no messages any more; it is kept until it comes back", "chat", d.Chat, "reason", res.outcome.Reason)
	case res.muzzled: // pause tells
	case res.moved != 0:
		r.Log.Info("the group has become a supergroup", "chat", d.Chat, "to", res.moved)
	case res.outcome.State == news.Dropped:
		r.Log.Warn("a delivery was dropped", "delivery", d.ID, "chat", d.Chat, "article", d.Article, "attempts", d.Attempts, "reason", res.outcome.Reason)
	case res.outcome.State == news.Due:
		r.Log.Debug("a delivery waits", "delivery", d.ID, "chat", d.Chat, "until", res.outcome.Until, "reason", res.outcome.Reason)
	default:
		r.Log.Debug("delivered", "delivery", d.ID, "chat", d.Chat, "message", res.outcome.Message)
	}
}

// later is the later of two moments.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// earlier is the earlier of two moments; the zero one counts for none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}
