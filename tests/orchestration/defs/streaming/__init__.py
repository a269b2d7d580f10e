"""Tests of `orchestration/defs/streaming`."""
