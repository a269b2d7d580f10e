"""Words every other package is built from: errors, registry, clock, ids, canonical form."""
