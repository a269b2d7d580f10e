"""What of an entity one caller may see and change, from the metamodel and its policies."""
