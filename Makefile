# `make run` and `make test` need Python 3.11+, git and make. All they leave lies in var/.

PYTHON ?= python3
VAR := $(CURDIR)/var
VENV := $(VAR)/venv
BIN := $(VENV)/bin
ENGINES := $(BIN)/python -m qingdao_portal.engines
# Tests have engines of their own, beside those of a running portal.
TEST_ENGINES := env PORTAL_VAR=$(VAR)/test PORTAL_FAST_ENGINES=1 $(ENGINES)
# So has the benchmark, with their full durability.
BENCH_ENGINES := env PORTAL_VAR=$(VAR)/bench $(ENGINES)
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
PYTEST_ARGS ?=
SOURCES := accounts audit certification database documents enterprises financing lifecycle pages \
	people procedures qingdao_portal reports schemes services tests manage.py

export UV_CACHE_DIR ?= $(VAR)/cache/uv
export PIP_CACHE_DIR ?= $(VAR)/cache/pip
export RUFF_CACHE_DIR ?= $(VAR)/cache/ruff
export MYPY_CACHE_DIR ?= $(VAR)/cache/mypy
export COVERAGE_FILE ?= $(VAR)/coverage/data
export HYPOTHESIS_STORAGE_DIRECTORY ?= $(VAR)/cache/hypothesis
export PYTHONPYCACHEPREFIX ?= $(VAR)/cache/python
# Empty means off: without compiled modules every process takes twice as long to start.
export PYTHONDONTWRITEBYTECODE =
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Networks that inspect traffic have a certificate of their own in the system's store.
export UV_SYSTEM_CERTS ?= true
export NODE_USE_SYSTEM_CA ?= 1
export PYTHONUNBUFFERED = 1

.PHONY: help run test coverage check bench stop clean install install-dev mail backup restore
.DEFAULT_GOAL := help

help:
	@echo 'make run     run the portal (PORT=8123 make run; DEMO=0 without the demo city)'
	@echo 'make test    run every test on embedded engines (PYTEST_ARGS="-k name" for some)'
	@echo 'make coverage  the same, with the lines that they reach in var/coverage/html'
	@echo 'make check   format, lint, types, layers, templates, migrations'
	@echo 'make bench   measure, and write var/bench.json (BENCH_ARGS="--only pages" for a quick one)'
	@echo 'make mail    show the mail that the local portal sent'
	@echo 'make backup  write database and files into var/backup/ (TO=folder)'
	@echo 'make restore put a backup in the place of all local data (FROM=folder)'
	@echo 'make stop    stop the portal and its engines'
	@echo 'make clean   remove the local data (database, files, mail, logs)'

# --- the virtual environment: stamped by the hash of what it holds ----------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1)."; \
		echo "Name another one: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; \
		echo "(or name a complete Python: make PYTHON=/path/to/python3 run)"; exit 1; }
	@mkdir -p $(VAR)
	@echo 'Making the virtual environment …'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# $(1): the requirements file. uv is ten times faster than pip, which does where uv is not to be had.
define install_requirements
	@stamp=$(VENV)/.installed-$(1); \
	wanted=$$($(BIN)/python -c "import hashlib, sys; \
		print(hashlib.sha256(open('$(1)', 'rb').read() + sys.version.encode()).hexdigest())"); \
	if [ "$$(cat $$stamp 2>/dev/null)" != "$$wanted" ]; then \
		echo 'Installing $(1) …'; \
		{ { test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv; } && \
			$(BIN)/uv pip install --quiet --python $(BIN)/python -r $(1); } || \
		{ echo 'uv did not do; falling back to pip.'; \
			$(BIN)/python -m pip install --quiet -r $(1); } || exit 1; \
		echo "$$wanted" > $$stamp; \
	fi
endef

install: $(BIN)/python
	$(call install_requirements,requirements.txt)

install-dev: install
	$(call install_requirements,requirements-dev.txt)

# --- running ----------------------------------------------------------------------------------

run: install
	@exec $(ENGINES) run

stop: install
	@$(ENGINES) stop

mail: install
	@$(ENGINES) mail

backup: install
	@$(ENGINES) backup $(TO)

restore: install
	@test -n "$(FROM)" || { echo 'Which backup? make restore FROM=var/backup/…'; exit 1; }
	@$(ENGINES) restore $(FROM)

bench: install
	@$(ENGINES) front-end
	@exec $(BENCH_ENGINES) exec -- $(BIN)/python manage.py bench $(BENCH_ARGS)

# --- checking ---------------------------------------------------------------------------------

# $(1): options of pytest besides.
define run_tests
	@$(ENGINES) front-end
	@$(ENGINES) front-end --for-tests
	@exec $(TEST_ENGINES) exec -- $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(1) \
		-o cache_dir=$(VAR)/cache/pytest $(PYTEST_ARGS)
endef

test: install-dev
	$(call run_tests,)

# Half as slow again as the tests alone; for a look now and then.
coverage: install-dev
	@mkdir -p $(VAR)/coverage
	$(call run_tests,--cov --cov-report=term:skip-covered --cov-report=html:$(VAR)/coverage/html)

check: install-dev
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/lint-imports --cache-dir $(VAR)/cache/import-linter
	$(BIN)/djlint templates --check --lint
	$(ENGINES) front-end
	$(TEST_ENGINES) exec -- $(BIN)/python -m mypy $(filter-out tests,$(SOURCES))
	$(TEST_ENGINES) exec -- $(BIN)/python manage.py makemigrations --check --dry-run
	$(TEST_ENGINES) exec -- $(BIN)/python -m tests.lint_migrations

clean: install
	@if [ -d $(VAR)/test ]; then PORTAL_VAR=$(VAR)/test $(ENGINES) clean; fi
	@if [ -d $(VAR)/bench ]; then PORTAL_VAR=$(VAR)/bench $(ENGINES) clean; fi
	@$(ENGINES) clean
	@rm -rf $(VAR)/test $(VAR)/bench $(VAR)/bench.json $(VAR)/coverage
	@echo 'Local data removed. (`rm -rf var` also removes the virtual environment.)'
