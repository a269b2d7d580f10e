"""What Kafka shall look like: one declaration beside the events, and what follows from both."""
