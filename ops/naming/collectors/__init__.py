"""One file a source of names, found by walking."""
