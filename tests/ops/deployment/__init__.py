"""Deployments with containers: what is generated is read back, and judged."""
