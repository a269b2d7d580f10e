"""The Dagster code location: builds, publishes and audits, each an asset with its evidence."""
