"""What stands between many browsers and one Cube."""
