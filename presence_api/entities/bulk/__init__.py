"""Many rows changed by one request: planned first, then done as a job, chunk by chunk."""
