# Every target sets up what it needs and is quick the second time.
PYTHON ?= python3
VENV := .venv
PEERS := .venv-bench
RUN := $(VENV)/bin/python -m
STAMP := $(VENV)/.installed
# Tests start some dozens of processes, each of which would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check form types core format eval bench bench-peers docs clean

demo: $(STAMP)  ## the main job on the sample feed, on the embedded stack
	$(VENV)/bin/wire demo

# Most of these tests wait for something that is away: two at a time, each process with servers of its own (about 5 GB).
test: check  ## that, and everything that needs the real servers
	$(RUN) pytest -m stack --numprocesses 2 --dist loadfile

check: $(STAMP)  ## formatter, linter, types and core tests, side by side: under a minute, no server
	@$(MAKE) --no-print-directory --jobs form types core

form: $(STAMP)
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .

types: $(STAMP)
	$(RUN) mypy

core: $(STAMP)
	$(RUN) pytest -q -m "not stack" --numprocesses auto --dist worksteal

format: $(STAMP)  ## put the code in the house's form
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

eval: $(STAMP)  ## how well languages are told and entities found, on both halves; figures in docs/evaluation.md
	$(RUN) pipeline.cli evaluate language --half dev
	$(RUN) pipeline.cli evaluate language --half test
	$(RUN) pipeline.cli evaluate entities --half dev
	$(RUN) pipeline.cli evaluate entities --half test

bench: $(STAMP)  ## speed, on the embedded stack
	$(RUN) bench

bench-peers: $(PEERS)/.installed  ## the pipeline beside others, interleaved, on the embedded stack; in an environment of its own
	$(PEERS)/bin/python -m bench peers

docs: $(STAMP)  ## write again what is generated: schemas/ and docs/settings.md
	$(RUN) pipeline.generate

clean:  ## remove what the targets made here; the data of `wire up` (.wire/stack) and the downloads in the cache stay
	rm -rf $(VENV) $(PEERS) .wire/work .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(RUN) pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --require-hashes -r requirements/dev.txt
	$(RUN) pip install --quiet --no-deps --no-build-isolation --editable .
	$(VENV)/bin/python -c 'from pipeline.story.rules import load_rules; load_rules()' # compiles gazetteer and lexicon, once
	touch $(STAMP)

$(PEERS)/.installed: requirements/bench.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --require-hashes -r requirements/bench.txt
	touch $@
