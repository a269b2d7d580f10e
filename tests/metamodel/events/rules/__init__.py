"""Tests of the rules for schemas."""
