"""Refresh events become built pre-aggregations."""
