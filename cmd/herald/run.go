package main

import (
	"errors"
	"os"
)

// runCmd is the bot.
type runCmd struct{}

// Run reads the settings and serves until it is told to stop.
func (runCmd) Run(w world) error {
	set, err := readSettings()
	if err != nil {
		return usageError{err}
	}
	if set.Token == "" {
		return usageError{errors.New("TELEGRAM_BOT_TOKEN is not set: ask @BotFather for a token and put it into .env (see .env.example), or try herald demo, which needs none")}
	}
	log := newLog(w.stderr, set)
	for _, name := range unknownSettings(os.Environ()) {
		log.Warn("there is no such setting; is it misspelt?", "name", name)
	}
	return serve(w.ctx, set, log)
}
