"""Tests of `orchestration/adapters`."""
