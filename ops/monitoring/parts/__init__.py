"""A file a part of the scrape."""
