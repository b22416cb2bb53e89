# Everything that a newcomer or a machine needs; each target says what it does in `make help`.
PREFIX ?= /usr/local
APPLE := a single red apple on a white background, studio lighting

# One set of flags for each configuration, so that no target builds the world a second time.
CHECKS := --explicit-target-dependency-import-check error
DEBUG := swift build --build-tests --enable-code-coverage $(CHECKS)
RELEASE := swift build -c release --static-swift-stdlib $(CHECKS)
BIN := .build/release
BUILT := .build/candid.built
VENV := .build/venv

export SWIFT_BACKTRACE ?= enable=no

.PHONY: help setup run build test lint unit examples documentation smoke command wire servers openapi fuzz fuzz-afl fuzz-corpus sanitize soak bench bench-gateway eval eval-proof eval-words eval-drift gallery docs install clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

setup: ## Install missing system packages
	@Scripts/setup

run: setup $(BUILT) ## Build, and make a first picture
	@$(BIN)/candid generate "$(APPLE)" -o pictures/

build: setup $(BUILT) ## Build the command

# Asking swift build whether anything changed takes seconds; make knows at once.
$(BUILT): Package.swift $(shell find Sources Plugins -type f)
	$(RELEASE) --product candid
	@touch $@

test: ## Format lint, warning-free build, all tests, release build, the command itself
	@Scripts/setup --tests
	@$(MAKE) --no-print-directory lint unit smoke command wire

lint: ## Check the formatting
	swift format lint --strict --parallel --recursive Package.swift Fuzz Plugins Sources Tests Examples

unit: ## Warning-free debug build and all Swift tests, with coverage
	$(DEBUG)
	swift test --skip-build --enable-code-coverage $(CHECKS)
	@Scripts/coverage "$$(swift test --show-codecov-path)"
	@Scripts/examples .build/debug
	@Scripts/documentation .build/debug

examples: ## Run the programs in Examples, offline
	$(DEBUG)
	@Scripts/examples .build/debug

documentation: ## Compile the DocC catalogue; a link that leads nowhere is an error
	$(DEBUG)
	@Scripts/documentation .build/debug .build/documentation

smoke: build ## Make a picture with the release build
	@Scripts/smoke $(BIN)/candid

$(VENV)/ready: Tests/Command/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

command: build $(VENV)/ready ## Test the release build from outside, as its users use it
	$(VENV)/bin/pytest -q Tests/Command --candid $(BIN)/candid

# wire: a virtual environment for each of the clients, because they disagree about their libraries.
$(VENV)-%/ready: Tests/Wire/%.txt
	python3 -m venv $(VENV)-$*
	$(VENV)-$*/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

WIRE := openai-newest openai-oldest litellm langchain llm google anthropic

wire: build $(WIRE:%=$(VENV)-%/ready) ## Test other people's clients against candid simulate
	@$(foreach client,$(WIRE),echo "$(client):" && $(VENV)-$(client)/bin/pytest -q \
	  $(wildcard Tests/Wire/test_$(firstword $(subst -, ,$(client)))*.py) --candid $(BIN)/candid &&) true
	@echo "openai-newest through candid serve:" && $(VENV)-openai-newest/bin/pytest -q \
	  Tests/Wire/test_openai.py --candid $(BIN)/candid --gateway
	@$(foreach client,litellm langchain llm,echo "$(client) through candid serve:" && \
	  $(VENV)-$(client)/bin/pytest -q Tests/Wire/test_$(client).py --candid $(BIN)/candid --gateway &&) true

soak: setup build $(VENV)/ready ## What takes longer than ten minutes
	$(DEBUG)
	CANDID_FUZZ=2000000 swift test --skip-build --enable-code-coverage $(CHECKS) --filter ReaderFuzzTests
	$(VENV)/bin/pytest -q Tests/Command --candid $(BIN)/candid --soak
	@$(MAKE) --no-print-directory servers
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=600
	@$(MAKE) --no-print-directory sanitize
	$(if $(OPENAPI),@$(MAKE) --no-print-directory openapi)

# servers: of its own, because litellm's proxy brings a hundred packages.
servers: build $(VENV)-proxy/ready ## Test our client against a server that others wrote: litellm's proxy
	$(VENV)-proxy/bin/pytest -q Tests/Wire/test_proxy.py --candid $(BIN)/candid

FUZZ_SECONDS ?= 60

# fuzz: a package of its own, because every module in it is built with the sanitizers. GNU gold
# fails on what the address sanitizer makes, so LLVM's linker is used.
FUZZERS := Pictures Readers

fuzz: setup ## Let libFuzzer at the readers of untrusted bytes, FUZZ_SECONDS each
	swift build --package-path Fuzz --scratch-path .build/fuzz -c release \
	  -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld
	@$(foreach name,$(FUZZERS),mkdir -p .build/fuzz/corpus/$(name) && \
	  .build/fuzz/release/Fuzz$(name) -max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=1024 \
	  -timeout=10 -artifact_prefix=.build/fuzz/ .build/fuzz/corpus/$(name) Fuzz/Seeds/$(name) &&) true

# fuzz-afl: AFL breeds files of its own, which libFuzzer then starts from. Swift counts edges the way
# AFL's runtime takes them.
AFL := /usr/lib/afl
AFL_OPTIONS := AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
  ASAN_OPTIONS=abort_on_error=1:symbolize=0:detect_leaks=0

fuzz-afl: setup ## Let AFL at the same readers, FUZZ_SECONDS each, and give its files to libFuzzer
	@Scripts/setup --afl
	AFL=$(AFL) swift build --package-path Fuzz --scratch-path .build/afl -c release \
	  -Xswiftc -sanitize=address -Xswiftc -sanitize-coverage=edge,trace-pc-guard \
	  -Xswiftc -use-ld=lld
	@$(foreach name,$(FUZZERS),mkdir -p .build/fuzz/corpus/$(name) .build/afl/found/$(name) && \
	  $(AFL_OPTIONS) afl-fuzz -i Fuzz/Seeds/$(name) -o .build/afl/found/$(name) -V $(FUZZ_SECONDS) \
	  -m none -t 5000 -- .build/afl/release/Fuzz$(name) && \
	  Scripts/afl-found .build/afl/found/$(name)/default .build/fuzz/corpus/$(name) &&) true

fuzz-corpus: fuzz ## Minimise what fuzzing found: as few files as reach the same code
	@$(foreach name,$(FUZZERS),rm -rf .build/fuzz/least && mkdir .build/fuzz/least && \
	  .build/fuzz/release/Fuzz$(name) -merge=1 -rss_limit_mb=1024 .build/fuzz/least \
	  .build/fuzz/corpus/$(name) Fuzz/Seeds/$(name) && rm -r .build/fuzz/corpus/$(name) && \
	  mv .build/fuzz/least .build/fuzz/corpus/$(name) &&) true

# sanitize: without the tests that serve and fetch, which take long under it, and without looking for
# leaks: fontconfig keeps what it read, and Swift what is static, until the end.
SERVERLESS := PixelsTests|LetteringTests|CandidTests|SketchTests|SimulatorTests

sanitize: setup ## Run the tests under the address and the thread sanitizer
	@$(foreach kind,address thread,echo "$(kind) sanitizer:" && ASAN_OPTIONS=detect_leaks=0 \
	  swift test --scratch-path .build/$(kind) --sanitize $(kind) -Xswiftc -use-ld=lld \
	  --filter '$(SERVERLESS)' &&) true

# openapi: OpenAI's description of its API is not part of the project; OPENAPI names the file.
openapi: build $(VENV)-openapi/ready ## Hold what is sent to OpenAI's own description in OPENAPI
	$(VENV)-openapi/bin/pytest -q Tests/Wire/test_openapi*.py --candid $(BIN)/candid \
	  --openapi "$(OPENAPI)"

$(VENV)-peers/ready: Tests/Bench/peers.txt
	python3 -m venv $(VENV)-peers
	$(VENV)-peers/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

bench: setup $(VENV)-peers/ready ## Measure, beside the peers: pictures, comparisons, memory, receipts
	$(RELEASE) --product candid
	$(RELEASE) --product candid-bench
	@$(BIN)/candid-bench $(BIN)/candid $(VENV)-peers/bin/python
	@python3 Scripts/answer-memory $(BIN)/candid

bench-gateway: setup ## Measure the gateway beside nginx, on one core each
	@Scripts/setup --bench
	$(RELEASE) --product candid
	$(RELEASE) --product candid-bench
	@taskset -c 1 $(BIN)/candid-bench gateway $(BIN)/candid

# eval: the labelled sets are not part of the project; DATA names their folder.
DATA ?= data

eval: setup ## Build the evaluator
	$(RELEASE) --product candid-eval

eval-proof: eval ## Measure compare, judges and lettering on labelled sets in DATA
	@$(BIN)/candid-eval pixels $(DATA)
	@$(BIN)/candid-eval verdicts
	@$(BIN)/candid-eval judges $(DATA)
	@$(BIN)/candid-eval lettering $(DATA)

eval-words: eval ## Measure linter, diff, embellishment and drift on labelled sets in DATA
	@$(BIN)/candid-eval words $(DATA)
	@$(BIN)/candid-eval words-speed

eval-drift: eval ## Measure sessions against a drifting simulator, and write docs/drift.md
	@$(BIN)/candid-eval drift $(DATA) --sessions 24 --page docs

gallery: build ## Draw the pictures of docs/sketch.md
	@Scripts/gallery $(BIN)/candid

docs: build ## Write the pages that are made from the command itself
	@$(BIN)/candid manual --form markdown > docs/cli.md
	@$(BIN)/candid manual --form rules > docs/rules.md

install: build ## Put candid, its completions and its man page under PREFIX
	install -D -m 755 $(BIN)/candid $(DESTDIR)$(PREFIX)/bin/candid
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d $(DESTDIR)$(PREFIX)/share/man/man1
	$(BIN)/candid --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/candid
	$(BIN)/candid --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_candid
	$(BIN)/candid --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/candid.fish
	$(BIN)/candid manual --form man > $(DESTDIR)$(PREFIX)/share/man/man1/candid.1

clean: ## Remove everything that was built
	rm -rf .build pictures
