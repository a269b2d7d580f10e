"""From a checked report to Cube's queries, and from their answers to a matrix. Pure."""
