"""The Litestar service for browsers; for now its outbox and the relay that empties it."""
