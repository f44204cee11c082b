# One command each. Every target makes its own environment in .venv on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench faults clean
.DEFAULT_GOAL := run

# The runtime alone: what `make run` needs.
$(VENV)/.run: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "smsinfo needs Python 3.11 or newer (make PYTHON=python3.12 ...)"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing: apt-get install python3-venv"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

run: $(VENV)/.run  ## Everything on this machine: database, demo content, web, phone page
	$(BIN)/smsinfo demo

test: $(VENV)/.dev  ## All tests
	$(BIN)/python -m pytest

check: $(VENV)/.dev  ## Lint, format, types, layers, then all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

bench: $(VENV)/.dev  ## Speed as ratios of one run
	$(BIN)/python bench/run.py
	$(BIN)/python bench/growth.py
	$(BIN)/python bench/hand_over.py --quick
	$(BIN)/python bench/looks.py
	$(BIN)/python bench/pages.py --quick
	$(BIN)/python bench/publication.py --quick
	$(BIN)/python bench/replies_during_alert.py
	$(BIN)/python bench/simulate.py
	$(BIN)/smsinfo eval bench/eval/tuning.tsv

FAULTS ?= 1000
SEED ?= 1
faults: $(VENV)/.dev  ## The long form of tests/faults; make faults FAULTS=100 SEED=7, and again to go on
	$(BIN)/python -m tests.faults.campaign --faults $(FAULTS) --seed $(SEED)

clean:  ## Forget the environment and the caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
