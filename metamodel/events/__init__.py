"""What travels over Kafka: one file a topic, and the codec between payloads and bytes."""
