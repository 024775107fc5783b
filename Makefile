# Everything a person or CI needs. The first call sets up .venv (Python 3.11 or later and pip are enough);
# later calls start at once, until pyproject.toml or constraints.txt change.
#
#   make run          open the chat; with no index yet, the sample show is read first
#   make test         lint, types, tests
#   make test-all     the slow and browser tests, too
#   make bench        performance ratios            make quality      gold questions over ../shared
#   make faults       kills, full disks and damaged files, by the hundred
#   make profile      where the time of an ask, an ingest and a start goes
#   make soak         questions for an hour: make soak QUESTIONS=100000
#   make scale        made-up shows of 100, 300 and 1,000 episodes (EPISODES=…), some 20 minutes and 6 GB of disk
#   make screenshots  pictures of the pages, light and dark, wide and narrow
#   make clean        remove .venv, caches and pictures; an index stays
#
# Choose another Python with `make test PYTHON=/path/to/python3.12`.

SHELL := bash
.DEFAULT_GOAL := run
.PHONY: run test lint test-all bench profile faults quality scale soak screenshots clean

# A shim may be on the path and not start, so each is tried. 3.11 first: constraints.txt was tested with it.
SUITABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$python -c '$(SUITABLE)' >/dev/null 2>&1 && echo $$python && break; done)

VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/ready-to-run
DEV := $(VENV)/ready-to-test
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
INDEX := $(or $(AIRCHECK_INDEX),.aircheck)

run: $(RUN)
	@test -e "$(INDEX)/current" || $(BIN)/python app.py ingest corpus/sample --index "$(INDEX)"
	$(BIN)/python app.py serve --index "$(INDEX)"

test: lint
	$(BIN)/python -m pytest

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --explicit-package-bases app.py corpus index chat tests

# The browser's tests go by themselves: playwright keeps an event loop running, in which others cannot run theirs.
test-all: lint
	$(BIN)/python -m pytest -m "not browser and not bench and not quality and not faults and not soak and not scale" --timeout 900
	$(BIN)/python -m pytest -m browser --timeout 900

bench: $(DEV)
	$(BIN)/python -m pytest -m bench --capture=no --timeout 3600

faults: $(DEV)
	$(BIN)/python -m pytest -m faults tests/faults --timeout 3600

profile: $(DEV)
	$(BIN)/python -m tests.bench.shares

scale: $(DEV)
	AIRCHECK_SCALE_EPISODES="$(EPISODES)" $(BIN)/python -m pytest -m scale --capture=no --timeout 0

quality: $(DEV)
	$(BIN)/python -m pytest -m quality --capture=no --timeout 3600

soak: export QUESTIONS ?= 100000
soak: $(DEV)
	$(BIN)/python -m pytest -m soak --capture=no

screenshots: $(DEV)
	$(BIN)/python tests/browser/screenshots.py screenshots
	$(BIN)/python tests/browser/desk_screenshots.py screenshots
	$(BIN)/python tests/browser/widget_screenshots.py screenshots

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis screenshots
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# torch goes first and by its exact version: left to another package's range, pip may pick a build with GPU libraries.
$(RUN): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or later with venv was found; install one, or say PYTHON=…" >&2; exit 1; }
	@echo "Setting up $(VENV) with $(PYTHON); the first time takes some minutes."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) "$$(grep '^torch==' constraints.txt)"
	$(PIP) --editable .
	@touch $@

$(DEV): $(RUN)
	$(PIP) --editable ".[dev]"
	@touch $@
