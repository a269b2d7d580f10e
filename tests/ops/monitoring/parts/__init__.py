"""The parts of a scrape."""
