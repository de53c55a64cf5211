# `make lab` opens the course, `make test` runs its tests, `make help` lists the rest.
# Both need Python and make; the first call installs everything else into .venv.

PYTHON ?= python3
VENV ?= .venv
NOTEBOOKS ?= notebooks/*.ipynb
ARGS ?=

python := $(VENV)/bin/python
stamp := $(VENV)/.installed
pip_install := $(python) -m pip install --quiet --disable-pip-version-check -c constraints.txt

# The last step of the installation writes the folder's name into the stamp. An environment without
# a stamp, copied from elsewhere, or whose Python has gone, is made anew.
intact := $(shell test "$$(cat $(stamp) 2>/dev/null)" = "$$(pwd -P)" && $(python) -c 'print("yes")' 2>/dev/null)

.PHONY: help lab test lint notebooks bench analyze grading clean $(if $(intact),,$(stamp))

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s%s\n", $$1, $$2 }' Makefile

lab: $(stamp) ## open the course in JupyterLab
	$(python) -m jupyterlab $(if $(filter 0,$(shell id -u)),--allow-root) --notebook-dir=. $(ARGS) notebooks/00_start_here.ipynb

test: lint ## lint, then run every test: library, doctests, course, notebooks
	$(python) -m pytest -n 2 --dist loadfile $(ARGS)

lint: $(stamp) ## check style and format, notebooks included
	$(python) -m ruff check .
	$(python) -m ruff format --check .

notebooks: $(stamp) ## run the notebooks and store their outputs (NOTEBOOKS=notebooks/03_*.ipynb)
	$(python) -m ruff format $(NOTEBOOKS)
	$(python) -m nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False $(NOTEBOOKS)
	$(python) -m nbconvert --coalesce-streams --inplace $(NOTEBOOKS)
	$(python) -m nbstripout --keep-output --keep-count --keep-id \
	    --extra-keys "metadata.language_info cell.metadata.execution" $(NOTEBOOKS)

bench: $(stamp) ## measure the library against its speed goals
	$(python) tests/benchmarks/run.py $(ARGS)

analyze: $(stamp) ## profile a loader on the digits (ARGS="--help" lists the options)
	$(python) -m tinydata.analyze_dataloader_performance $(ARGS)

grading: $(stamp) ## check the graded edition of the exercises with nbgrader
	$(pip_install) -e '.[test,grading]'
	$(python) -m pytest -m grading tests/grading $(ARGS)

clean: ## remove .venv and all caches
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} + -o -name .ipynb_checkpoints -prune -exec rm -rf {} +

$(stamp): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("tinydata needs Python 3.11 or newer, and \
	$(PYTHON) is %d.%d. Name another: make lab PYTHON=python3.12" % sys.version_info[:2])'
	@echo "Installing into $(VENV), once: a minute or two"
	$(if $(intact),,$(PYTHON) -m venv --clear $(VENV))
	@rm -f $@
	$(pip_install) -e '.[test]'
	@pwd -P > $@
