# `make help` lists what there is. Everything runs in .venv, made on first use.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
STAMP := $(VENV)/.installed
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm

.DEFAULT_GOAL := help
.PHONY: help book chapter watch notebooks test test-quick test-gpu test-newest test-systems test-long plain-sphinx release-check sabotage lint bench experiments mutants serve lab bundle pdf shots links clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 14

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else f"the book needs Python 3.11 or newer, and $(PYTHON) is {v.major}.{v.minor}: make PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || { echo "making $(VENV) with $(PYTHON)"; $(PYTHON) -m venv $(VENV); }
	@echo "installing the pinned requirements (a few minutes the first time)"
	@rm -rf d2lmini.egg-info  # an older one would name renderers that are gone
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.txt -e .
# pip compiles on one core, this on all; what it cannot compile is nothing that runs
	@$(BIN)/python -W ignore -m compileall -qq -j 0 -x '/tests?/' $(VENV)/lib || true
	@touch $@

book: $(STAMP)  ## build the book into _build/html
	@$(BIN)/python -m book._ext.build

pdf: $(STAMP)  ## print the book into one PDF, with Chromium (ONLY="chapters")
	@$(BIN)/python -m book._ext.build --builder singlehtml
	$(BIN)/python -m book._ext.page.pdf $(ONLY)

shots: book  ## photograph every page, wide and narrow, light and dark, into _build/shots (ONLY="letters")
	$(BIN)/python -m tools.shots --only "$(ONLY)"

links: $(STAMP)  ## ask every link to the outside for an answer (needs the network)
	@$(BIN)/python -m book._ext.build --builder linkcheck

notebooks: $(STAMP)  ## execute the notebooks whose code changed (ONLY="chapters", ALL=1: unchanged too)
	@$(BIN)/python -m book._ext.notebooks.write $(ONLY) $(if $(ALL),--all)

test: book node_modules/.package-lock.json  ## run every test, nbval over all notebooks included (ONLY=chapter)
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --nbval \
	  $(if $(ONLY),tests/book tests/browser book/notebooks -k $(ONLY),tests book/notebooks)

test-quick: book  ## run what takes under a minute, and say what that leaves out
	@echo "left out: the notebooks (nbval), the browser, and what starts a kernel, a build or a program"
	$(BIN)/pytest -n 2 --dist loadfile --hypothesis-profile=quick --ignore tests/browser -m "not slow" tests

test-gpu: $(STAMP)  ## run the notebooks on a GPU against the same outputs; fails where there is none
	D2LMINI_TEST_GPU=required $(BIN)/pytest --nbval book/notebooks tests/operations/test_device.py

test-newest:  ## run the tests with the newest releases of the requirements, in .venv-newest
	@test -x .venv-newest/bin/python || $(PYTHON) -m venv .venv-newest
	.venv-newest/bin/python -m pip install --quiet --upgrade --upgrade-strategy eager -r requirements-newest.txt -e .
	.venv-newest/bin/jupyter-book build . --quiet --path-output .venv-newest/book
	.venv-newest/bin/pytest -n 2 --dist loadfile --nbval tests book/notebooks \
	  --ignore tests/project/test_requirements.py --ignore tests/browser

test-systems: $(STAMP)  ## run one layer in JAX, Flax, Keras and ONNX Runtime too, in .venv-systems
	@test -x .venv-systems/bin/python || $(PYTHON) -m venv .venv-systems
	.venv-systems/bin/python -m pip install --quiet -r requirements-systems.txt
	$(BIN)/python -m tools.systems .venv-systems/bin/python

plain-sphinx: $(STAMP)  ## build the book with the newest plain Sphinx and theme, in .venv-sphinx
	@test -x .venv-sphinx/bin/python || $(PYTHON) -m venv .venv-sphinx
	.venv-sphinx/bin/python -m pip install --quiet --upgrade -r requirements-sphinx.txt -e .[widgets]
	@rm -rf _build/plain
	$(BIN)/python -m tools.plain_sphinx .venv-sphinx/bin/python

release-check: $(STAMP)  ## build wheel and book from a clean clone, try the wheel in an empty environment
	$(BIN)/python -m tools.release

test-long: $(STAMP)  ## try 10,000 random cases for each property of the operations
	$(BIN)/pytest -n 2 --hypothesis-profile=long tests/operations/test_operations.py tests/operations/test_matrix.py tests/operations/test_shapes.py

sabotage: book node_modules/.package-lock.json  ## draw faults, put each into a copy, count what the tests notice (SEED=, NUMBER=, RESUME=1)
	$(BIN)/python -m tools.sabotage $(if $(SEED),--seed $(SEED)) $(if $(NUMBER),--number $(NUMBER)) $(if $(RESUME),--resume)

mutants: $(STAMP)  ## change the operations' code and see the tests fail (35 minutes; ONLY="names")
	OMP_NUM_THREADS=1 $(BIN)/mutmut run $(ONLY)
	$(BIN)/mutmut results

bench: $(STAMP)  ## time the operations and the forms of a convolution, into data files (25 minutes)
	$(BIN)/python -m bench.operations
	$(BIN)/python -m bench.forms
	$(BIN)/python -m bench.transposed

experiments: $(STAMP)  ## train what is too long for a notebook, over seeds, into data files (20 minutes)
	$(BIN)/python -m experiments.segmentation
	$(BIN)/python -m experiments.checkerboards
	$(BIN)/python -m experiments.upsampling
	$(BIN)/python -m tools.pipeline

lint: $(STAMP) node_modules/.package-lock.json  ## check style and types, of Python and TypeScript
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NPM) run --silent lint
	$(NPM) run --silent types

serve: book  ## serve the built book on this machine (PORT=number; left out, a free one)
	$(BIN)/python -m http.server $(or $(PORT),0) --bind 127.0.0.1 --directory _build/html

watch: $(STAMP) node_modules/.package-lock.json  ## show the book in a browser, built again at each save (PORT=number)
	@$(BIN)/python -m tools.watch $(if $(PORT),--port $(PORT))

lab: $(STAMP)  ## open JupyterLab on copies of the notebooks, in lab/ (ARGS="options")
	@$(BIN)/python -m tools.lab $(ARGS)

chapter: $(STAMP)  ## lay down a new chapter (NAME=its-name)
	@$(BIN)/python -m tools.chapter $(NAME)

bundle: node_modules/.package-lock.json  ## bundle the figures' TypeScript
	$(NPM) run --silent types
	$(NPM) run --silent bundle

# The requirements bring Node.js and npm along: none of the system's is needed.
node_modules/.package-lock.json: package.json package-lock.json | $(STAMP)
	$(NPM) ci --silent --no-audit --no-fund

clean:  ## remove what was built; .venv and node_modules stay
	rm -rf _build build dist
