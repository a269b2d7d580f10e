"""Two versions of a document: what changed, for whom, and which version number that asks for."""
