package telegram_test

import (
	"context"
	"fmt"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
)

func Example() {
	ctx := context.Background()
	server := emulator.New(emulator.Options{})
	server.Start()
	defer server.Close()
	reader := server.Reader(emulator.User{FirstName: "Ann"})

	client, err := telegram.New(server.Token(), telegram.Options{URL: server.URL(), Rate: 30})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	id, err := client.Send(ctx, telegram.Target{Chat: reader}, telegram.Message{
		Text:     "Harbour opens on Monday",
		Entities: []telegram.Entity{{Type: "bold", Offset: 0, Length: 7}},
		Keyboard: [][]telegram.Button{{{Text: "Summary", Data: "summary"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	m, _ := server.Message(reader, id)
	fmt.Printf("%s [%s]\n", m.Text, m.Keyboard[0][0].Text)
	// Output: Harbour opens on Monday [Summary]
}
