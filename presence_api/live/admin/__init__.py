"""What operators see of presence, and what they may do to it."""
