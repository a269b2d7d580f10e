"""The wanted state in the words of other tools, a file a tool; pure."""
