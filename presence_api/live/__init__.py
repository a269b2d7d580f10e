"""Presence: who is here, who holds it, what is going stale."""
