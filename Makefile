# What people type. Everything it calls also works alone.
PYTHON ?= python3
RAMPART = .venv/bin/rampart

.DEFAULT_GOAL = help
.PHONY: help setup demo up down test check bench clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: ## Install everything into this folder; quick when nothing changed
	@$(PYTHON) ops/dev/setup.py

demo: setup ## Run the whole platform once, with proof, and clean up
	@$(RAMPART) demo

up: setup ## Start the stack `main` and leave it running
	@$(RAMPART) stack up

down: ## End the stack `main`; its data stays
	@$(RAMPART) stack down

test: setup ## Run the tests, with coverage
	@.venv/bin/python -m pytest --cov

check: setup ## Formatting, types, layers, tests of the architecture
	@.venv/bin/ruff format --check
	@.venv/bin/ruff check
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: setup ## Measure
	@$(RAMPART) bench

clean: ## End the stack `main` and forget its data; installed packages stay
	@$(RAMPART) stack down --forget
