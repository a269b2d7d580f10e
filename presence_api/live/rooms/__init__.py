"""Rooms and who is in them: pure state that writes finished frames to its peers."""
