"""Tests of `metamodel/modelgen`."""
