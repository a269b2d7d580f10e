"""How things are called: one dictionary, names derived from the metamodel, one rule a file."""
