package telegram

// Remembered is how many chats the pacer holds, for tests of its memory.
func Remembered(c *Client) int {
	c.pace.mu.Lock()
	defer c.pace.mu.Unlock()
	return len(c.pace.chats)
}
