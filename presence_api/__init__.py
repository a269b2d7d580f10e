"""The Litestar service for browsers. Nothing lives here yet; see CHANGELOG, Unreleased."""
