"""How rows change: one transaction for the row and for everything that follows from it."""
