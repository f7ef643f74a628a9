package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"

	"herald/news"
)

// Settings is everything an operator can set, from the environment and from a
// .env file beside the program. The tags are the one place where a setting is
// described: .env.example and the README's table are made from them, and a
// test keeps them fresh.
type Settings struct {
	Token  string `env:"TELEGRAM_BOT_TOKEN" doc:"the bot's token from @BotFather; needed by run" example:"123456:ABC-DEF"`
	APIURL string `env:"TELEGRAM_API_URL" doc:"another Bot API server" shown:"Telegram's"`

	WebhookURL    string `env:"TELEGRAM_WEBHOOK_URL" doc:"https address of this bot, to which Telegram pushes updates instead of being polled; its path is where HERALD_LISTEN takes them" shown:"off" example:"https://bot.example.org/telegram"`
	WebhookSecret string `env:"TELEGRAM_WEBHOOK_SECRET" doc:"secret by which pushed updates are known to be Telegram's: up to 256 of A-Z a-z 0-9 _ -; needed with a webhook" example:"what openssl rand -hex 32 prints"`
	Listen        string `env:"HERALD_LISTEN" doc:"address for the webhook, health (/healthz) and metrics (/metrics); :0 picks a port; nothing listens where it is not set" shown:"off" example:"127.0.0.1:9090"`

	Database string   `env:"HERALD_DATABASE" envDefault:"herald.db" doc:"a SQLite file for one copy of the bot, or postgres://user:password@host/name, which many copies may share"`
	Interval duration `env:"HERALD_POLL_INTERVAL" envDefault:"10m" doc:"time between two looks at a feed; a Go duration, at least 1s"`
	Rate     rate     `env:"HERALD_SEND_RATE" envDefault:"30" doc:"messages a second over all chats; a chat's and a group's own pace hold besides; 0: no pacing of ours at all"`
	Paid     yes      `env:"HERALD_PAID_BROADCAST" envDefault:"false" doc:"true: at a rate above 30 broadcasts are paid for with the bot's Telegram Stars (allow_paid_broadcast: 0.1 a message); needs a balance of Stars; edits stay at 30 a second"`

	AllowUsers ids `env:"HERALD_ALLOW_USERS" doc:"ids of the people who may use the bot, comma-separated; empty: everybody" example:"12345,67890"`
	Admins     ids `env:"HERALD_ADMINS" doc:"ids of the people who govern the bot; they may use it whoever else may" example:"12345"`

	Keep keep `env:"HERALD_KEEP" envDefault:"2160h" doc:"how long articles, deliveries and the buttons of pushed messages are kept; a Go duration, at least 72h"`

	AllowPrivate yes `env:"HERALD_ALLOW_PRIVATE_ADDRESSES" envDefault:"false" doc:"true: feeds and pages may live on loopback and private networks"`

	ModelKey    string  `env:"OPENAI_API_KEY" doc:"key of an OpenAI-compatible endpoint; a key or a base URL turns the language model on" shown:"off" example:"sk-..."`
	ModelURL    string  `env:"OPENAI_BASE_URL" doc:"base URL of an OpenAI-compatible endpoint (hosted, Ollama, vLLM, llama.cpp)" shown:"OpenAI's" example:"http://127.0.0.1:11434/v1"`
	Model       string  `env:"OPENAI_MODEL" doc:"name of the model; needed where a key or a base URL is set" example:"gpt-5-mini"`
	ModelTokens count   `env:"HERALD_LLM_DAILY_TOKENS" envDefault:"200000" doc:"tokens that the language model may take in a UTC day, all copies together and over restarts; past them summaries are extractive"`
	ModelWindow letters `env:"HERALD_LLM_WINDOW" envDefault:"24000" doc:"letters of an article that a model is sent, the weightiest passages of a longer one; fewer for a model with a small window (a letter is a quarter to a half of a token)"`

	Log       level  `env:"HERALD_LOG" envDefault:"info" doc:"debug, info, warn or error"`
	LogFormat format `env:"HERALD_LOG_FORMAT" envDefault:"text" doc:"text or json"`
}

// ModelOn says that the operator has turned the language model on.
func (s Settings) ModelOn() bool { return s.ModelKey != "" || s.ModelURL != "" }

// readSettings reads .env where there is one (the environment wins over it)
// and judges every value. All faults come in one error, a line each: the name,
// what is wrong and what is right; no value of a secret.
func readSettings() (Settings, error) {
	var s Settings
	if err := godotenv.Load(); err != nil && !errors.Is(err, os.ErrNotExist) {
		return s, errors.New(".env cannot be read: each line must be NAME=value, see .env.example")
	}
	err := faults(env.Parse(&s))
	if (s.ModelKey != "" || s.ModelURL != "") && s.Model == "" {
		err = errors.Join(err, errors.New("OPENAI_MODEL: needed where OPENAI_API_KEY or OPENAI_BASE_URL is set; name the model, or unset both to do without one"))
	}
	err = errors.Join(err, checkURL("TELEGRAM_API_URL", s.APIURL), checkURL("OPENAI_BASE_URL", s.ModelURL), checkWebhook(s), checkListen(s.Listen))
	return s, err
}

// faults turns the parser's errors, which name Go fields, into lines that name
// settings.
func faults(err error) error {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return err
	}
	var lines []error
	for _, e := range all.Errors {
		var p env.ParseError
		if errors.As(e, &p) {
			field, _ := reflect.TypeFor[Settings]().FieldByName(p.Name)
			e = fmt.Errorf("%s: %w", field.Tag.Get("env"), p.Err)
		}
		lines = append(lines, e)
	}
	return errors.Join(lines...)
}

func checkURL(name, raw string) error {
	if raw == "" {
		return nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%s: not an http(s) address such as https://example.org", name)
	}
	return nil
}

// checkListen judges an address to listen on as far as it can be judged without
// listening.
func checkListen(address string) error {
	if address == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(address)
	if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil {
		return fmt.Errorf("HERALD_LISTEN: %q is not an address with a port, such as 127.0.0.1:9090", address)
	}
	return nil
}

// secretWords are what Telegram takes for a webhook's secret,
// https://core.telegram.org/bots/api#setwebhook.
var secretWords = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// checkWebhook judges the three settings of a webhook together.
func checkWebhook(s Settings) error {
	if s.WebhookURL == "" {
		if s.WebhookSecret != "" {
			return errors.New("TELEGRAM_WEBHOOK_SECRET: is of no use without TELEGRAM_WEBHOOK_URL; set that too, or unset this one to poll")
		}
		return nil
	}
	var faults []error
	u, err := url.Parse(s.WebhookURL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || s.APIURL == ""):
		faults = append(faults, errors.New("TELEGRAM_WEBHOOK_URL: not an https address such as https://bot.example.org/telegram; Telegram pushes to no other"))
	case slices.Contains([]string{healthPath, metricsPath}, u.Path):
		faults = append(faults, fmt.Errorf("TELEGRAM_WEBHOOK_URL: %s is taken; name another path such as /telegram", u.Path))
	}
	if !secretWords.MatchString(s.WebhookSecret) {
		faults = append(faults, errors.New("TELEGRAM_WEBHOOK_SECRET: needed where TELEGRAM_WEBHOOK_URL is set, 1 to 256 of A-Z a-z 0-9 _ -; openssl rand -hex 32 makes one"))
	}
	if s.Listen == "" {
		faults = append(faults, errors.New("HERALD_LISTEN: needed where TELEGRAM_WEBHOOK_URL is set: the address where your web server passes on what comes to that URL, such as 127.0.0.1:9090"))
	}
	return errors.Join(faults...)
}

// webhookPath is where pushed updates are taken; "" without a webhook.
func (s Settings) webhookPath() string {
	u, err := url.Parse(s.WebhookURL)
	if s.WebhookURL == "" || err != nil {
		return ""
	}
	return cmp.Or(u.Path, "/")
}

// unknownSettings are names in the environment that look like ours and are
// not: mostly misspelt.
func unknownSettings(environ []string) []string {
	known := names()
	var unknown []string
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		if (strings.HasPrefix(name, "HERALD_") || strings.HasPrefix(name, "TELEGRAM_")) && !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	sort.Strings(unknown)
	return unknown
}

// names are those of all settings, in the order of Settings.
func names() []string {
	var all []string
	for f := range reflect.TypeFor[Settings]().Fields() {
		all = append(all, f.Tag.Get("env"))
	}
	return all
}

// The types below are values with their own judgement: each says what would be
// right.
type (
	duration time.Duration
	keep     time.Duration
	rate     float64
	count    int
	letters  int
	yes      bool
	ids      []news.UserID
	level    slog.Level
	format   string
)

// UnmarshalText takes a Go duration of at least a second.
func (d *duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err != nil || v < time.Second || v > 7*24*time.Hour {
		return fmt.Errorf("%q is not a time between 1s and 168h, such as 10m", b)
	}
	*d = duration(v)
	return nil
}

// UnmarshalText takes a Go duration of at least three days: corrections of two
// days and the memory of what a feed has shown need that much.
func (k *keep) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err != nil || v < 72*time.Hour {
		return fmt.Errorf("%q is not a time of at least 72h, such as 2160h", b)
	}
	*k = keep(v)
	return nil
}

// UnmarshalText takes messages a second.
func (r *rate) UnmarshalText(b []byte) error {
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil || !(v >= 0 && v <= 1000) {
		return fmt.Errorf("%q is not a number from 0 to 1000, such as 30", b)
	}
	*r = rate(v)
	return nil
}

// UnmarshalText takes a whole number that is not negative.
func (c *count) UnmarshalText(b []byte) error {
	v, err := strconv.Atoi(string(b))
	if err != nil || v < 0 {
		return fmt.Errorf("%q is not a whole number, such as 200000", b)
	}
	*c = count(v)
	return nil
}

// UnmarshalText takes a number of letters that a summary can be made of.
func (l *letters) UnmarshalText(b []byte) error {
	v, err := strconv.Atoi(string(b))
	if err != nil || v < 1500 || v > 1_000_000 {
		return fmt.Errorf("%q is not a whole number from 1500 to 1000000, such as 24000", b)
	}
	*l = letters(v)
	return nil
}

// UnmarshalText takes what people write for yes and no.
func (f *yes) UnmarshalText(b []byte) error {
	switch strings.ToLower(string(b)) {
	case "true", "1", "yes", "on":
		*f = true
	case "false", "0", "no", "off", "":
		*f = false
	default:
		return fmt.Errorf("%q is neither true nor false", b)
	}
	return nil
}

// UnmarshalText takes Telegram's numbers of people, comma-separated.
func (l *ids) UnmarshalText(b []byte) error {
	for part := range strings.SplitSeq(string(b), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		v, err := strconv.ParseInt(part, 10, 64)
		if err != nil || v <= 0 {
			return fmt.Errorf("%q is not a person's id in Telegram (a number such as 12345)", part)
		}
		*l = append(*l, news.UserID(v))
	}
	return nil
}

// UnmarshalText takes a level's name.
func (l *level) UnmarshalText(b []byte) error {
	switch strings.ToLower(string(b)) {
	case "debug":
		*l = level(slog.LevelDebug)
	case "info":
		*l = level(slog.LevelInfo)
	case "warn":
		*l = level(slog.LevelWarn)
	case "error":
		*l = level(slog.LevelError)
	default:
		return fmt.Errorf("%q is none of debug, info, warn, error", b)
	}
	return nil
}

// UnmarshalText takes the name of a log format.
func (f *format) UnmarshalText(b []byte) error {
	switch v := strings.ToLower(string(b)); v {
	case "text", "json":
		*f = format(v)
		return nil
	}
	return fmt.Errorf("%q is neither text nor json", b)
}
