"""What instances of the service tell each other."""
