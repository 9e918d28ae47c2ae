# Two commands do everything: `make run` serves Docket with a demo organisation, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test check lint bench lock clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: $(VENV)/run.ok ## Serve Docket on this machine, with a demo organisation
	$(BIN)/docket run

test: $(VENV)/test.ok lint ## Run every check and test
	$(BIN)/python tests/install_browser.py
	$(BIN)/docket check
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/test.ok ## Look at style, types and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/test.ok ## Measure
	$(BIN)/python -m benchmarks

lock: $(VENV)/test.ok ## Choose the newest allowed versions again
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --group dev -o requirements-dev.txt

clean: ## Forget the virtual environment and what tools remember
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info

$(VENV)/python.ok:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Docket needs Python 3.11 or newer; this is' `$(PYTHON) -V`'. Name one: make PYTHON=python3.12 ...'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/run.ok: requirements.txt pyproject.toml | $(VENV)/python.ok
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/test.ok: requirements-dev.txt $(VENV)/run.ok
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
