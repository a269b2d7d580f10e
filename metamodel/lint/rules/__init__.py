"""The rules; a new file with one documented class is a new rule."""
