"""What a metamodel may not say: one rule a file, all findings in one pass."""
