"""The metamodel itself: frozen models of entities and what is said about them."""
