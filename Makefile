# Everything runs in .venv, which `setup` makes from the lock files. Needs Python 3.11 or later, and make.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
# Where it is set, each process of the tests, and each that tests start, would compile every module anew: 14 seconds of processor time.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup demo test check style types contracts unit walk faults audit bench lint format lock clean

# The first Python that is recent enough; PYTHON=/path/to/python chooses another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
BIN := .venv/bin
# What pytest runs: everything but what takes long. `.ci/run` runs that, too, in parts.
MARKS ?= not slow
ARGS ?=
# Processes that test at once: one more than there are processors, since whoever drives a browser often waits for it.
JOBS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
# How large the organisation is that is measured, and which parts (all).
PEOPLE ?= 100000
PARTS ?=
# Which ways are walked (all).
WAYS ?=

help:  ## Show what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/installed  ## Make .venv and install what the lock files name

.venv/installed: requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Ladders needs Python 3.11 or later. Install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python"; exit 1; }
	@test -x $(BIN)/pip || "$(PYTHON)" -m venv .venv
	@echo "Installing into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@

demo: setup  ## Start everything with a demo organisation on http://localhost:8000 (PORT=… for another port)
	@test -z "$$DATABASE_URL" || { echo "DATABASE_URL is set, and the demo brings a database of its own. Unset it and start again."; exit 1; }
	@exec $(BIN)/python -m ladders.localserver.supervisor --with-parent

test: setup  ## Lint, types, import contracts, missing migrations, tests (ARGS=… for pytest)
	@$(MAKE) -j3 types contracts unit  # types take minutes on one processor, so tests begin meanwhile

# Without DATABASE_URL the tests have an embedded server of their own, which need not survive a power cut.
test check unit faults bench: export LADDERS_EMBEDDED_FAST := 1
test check unit faults bench: export SECRET_KEY ?= only-for-tests-and-long-enough-for-a-server-0123456789

check: setup  # types take longest, so they run beside the rest
	@$(MAKE) -j2 types contracts

contracts: style
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.rolling_upgrade

style:
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/djhtml --tabwidth 2 --check templates

types:
	$(BIN)/python -m mypy .

unit: setup
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --durations=20 -m "$(MARKS)" $(ARGS)

walk: setup  ## Walk every way through the demo in a browser, to its end (WAYS=promotion,silence for some)
	@$(BIN)/python -m tests.walk --ways "$(WAYS)"

faults: setup  ## End database, web, worker, scheduler and broker while people work, many times (ROUNDS=5, AWAY=120 seconds, CASES=5000 files)
	FAULT_ROUNDS=$(or $(ROUNDS),5) FAULT_SECONDS=$(or $(AWAY),120) FUZZ_CASES=$(or $(CASES),5000) \
		$(BIN)/python -m pytest tests/faults tests/exchange/test_fuzz.py $(ARGS)

audit: setup  ## Look for known vulnerabilities in the locked libraries (needs their database on the net)
	@$(BIN)/python -m tests.audit

bench: setup  ## Measure speed and memory against the bounds of the design (PEOPLE=100000, PARTS="people salaries")
	PEOPLE=$(PEOPLE) $(BIN)/python -m tests.benchmarks $(PARTS)

lint: setup style types  ## Say what is wrong with style, types and imports
	$(BIN)/lint-imports

format: setup  ## Mend style
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .
	$(BIN)/djhtml --tabwidth 2 templates

# Keeps what is locked where pyproject.toml allows it; UPGRADE=1 takes the newest.
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" --quiet \
	$(if $(UPGRADE),--upgrade)
lock: setup  ## Write the lock files anew from pyproject.toml (UPGRADE=1 for the newest versions)
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --group dev --constraints requirements.txt --output-file requirements-dev.txt
	@! grep -n "://" requirements.txt requirements-dev.txt || { echo "The lock files must not name a registry."; exit 1; }

clean:  ## Remove .venv and caches; .data with the demo's database stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
