package telegram

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	tg "github.com/go-telegram/bot"
)

// Download gives the bytes of a file that a person sent, at most limit of them:
// ErrFileTooLarge where it has more (Telegram itself gives none beyond 20 MB).
func (c *Client) Download(ctx context.Context, fileID string, limit int64) ([]byte, error) {
	f, err := c.api.GetFile(ctx, &tg.GetFileParams{FileID: fileID})
	if err != nil {
		if isFileTooBig(err) {
			return nil, ErrFileTooLarge
		}
		return nil, err
	}
	if f.FileSize > limit {
		return nil, ErrFileTooLarge
	}
	const method = "file"
	limited, cancel := context.WithTimeout(ctx, c.wire.timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(limited, http.MethodGet, c.wire.base+"/file/bot"+c.wire.token+"/"+strings.TrimLeft(f.FilePath, "/"), nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, c.wire.clean(err))
	}
	resp, err := c.wire.http.Do(req)
	if err != nil {
		return nil, c.wire.broken(ctx, method, 0, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, &UnavailableError{Method: method, Code: resp.StatusCode}
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return nil, c.wire.broken(ctx, method, resp.StatusCode, err)
	case int64(len(data)) > limit:
		return nil, ErrFileTooLarge
	}
	return data, nil
}

func isFileTooBig(err error) bool {
	return err != nil && strings.Contains(strings.ToLower(err.Error()), "file is too big")
}
