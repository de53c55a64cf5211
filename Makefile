# `make lab` opens the course, `make test` runs its tests, `make help` lists the rest.
# Both need Python and make; the first call installs everything else into .venv.

PYTHON ?= python3
VENV ?= .venv
NOTEBOOKS ?= notebooks/*.ipynb
ARGS ?=

python := "$(VENV)/bin/python"
pip_install := $(python) -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: help lab check test lint notebooks bench analyze frameworks grading clean environment

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s%s\n", $$1, $$2 }' Makefile

lab: environment ## open your workbook in JupyterLab (ARGS="--help" lists the options)
	$(python) -m tinydata.course start $(ARGS)

check: lint ## half a minute of the tests: lint, the library and its doctests, two lessons
	$(python) -m pytest -n 2 --dist loadfile $(ARGS) tinydata notebooks/0[24]_*.ipynb \
	    $(filter-out tests/test_make.py, $(wildcard tests/test_*.py))

test: lint ## lint, then run every test: library, doctests, course, notebooks
	$(python) -m pytest -n 2 --dist loadfile $(ARGS)

lint: environment ## check style and format, notebooks included, and types
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy

notebooks: environment ## run the notebooks and store their outputs (NOTEBOOKS=notebooks/03_*.ipynb)
	$(python) -m ruff format $(NOTEBOOKS)
	$(python) -m nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False $(NOTEBOOKS)
	$(python) -m nbconvert --coalesce-streams --inplace $(NOTEBOOKS)
	$(python) -m nbstripout --keep-output --keep-count --keep-id \
	    --extra-keys "metadata.language_info cell.metadata.execution" $(NOTEBOOKS)

bench: environment ## measure the library against its speed goals
	$(python) tests/benchmarks/run.py $(ARGS)

analyze: environment ## profile a loader on the digits (ARGS="--help" lists the options)
	$(python) -m tinydata.analyze_dataloader_performance $(ARGS)

frameworks: environment ## install PyTorch, several gigabytes, and run the tests that compare with it
	$(pip_install) -e '.[test,torch]'
	$(python) -c 'import torch, torchvision'  # without them the tests would be skipped
	$(python) -m pytest tests/test_torch.py tests/course/test_in_pytorch.py $(ARGS)

grading: environment ## check the graded edition of the exercises with nbgrader
	$(pip_install) -e '.[test,grading]'
	$(python) -m pytest -m grading -n 2 tests/grading $(ARGS)

clean: ## remove .venv, if make has made it, and all caches
	$(PYTHON) make_environment.py --remove "$(VENV)"
	rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} + -o -name .ipynb_checkpoints -prune -exec rm -rf {} +

environment:
	@$(PYTHON) make_environment.py "$(VENV)"
