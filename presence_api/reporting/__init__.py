"""Reports: questions in the metamodel's words, and what Cube is asked for them."""
