"""The presence service beside other servers of the same kind."""
