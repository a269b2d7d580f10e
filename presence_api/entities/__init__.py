"""Instances of entities: reading, changing, and telling others of the change."""
