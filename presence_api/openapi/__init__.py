"""The HTTP API as an OpenAPI 3.1 document: made from the routes, and from what they promise."""
