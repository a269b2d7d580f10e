"""The ports on Postgres and Kafka."""
