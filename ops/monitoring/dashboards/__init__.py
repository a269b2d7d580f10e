"""A file a dashboard; `python -m ops.dev.generate` writes them to `ops/monitoring/grafana`."""
