package main

import (
	"strings"
	"testing"
	"time"

	"github.com/joho/godotenv"
)

// clean gives a test an environment without any setting, in a folder without
// a .env file.
func clean(t *testing.T, pairs ...string) {
	t.Helper()
	for _, name := range names() {
		t.Setenv(name, "")
	}
	for i := 0; i < len(pairs); i += 2 {
		t.Setenv(pairs[i], pairs[i+1])
	}
	t.Chdir(t.TempDir())
}

func TestSettingsHaveTheirDefaults(t *testing.T) {
	clean(t)
	s, err := readSettings()
	if err != nil {
		t.Fatal(err)
	}
	if s.Database != "herald.db" || time.Duration(s.Interval) != 10*time.Minute || s.Rate != 30 || bool(s.AllowPrivate) || s.ModelTokens != 200000 || s.LogFormat != "text" || s.ModelOn() {
		t.Errorf("the defaults are not those of the contract: %+v", s)
	}
}

func TestAnUnknownValueIsNamedWithItsRemedy(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"HERALD_POLL_INTERVAL", "soon", `HERALD_POLL_INTERVAL: "soon" is not a time between 1s and 168h, such as 10m`},
		{"HERALD_POLL_INTERVAL", "10ms", "HERALD_POLL_INTERVAL"},
		{"HERALD_SEND_RATE", "NaN", `HERALD_SEND_RATE: "NaN" is not a number from 0 to 1000, such as 30`},
		{"HERALD_SEND_RATE", "-1", "HERALD_SEND_RATE"},
		{"HERALD_KEEP", "1h", `HERALD_KEEP: "1h" is not a time of at least 72h, such as 2160h`},
		{"HERALD_PAID_BROADCAST", "maybe", "neither true nor false"},
		{"HERALD_ALLOW_USERS", "@maria", "HERALD_ALLOW_USERS"},
		{"HERALD_ALLOW_PRIVATE_ADDRESSES", "maybe", "neither true nor false"},
		{"HERALD_LLM_DAILY_TOKENS", "many", "HERALD_LLM_DAILY_TOKENS"},
		{"HERALD_LOG", "loud", "none of debug, info, warn, error"},
		{"HERALD_LOG_FORMAT", "xml", "neither text nor json"},
		{"OPENAI_API_KEY", "sk-secret", "OPENAI_MODEL: needed"},
		{"HERALD_LISTEN", "nonsense", `HERALD_LISTEN: "nonsense" is not an address with a port, such as 127.0.0.1:9090`},
		{"HERALD_LISTEN", "127.0.0.1:70000", "HERALD_LISTEN"},
		{"TELEGRAM_API_URL", "localhost", "not an http(s) address"},
	} {
		t.Run(c.name+"="+c.value, func(t *testing.T) {
			clean(t, c.name, c.value)
			_, err := readSettings()
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want an error with %q, got %v", c.want, err)
			}
			if err != nil && strings.Contains(err.Error(), "sk-secret") {
				t.Error("the error shows a secret")
			}
		})
	}
}

func TestAllFaultsComeAtOnce(t *testing.T) {
	clean(t, "HERALD_LOG", "loud", "HERALD_SEND_RATE", "fast")
	_, err := readSettings()
	if err == nil || !strings.Contains(err.Error(), "HERALD_LOG:") || !strings.Contains(err.Error(), "HERALD_SEND_RATE:") {
		t.Errorf("want both faults, got %v", err)
	}
}

func TestAMisspeltNameIsNoticed(t *testing.T) {
	got := unknownSettings([]string{"HERALD_DATABSE=x", "HERALD_DATABASE=y", "PATH=/bin", "TELEGRAM_TOKEN=z"})
	if strings.Join(got, " ") != "HERALD_DATABSE TELEGRAM_TOKEN" {
		t.Errorf("got %v", got)
	}
}

func TestTheExampleFileIsReadable(t *testing.T) {
	example, err := godotenv.Read("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := example["TELEGRAM_BOT_TOKEN"]; !ok {
		t.Error("TELEGRAM_BOT_TOKEN is not in .env.example")
	}
}
