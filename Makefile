# make setup | demo | test | check | chaos | bench | bench-peers | clean
# Works offline once the packages are installed; needs neither root nor a server nor an account.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup demo test check chaos bench bench-peers clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: $(STAMP)  ## create .venv and install fazhi with the pinned versions

$(STAMP): pyproject.toml constraints.txt
	@echo "== setup: $(VENV) with the versions of constraints.txt (Python 3.11 or newer); takes a minute or two"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "fazhi needs Python 3.11 or newer, found %s. Try: make setup PYTHON=python3.12" % sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(STAMP)  ## crawl the sample site with the scheduled flow and show what came of it
	@echo "== demo: crawl, read, extract, load, publish, alert against a small site on loopback"
	@$(BIN)/fazhi demo

test: $(STAMP)  ## run the tests (the same command as CI)
	@echo "== test: pytest on all cores"
	@$(BIN)/python -m pytest -q -n auto --dist loadscope

check: $(STAMP)  ## lint, formatting, types, direction of imports
	@echo "== check: ruff, mypy, import-linter"
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

chaos: $(STAMP)  ## kill runs and workers at every station and see that the next one finishes them (twenty minutes)
	@echo "== chaos: SIGKILL at each moment of tests/flows/test_kills.py, test_worker_kills.py and test_delivery_kills.py"
	@FAZHI_CHAOS=1 $(BIN)/python -m pytest -q -n auto tests/flows/test_kills.py tests/flows/test_worker_kills.py tests/flows/test_delivery_kills.py

bench: $(STAMP)  ## measure extraction and reading against the gold texts and pages, where they are present
	@echo "== bench: tables of tests/benchmarks"
	@$(BIN)/python -m tests.benchmarks

bench-peers: $(STAMP)  ## install other projects to compare with, each in an environment of its own under build/
	@echo "== bench-peers: environments under build/peers; bench shows those that could be made"
	@$(BIN)/python -m tests.benchmarks.peers; $(BIN)/python -m tests.benchmarks.page_peers

clean:  ## remove .venv and caches; data/ stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build dist
