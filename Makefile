# Two commands are all a newcomer needs: `make run` and `make test`.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run dev test lint manifest docs site benchmark clean

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

dev: .venv/installed ## Open Dagster's UI on the same project and data (http://127.0.0.1:3000)
	@$(BIN)/kadran dev

manifest: .venv/installed ## Read the dbt project, so that Dagster knows its models
	@$(BIN)/python -m orchestration.warehouse

test: .venv/installed lint manifest ## Everything that CI runs
	@$(BIN)/pytest --numprocesses 2 --dist loadgroup

docs: .venv/installed ## Write the derived tables of the docs anew
	@$(BIN)/python -m tests.documented

site: .venv/installed ## Build the docs as a site (data/docs/html/index.html)
	@$(BIN)/kadran docs

lint: .venv/installed ## Style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@mkdir -p .venv/lint/warehouse && KADRAN_DATA=$(CURDIR)/.venv/lint $(BIN)/sqlfluff lint --processes 0 dbt_project/models dbt_project/tests

.venv-benchmark/installed: benchmarks/requirements.txt .venv/installed
	@$(PYTHON) -m venv .venv-benchmark
	@$(BIN)/uv pip install --quiet --python .venv-benchmark/bin/python -r benchmarks/requirements.txt
	@touch $@

benchmark: .venv-benchmark/installed ## Loading against a named peer, in one run
	@$(BIN)/python benchmarks/loading.py

clean: ## Remove what runs made in ./data, keep the environment
	rm -rf data
