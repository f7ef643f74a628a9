// Package render turns articles, summaries and quotes into messages within
// Telegram's limits.
//
// It stands between what the program knows and what a chat shows: bot and
// bot/outbox give it an article and the chat it is for, and send what comes
// out:
//
//	m := render.Article(render.Page{Article: a, Chat: chat, Bot: "herald_bot", Now: now})
//	id, err := client.Send(ctx, target, m)
//
// A message is always plain text plus entities, never HTML, so "can't parse
// entities" cannot happen. Lengths and offsets are UTF-16 units, as Telegram
// counts them (https://core.telegram.org/api/entities); inside the package a
// Text marks stretches of bytes, and the units are counted once, at the end.
//
// It is pure: it fetches nothing, stores nothing, and knows no clock but the
// one that it is handed.
package render
