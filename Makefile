# Two commands are all a newcomer needs: `make run` and `make test`.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export KADRAN_DATA ?= $(CURDIR)/data
export DAGSTER_HOME ?= $(CURDIR)
export KADRAN_DAGSTER ?= $(KADRAN_DATA)/dagster

.PHONY: help run dev test lint manifest docs benchmark clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Kadran needs Python 3.11 or newer: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else 0'
	@echo "Installing into .venv (once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --compile-bytecode requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

run: .venv/installed ## Load everything from the simulated vendors, build, publish, show the scorecard
	@$(BIN)/kadran run --sandbox

dev: manifest ## Open Dagster's UI on the same project and data (http://127.0.0.1:3000)
	@mkdir -p $(KADRAN_DAGSTER)
	@$(BIN)/dagster dev --host 127.0.0.1

manifest: .venv/installed ## Read the dbt project, so that Dagster knows its models
	@$(BIN)/python -m orchestration.warehouse

test: .venv/installed lint manifest ## Everything that CI runs
	@$(BIN)/pytest

lint: .venv/installed ## Style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint dbt_project --processes 2

benchmark: .venv/installed ## Loading against a named peer, in one run
	@$(BIN)/python benchmarks/loading.py

clean: ## Remove what runs made (the data folder), keep the environment
	rm -rf $(KADRAN_DATA)
