"""Alembic: one history for the platform's own tables. Each table names its one writer."""
