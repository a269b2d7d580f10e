"""Presence that is flooded, killed and cut off: counts, not times."""
