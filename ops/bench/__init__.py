"""Measured here, never asserted in tests: ratios against a peer in the same run, CPU first."""
