# `make run` builds all and starts it; `make test` runs every test, but for the long ones of
# `make test-long`. CONTRIBUTING.md has the rest.

CARGO ?= cargo
NPM ?= npm
# For `make run`, as in: make run ARGS="--listen 0.0.0.0:3000 --tls self-signed"
ARGS ?=

WEB_SOURCES := $(shell find web/build web/src web/public -type f 2>/dev/null) \
	web/index.html web/package.json web/vite.config.ts web/tsconfig.json
RELEASE := target/release/convene
# Lints, tests and the server of the browser tests share one profile and so one build.
PROFILE := --profile tests
TESTED := target/tests/convene

.PHONY: run build client test test-long check check-rust check-web test-tools test-rust test-web \
	test-rust-sources test-web-sources test-e2e test-wire test-network test-dist dist soak types format fuzz bench bench-media bench-signaling bench-chat bench-attacks bench-writes pictures clean

run: build
	./$(RELEASE) $(ARGS)

build: client
	$(CARGO) build --release --locked --package convene-server

client: web/dist/index.html

web/node_modules: web/package-lock.json
	$(NPM) --prefix web ci
	@touch $@

web/dist/index.html: web/node_modules $(WEB_SOURCES)
	$(NPM) --prefix web run build

# Every test, cheapest first. The network tests need root, for their namespaces; they mostly wait, as
# those of the wire do, so both run at once. Nothing runs beside the browsers' tests.
test: test-tools client web/node_modules e2e/node_modules
	$(MAKE) --no-print-directory test-rust-sources
	$(MAKE) --no-print-directory test-web-sources
	$(MAKE) --no-print-directory -j2 --output-sync=target test-wire test-network
	PROJECTS="page media firefox" $(MAKE) --no-print-directory test-e2e

test-rust-sources:
	$(MAKE) --no-print-directory check-rust
	$(MAKE) --no-print-directory test-rust
	$(MAKE) --no-print-directory $(TESTED)

test-web-sources:
	$(MAKE) --no-print-directory check-web
	$(MAKE) --no-print-directory test-web

# What takes too long for every change: endurance, leaks, set-up times, the packages. For the night.
test-long: test-tools e2e/node_modules $(TESTED)
	CONVENE_BIN=$(CURDIR)/$(TESTED) $(NPM) --prefix e2e run test:long
	$(MAKE) --no-print-directory test-dist

test-tools:
	scripts/install-test-tools

test-rust: client
	$(CARGO) test --workspace --locked $(PROFILE)

test-web: web/node_modules client
	$(NPM) --prefix web test
	$(NPM) --prefix web run size

# With the tests, so that dependencies get the features they have there and are not built twice.
$(TESTED): client FORCE
	$(CARGO) build --workspace --locked --bins --tests $(PROFILE)

e2e/node_modules: e2e/package-lock.json
	$(NPM) --prefix e2e ci
	@touch $@

test-e2e: test-tools e2e/node_modules $(TESTED)
	CONVENE_BIN=$(CURDIR)/$(TESTED) $(NPM) --prefix e2e test

test-wire: test-tools e2e/node_modules $(TESTED)
	PROJECTS=wire CONVENE_BIN=$(CURDIR)/$(TESTED) $(NPM) --prefix e2e test

# Takes the pictures of docs/user-guide.md anew.
pictures: test-tools e2e/node_modules $(TESTED)
	cd e2e && CONVENE_BIN=$(CURDIR)/$(TESTED) npx playwright test -c playwright.pictures.config.ts

test-network: test-tools $(TESTED)
	CONVENE_BIN=$(CURDIR)/$(TESTED) e2e/network/run

# An hour of joins, leaves, chat and reconnects; `make test-long` has a minute of it.
soak: test-tools e2e/node_modules build
	CONVENE_SOAK_SECONDS=3600 CONVENE_BIN=$(CURDIR)/$(RELEASE) $(NPM) --prefix e2e run test:long -- soak

# The release as a tarball and a Debian package with their checksums, in target/dist.
dist: build
	scripts/make-dist

# Unpacks both and starts what is in them.
test-dist: dist
	scripts/test-dist

# Format, lints, types, unused code, licences, advisories.
check: test-tools check-rust check-web

check-rust: client
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked $(PROFILE) -- -D warnings
	$(CARGO) deny --locked check bans licenses sources
	scripts/check-advisories

check-web: web/node_modules e2e/node_modules client
	$(NPM) --prefix web run check
	$(NPM) --prefix e2e run check
	node scripts/check-npm-licences.mjs

# Writes the TypeScript of the wire protocol; a test compares it.
types:
	CONVENE_WRITE_TYPES=1 $(CARGO) test --quiet $(PROFILE) -p convene-protocol typescript

format:
	$(CARGO) fmt --all
	$(NPM) --prefix web run format
	$(NPM) --prefix e2e run format

# A minute for each parser; needs cargo-fuzz. The variable lets a stable compiler use sanitizers.
fuzz:
	cd fuzz && for target in $$(cargo fuzz list); do \
		RUSTC_BOOTSTRAP=1 cargo fuzz run $$target -- -max_total_time=60 || exit 1; \
	done

# The benchmarks of the crates; those of a whole server are bench-media, bench-signaling, bench-chat and
# bench-attacks.
bench:
	$(CARGO) bench --workspace --locked
	@echo 'What a running server costs: make bench-media bench-signaling bench-chat bench-attacks'

# Acknowledged chat messages a second; CONVENE_BENCH_DIR names the disk.
bench-writes:
	$(CARGO) bench --locked -p convene-storage --bench writes

# The tables of docs/performance.md. The Node baseline takes part where npm is there. Options by BENCH_ARGS,
# as in: make bench-signaling BENCH_ARGS="--rounds 3 --only relay"
BENCH_ARGS ?=
LOADGEN := target/release/convene-loadgen
NODE_BASELINE := $(if $(shell command -v $(NPM)),crates/loadgen/node)

$(LOADGEN): client FORCE
	$(CARGO) build --release --locked -p convene-server -p convene-loadgen

crates/loadgen/node/node_modules: crates/loadgen/node/package-lock.json
	$(NPM) --prefix crates/loadgen/node ci
	@touch $@

# Forwarding of media, beside Janus from Debian's package.
bench-media: $(LOADGEN)
	scripts/install-janus
	$(LOADGEN) bench-media $(BENCH_ARGS)

bench-signaling: $(LOADGEN) $(NODE_BASELINE:%=%/node_modules)
	$(LOADGEN) bench $(NODE_BASELINE:%=--node %/server.mjs) $(BENCH_ARGS)
	$(LOADGEN) reconnect

bench-chat: $(LOADGEN)
	$(LOADGEN) chat --rooms 1 --writers 10 --window 10
	$(LOADGEN) chat --rooms 100 --writers 5

bench-attacks: $(LOADGEN)
	$(LOADGEN) attack $(BENCH_ARGS)

clean:
	$(CARGO) clean
	rm -rf web/dist web/node_modules e2e/node_modules

FORCE:
