"""What the `type` of a problem leads to: a page that says what it means, and what helps."""
