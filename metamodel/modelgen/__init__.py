"""From a metamodel to what Cube reads: plan, render, hash. Pure: text in, text out."""
