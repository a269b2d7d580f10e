"""The platform watched: its own figures for Prometheus."""
