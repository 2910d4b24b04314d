# `make run` builds all and starts it; `make test` runs every test. CONTRIBUTING.md has the rest.

CARGO ?= cargo
NPM ?= npm
# For `make run`, as in: make run ARGS="--listen 0.0.0.0:3000 --tls self-signed"
ARGS ?=

WEB_SOURCES := $(shell find web/src web/public -type f 2>/dev/null) \
	web/index.html web/package.json web/vite.config.ts web/tsconfig.json
RELEASE := target/release/convene
DEBUG := target/debug/convene

.PHONY: run build client test check test-tools test-rust test-web test-e2e test-network soak \
	types format fuzz bench clean

run: build
	./$(RELEASE) $(ARGS)

build: client
	$(CARGO) build --release --locked

client: web/dist/index.html

web/node_modules: web/package-lock.json
	$(NPM) --prefix web ci
	@touch $@

web/dist/index.html: web/node_modules $(WEB_SOURCES)
	$(NPM) --prefix web run build

# Every test, cheapest first; the last needs root, for its network namespaces.
test: check test-rust test-web test-e2e test-network

test-tools:
	scripts/install-test-tools

test-rust: client
	$(CARGO) test --workspace --locked

test-web: web/node_modules client
	$(NPM) --prefix web test
	$(NPM) --prefix web run size

$(DEBUG): client FORCE
	$(CARGO) build --locked

e2e/node_modules: e2e/package-lock.json
	$(NPM) --prefix e2e ci
	@touch $@

test-e2e: test-tools e2e/node_modules $(DEBUG)
	CONVENE_BIN=$(CURDIR)/$(DEBUG) $(NPM) --prefix e2e test

test-network: test-tools $(DEBUG)
	CONVENE_BIN=$(CURDIR)/$(DEBUG) e2e/network/run

# An hour of joins, leaves, chat and reconnects; `make test-e2e` has a minute of it.
soak: test-tools e2e/node_modules build
	CONVENE_SOAK_SECONDS=3600 CONVENE_BIN=$(CURDIR)/$(RELEASE) $(NPM) --prefix e2e test -- soak

# Format, lints, types, unused code, licences, advisories.
check: test-tools web/node_modules e2e/node_modules client
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(NPM) --prefix web run check
	$(NPM) --prefix e2e run check
	$(CARGO) deny --locked check bans licenses sources
	node scripts/check-npm-licences.mjs
	scripts/check-advisories

# Writes the TypeScript of the wire protocol; a test compares it.
types:
	CONVENE_WRITE_TYPES=1 $(CARGO) test --quiet -p convene-protocol typescript

format:
	$(CARGO) fmt --all
	$(NPM) --prefix web run format
	$(NPM) --prefix e2e run format

# A minute for each parser; needs a nightly toolchain and cargo-fuzz.
fuzz:
	cd fuzz && for target in $$(cargo fuzz list); do \
		cargo +nightly fuzz run $$target -- -max_total_time=60 || exit 1; \
	done

bench:
	$(CARGO) bench --workspace --locked

clean:
	$(CARGO) clean
	rm -rf web/dist web/node_modules e2e/node_modules

FORCE:
