"""What the platform keeps when parts of it are killed, cut off, or lose their data."""
