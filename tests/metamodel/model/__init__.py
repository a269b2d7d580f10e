"""Tests of `metamodel/model`."""
