# What people type. Everything it calls also works alone.
PYTHON ?= python3
RAMPART = .venv/bin/rampart
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL = help
.PHONY: help setup demo up down test test-faults check bench bench-presence clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## Install everything into this folder; quick when nothing changed
	@$(PYTHON) ops/dev/setup.py

demo: setup ## Run the whole platform once, with proof, and clean up
	@$(RAMPART) demo

up: setup ## Start the stack `main`, tell the short story on it, leave it running
	@$(RAMPART) demo --keep

down: ## End the stack `main`; its data stays
	@$(RAMPART) stack down

test: ## Run every check and every test, with coverage
	@$(PYTHON) ops/dev/setup.py schema-registry
	@.venv/bin/python -m ops.dev.test

test-faults: ## Kill, cut off and flood what runs, and count what is lost
	@$(PYTHON) ops/dev/setup.py schema-registry
	@.venv/bin/python -m ops.dev.test faults

check: setup ## Formatting, types, layers, generated pages, architecture
	@.venv/bin/python -m ops.dev.check

bench: setup ## Measure: each figure beside its peer
	@.venv/bin/python -m ops.bench.run

bench-presence: setup ## Measure the presence service beside other servers
	@.venv/bin/python -m ops.bench.presence.run

clean: ## End the stack `main` and remove everything that was made here
	-@$(RAMPART) stack down --forget
	rm -rf .rampart .venv .uv ops/streaming/kafka/jars ops/streaming/registry/server presence_api/web/dist
	rm -rf cube_models/server/node_modules presence_api/web/node_modules tests/specs/node_modules
