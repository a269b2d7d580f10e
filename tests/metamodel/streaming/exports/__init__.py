"""Tests of `metamodel.streaming.exports`."""
