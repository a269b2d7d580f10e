"""Brokers, consumers and relays that die, and what is counted afterwards."""
