package bot_test

import (
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// sends delivers an article as bot/outbox does: rendered, sent, remembered.
func (w *world) sends(c news.Chat, a news.Article, omitted int) emulator.Message {
	w.Helper()
	client, err := telegram.New(w.tg.Token(), telegram.Options{URL: w.tg.URL()})
	if err != nil {
		w.Fatal(err)
	}
	defer client.Close()
	id, err := client.Send(w.ctx(), telegram.Target{Chat: c.ID}, render.Article(render.Page{Article: a, Chat: c, Bot: "herald_bot", Omitted: omitted, Now: now()}))
	if err != nil {
		w.Fatal(err)
	}
	if err := w.store.Remember(w.ctx(), c.ID, 0, id, a.ID); err != nil {
		w.Fatal(err)
	}
	m, _ := w.tg.Message(c.ID, id)
	return m
}
