"""The metamodel becomes a Cube schema, and the schema becomes what serves."""
