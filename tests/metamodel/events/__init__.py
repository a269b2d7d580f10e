"""Tests of `metamodel/events`."""
