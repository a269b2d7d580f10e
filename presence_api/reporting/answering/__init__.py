"""One report from its request to its answer."""
