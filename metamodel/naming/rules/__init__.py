"""One file a rule; the first three letters of a code say which area it belongs to."""
