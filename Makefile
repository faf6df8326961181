# `make help` lists the targets. Needs make, pip and Python 3.11 or newer; all else comes hash-checked from requirements.lock.

# the first Python that is new enough and has pip; a name alone proves nothing
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
FAZHI := $(BIN)/fazhi
# a module's tests share what it sets up; modules begin in the order of their names, because those that take long stand in front
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
SAMPLES := build/samples
INSTALLED := $(VENV)/.installed
DOCS_INSTALLED := $(VENV)/.docs-installed

# what the demo generates: 8 places of an invented province, 5 years, always the same reports
SAMPLE_PLACES ?= 8
SAMPLE_YEARS ?= 2020-2024
SAMPLE_SEED ?= 7

# program:Debian packages. antiword reads .doc and .wps, without it they are rejected as reader_missing;
# tesseract reads scanned PDF where FAZHI_OCR is set; chromium shows the page to its tests
TOOLS := antiword:antiword tesseract:tesseract-ocr,tesseract-ocr-chi-sim chromium:chromium,fonts-noto-cjk

# where the environment forbids it, each process would compile all of Prefect anew: half of its start
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup tools run test test-long lint format serve accuracy cluster-demo bench bench-quick bench-growth bench-peers docs readme clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## create .venv from requirements.lock (each target does so by itself)

# uv comes first, by its hashes in the lock, because it installs the rest in a third of pip's time
$(INSTALLED): requirements.lock pyproject.toml flows/prefect_home.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with pip is needed: make PYTHON=/path/to/python3" >&2; exit 2; }
	@echo "Installing from requirements.lock ..."
	@$(PYTHON) -m venv --without-pip $(VENV)
	@awk '/^[a-z]/ {mine = /^uv==/} mine' requirements.lock > $(VENV)/uv.lock
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(VENV)/uv.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m flows.prefect_home
	@touch $@

# on top of the rest, by a lock of its own: `make run` need not wait for it
$(DOCS_INSTALLED): $(INSTALLED) requirements-docs.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements-docs.lock
	@touch $@

$(SAMPLES)/.made: $(INSTALLED) $(wildcard tests/samples/*.py tests/samples/fiction/*.py tests/samples/fiction/data/*)
	@rm -rf $(SAMPLES)
	@$(BIN)/python tests/samples/generate.py --out $(SAMPLES) --places $(SAMPLE_PLACES) --years $(SAMPLE_YEARS) --seed $(SAMPLE_SEED)
	@touch $@

run: $(SAMPLES)/.made ## ingest the sample inbox; print the run's summary and a trend
	@$(FAZHI) ingest $(SAMPLES)/reports

tools: ## programs beside Python: installed where this runs as root with apt-get, else asked for
	@for needed in $(TOOLS); do \
		command -v $${needed%%:*} > /dev/null && continue; \
		test "$$(id -u)" = 0 && command -v apt-get > /dev/null && apt-get update -qq \
			&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$(echo $${needed#*:} | tr , ' ') > /dev/null \
			|| echo "Not installed: $${needed%%:*} (Debian: apt-get install $$(echo $${needed#*:} | tr , ' '))" >&2; \
	done

test: $(DOCS_INSTALLED) tools ## all tests but the long ones
	@$(PYTEST) -m "not long"

test-long: $(DOCS_INSTALLED) tools ## all tests
	@$(PYTEST)

lint: $(INSTALLED) ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(INSTALLED) ## let ruff lay the code out
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

serve: $(INSTALLED) ## Prefect server with UI, nightly schedule and backfill form, on this machine only
	@$(FAZHI) serve

accuracy: $(INSTALLED) ## measure the reading on the gold sets; rewrite the READMEs' tables
	@$(BIN)/python tests/accuracy/measure.py --write

readme: $(INSTALLED) ## put what commands print today into the READMEs
	@$(BIN)/python tests/analysts/readme.py

cluster-demo: $(SAMPLES)/.made ## read the samples on a Dask scheduler and two workers of this machine
	@$(BIN)/python tests/cluster/demo.py $(SAMPLES)/reports

bench: $(INSTALLED) ## measure the speed; FILES=folder: with reports of yours, as .txt
	@$(BIN)/python tests/bench/bench.py $(if $(FILES),--files $(FILES))

docs: $(DOCS_INSTALLED) ## build the docs site, whole without a network, into build/docs
	@$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going docs build/docs
	@echo "build/docs/index.html"

bench-quick: $(INSTALLED) ## guard against regressions of speed, in ratios, in under two minutes
	@$(BIN)/python tests/bench/quick.py

bench-growth: $(INSTALLED) ## measure a night on growing warehouses; some minutes
	@mkdir -p build && $(BIN)/python tests/bench/growth.py --json build/growth.json --chart build/growth.png

# compiled packages that only this bench compares with; in an environment of their own, because nothing else needs them
bench-peers: $(INSTALLED) ## decoding and script beside compiled packages, in an environment of their own
	@test -d build/peers || $(BIN)/uv venv --quiet --python $(BIN)/python build/peers
	@VIRTUAL_ENV=build/peers $(BIN)/uv pip install --quiet faust-cchardet==3.2.0 zhconv-rs==0.4.2
	@$(BIN)/python tests/bench/peers.py --environment build/peers

clean: ## remove the environment, samples, caches; the home (data/) stays
	@rm -rf $(VENV) build .stamps .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
