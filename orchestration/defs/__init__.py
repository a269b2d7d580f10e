"""Dagster's words only: assets, checks, sensors, jobs. The work is in `flows`."""
