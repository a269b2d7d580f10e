"""Tests of `metamodel.streaming`."""
