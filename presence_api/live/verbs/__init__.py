"""What a client may say, a file a verb."""
