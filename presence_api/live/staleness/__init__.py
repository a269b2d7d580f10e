"""What is being changed, and what has changed: told to whoever looks at it."""
