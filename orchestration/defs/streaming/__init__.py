"""Kafka itself as an asset: what is on the cluster beside what is declared."""
