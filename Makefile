# Every target makes its own way there: `make run` or `make test` may be the first command typed.
# GNU make 3.81 (macOS) suffices.

PORT ?= 8000
# Tests: `make test ARGS="-k roadmap"`. Another interpreter: `make setup PYTHON=/path/to/python3`.
ARGS ?=
# Pictures of some pages only: `make screenshots VIEWS="home question-one"`.
VIEWS ?=
PYTHON ?=
export PYTHON

SHELL := /bin/bash
VENV := .venv/bin
# Homebrew's libraries lie where macOS does not look, and macOS forgets this variable at each shell.
ifeq ($(shell uname),Darwin)
PY := DYLD_FALLBACK_LIBRARY_PATH="$$(brew --prefix 2>/dev/null)/lib" $(VENV)/python
else
PY := $(VENV)/python
endif

# The lists hold hashes and names alone: where packages come from is each machine's own business.
LOCK := CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m piptools compile --quiet --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras \
	--allow-unsafe $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help setup setup-check setup-test run test check format bench words screenshots lock clean

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what the service needs (run and test do it by themselves)
	@.ci/setup run

setup-check:
	@.ci/setup check

setup-test:
	@.ci/setup test

run: setup ## Serve on http://127.0.0.1:8000 (another port: make run PORT=8080)
	@mkdir -p var
	$(PY) -m app migrate
	$(PY) -m app serve --host 127.0.0.1 --port $(PORT)

test: setup-test ## Run every test (some of them: make test ARGS="-k roadmap")
	$(PY) -m pytest $(ARGS)

check: setup-check ## Run every linter, the type checker and the check of the content
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(VENV)/lint-imports --no-logo
	$(PY) -m djlint templates --lint --quiet
	$(PY) -m yamllint --strict --config-file .ci/yamllint.yaml questionnaires rules tests
	$(PY) -m codespell_lib
	$(PY) -m app check --prove --personas tests/spec --require-rules 100

format: setup-check ## Rewrite the Python files in the house style
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

bench: setup-test ## Measure the times and sizes that we promise
	$(PY) -m tests.benchmarks

words: setup-check ## Put the new words of the interface into the catalogues, to be translated
	$(VENV)/pybabel -q extract -F pyproject.toml -k mark --add-location=file -o .words.pot .
	$(VENV)/pybabel update -i .words.pot -l en -o app/locale/en.po --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date -w 100
	rm .words.pot

screenshots: setup-test ## Photograph every page in every state (var/screenshots/index.html)
	$(PY) -m tests.e2e.screenshots $(VIEWS)

lock: setup-check ## Compile requirements*.txt from pyproject.toml (newest versions: UPGRADE=1)
	@# A list compiled on a newer Python lacks what only the oldest one needs.
	@$(PY) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "make lock wants Python 3.11")'
	$(LOCK) --output-file requirements.txt pyproject.toml
	$(LOCK) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	@! grep -nE '://|^ *--(index|extra-index|find-links|trusted)|(^|[ "=])/' requirements.txt requirements-dev.txt

clean: ## Remove what the tools made; var/, which holds the data, stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info
	find app tests -name __pycache__ -type d -prune -exec rm -rf {} +
