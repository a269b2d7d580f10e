"""Rules for the schemas of events: one fault a file, found by walking this folder."""
