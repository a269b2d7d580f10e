"""TPC-H: the demo's data, generated without a network, and its published answers."""
