"""Runs the platform: command line, stack, migrations. May import everything; nothing imports it."""
