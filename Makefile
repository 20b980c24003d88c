# Everything goes through .venv, made from the pinned lock. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNS := $(VENV)/.runs
READY := $(VENV)/.ready
# A test waits for more than half of its time: four at once keep two cores busy.
WORKERS ?= 4

.DEFAULT_GOAL := help
.PHONY: help setup run test check test-again test-crash test-halfyear test-postgres bench lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-14s %s\n", $$1, $$2}'

setup: $(READY) ## Make .venv from the lock, with the tools of developers (Python 3.11 or later)

$(RUNS): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; this is $$($(PYTHON) -V 2>&1). Name another one: make setup PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@touch $@

$(READY): $(RUNS) requirements-dev.txt pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(RUNS) ## Run the bot: your workspace with tokens in .env, otherwise the playground
	@$(BIN)/python -m bot run

test: check ## All gates and the fast tests, with coverage
	@$(BIN)/pytest -n $(WORKERS) --cov --cov-report= -m "not crash and not halfyear"
	@$(BIN)/coverage report

check: setup ## Format, lint, types and import directions
	@$(BIN)/ruff format --check --quiet . || { echo "Run: .venv/bin/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

test-again: setup ## What failed last, once more, alone on the machine
	@$(BIN)/pytest --last-failed --last-failed-no-failures none
	@$(BIN)/coverage report

test-crash: setup ## Kill the bot at every step and start it again
	@$(BIN)/pytest -n 4 -m crash

test-halfyear: setup ## Half a year of fifty people, message by message
	@$(BIN)/pytest -n 2 -m halfyear

test-postgres: setup ## The tests that need PostgreSQL
	@$(BIN)/pytest -m "postgres and not crash and not halfyear"

bench: setup ## Speed and memory, as ratios within one run
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.home
	@$(BIN)/python -m benchmarks.lanes
	@$(BIN)/python -m benchmarks.planning

lock: setup ## Renew requirements.txt and requirements-dev.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" --group dev -c requirements.txt -o requirements-dev.txt

clean: ## Remove .venv and caches (never your data)
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage build *.egg-info
