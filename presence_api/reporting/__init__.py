"""Reports: questions in the metamodel's words, what Cube is asked for them, and what guards it."""
