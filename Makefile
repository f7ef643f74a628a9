# herald: what a developer types. Everything here works from a clean checkout
# with Go and a C compiler; nothing needs ../shared but the quality target,
# which says so where it is missing.

GO      ?= go
SHARED  ?= ../shared
LINT    := $(GO) tool -modfile=tools/go.mod golangci-lint
PYTHON  ?= python3

.PHONY: run demo build test check fmt vet lint layers race fresh bench fuzz quality aimock

run: ## the bot, settings from the environment and .env
	$(GO) run ./cmd/herald run

demo: ## the whole bot on this machine, without a token
	$(GO) run ./cmd/herald demo

build: ## the binary: ./herald
	$(GO) build -o herald ./cmd/herald

test: ## what the README promises
	$(GO) test ./...

check: fmt vet lint layers race fresh ## what CI asks of every change

fmt:
	@out=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$out" ]; then echo "not gofmt-ed:"; echo "$$out"; exit 1; fi

vet:
	$(GO) vet ./...

lint:
	$(LINT) run ./...

layers: ## the house is as docs/architecture.md draws it
	$(GO) test ./docs/...

race:
	$(GO) test -race ./...

fresh: ## generated files and go.mod say what the code says
	$(GO) mod tidy -diff
	$(GO) test ./cmd/herald -run 'TestGenerated'

bench: ## figures for docs/performance.md
	$(GO) test -run '^$$' -bench . -benchmem ./...

FUZZTIME ?= 20s
fuzz: ## every fuzz target for a while
	@for p in $$($(GO) list ./...); do for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$p || exit 1; done; done

quality: build ## figures on annotated data, where ../shared has them
	@if [ ! -f $(SHARED)/eval/evaluate.py ]; then echo "quality: $(SHARED)/eval/evaluate.py is not here; the annotated data are not part of this repository"; exit 0; fi; \
	for l in en en_resolved uk ru ru_sentences cs_sentences; do $(PYTHON) $(SHARED)/eval/evaluate.py quotes --bin ./herald --data $(SHARED)/data/quotes/$$l.jsonl; done; \
	annotated=$$(mktemp -d) && $(GO) test ./quotes -run TestJoin -shared $(abspath $(SHARED))/data -join $$annotated >/dev/null && \
	for l in news_uk news_ru unread_ru; do $(PYTHON) $(SHARED)/eval/evaluate.py quotes --bin ./herald --data $$annotated/$$l.jsonl; done; rm -rf $$annotated; \
	$(PYTHON) $(SHARED)/eval/evaluate.py summaries --bin ./herald --data $(SHARED)/data/summaries/cnn.jsonl --words 45; \
	$(PYTHON) $(SHARED)/eval/evaluate.py summaries --bin ./herald --data $(SHARED)/data/summaries/cnn.jsonl --sentences 3; \
	$(PYTHON) $(SHARED)/eval/evaluate.py summaries --bin ./herald --data $(SHARED)/data/summaries/xsum.jsonl --sentences 1; \
	for s in scrapinghub trafilatura readability newspaper4k; do $(PYTHON) $(SHARED)/eval/evaluate.py extraction --bin ./herald --data $(SHARED)/data/extraction/$$s; done

aimock: ## the language model's path against an independent fake from npm, with random failures
	$(GO) run ./summarize/aimock
