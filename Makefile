# Every command of Corpus. `make run` and `make test` do all their own set-up; Python >= 3.11, git and make suffice.

# The first Python that is new enough; `make PYTHON=…` chooses another.
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
endif
PYTHON := $(or $(PYTHON),$(error Corpus needs Python 3.11 or newer, and none was found. Install one and run make again))
PY = .venv/bin/python

.PHONY: help run setup test bench lock

help:
	@echo "make run     serve Corpus with its demo at http://127.0.0.1:8000 (PORT, DATABASE_URL, … are honoured)"
	@echo "make test    run every test, on SQLite and PostgreSQL, in Node and in Chromium"
	@echo "make setup   only make the environment .venv, with the tools for development"
	@echo "make bench   run the benchmarks and print their figures"
	@echo "make lock    choose newer versions of all packages and lock them (maintainers)"

# What the collected files are made from and by; collectstatic writes their list, staticfiles.json, last.
STATIC = static requirements.txt corpus_app/settings.py corpus_app/static_storage.py

run: export CORPUS_LOCAL = 1
run:
	@$(PYTHON) tests/tooling/environment.py requirements.txt
	@echo "Preparing the database …"
	@$(PY) manage.py migrate --verbosity 0
	@list="$${VAR_DIR:-var}/static/staticfiles.json"; \
	if [ ! -e "$$list" ] || [ -n "$$(find $(STATIC) -newer "$$list")" ]; then \
		echo "Collecting the static files …"; \
		$(PY) manage.py collectstatic --no-input --verbosity 0; \
	fi
	@$(PY) manage.py load_demo --once
	@exec $(PY) manage.py serve

setup:
	@$(PYTHON) tests/tooling/environment.py requirements-dev.txt

test: setup
	@exec $(PY) -m tests.tooling.parts $(PARTS)

bench: setup
	@for script in tests/benchmarks/bench_*.py; do \
		echo "== $$script"; $(PY) -m "tests.benchmarks.$$(basename "$$script" .py)" || failed=1; \
	done; exit $${failed:-0}

# uv writes locks for every platform and Python at once; --no-config keeps this machine's registries out of them.
LOCK = .venv/bin/uv pip compile pyproject.toml --no-config --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate
lock: setup
	@$(PY) -m pip install --quiet --upgrade uv
	@$(LOCK) --output-file requirements.txt
	@$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt
