"""Runs as processes forked from one that has imported everything already."""
