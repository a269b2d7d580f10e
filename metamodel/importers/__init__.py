"""From what a database or a dbt project says of itself to the draft of a metamodel.

The only package of `metamodel` that opens anything.
"""
