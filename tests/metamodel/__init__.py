"""Tests of `metamodel`."""
