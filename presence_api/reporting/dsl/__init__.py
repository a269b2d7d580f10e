"""What a report may ask: read, checked against a metamodel, and brought into one form. Pure."""
