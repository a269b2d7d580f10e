"""Tests of `metamodel/kernel`."""
