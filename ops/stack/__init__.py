"""Runs the platform on one machine: a component a file, named stacks, one state file each."""
