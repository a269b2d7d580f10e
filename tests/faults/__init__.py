"""What is kept when parts of the platform are killed, cut off, flooded, or lose their data."""
