"""Serve the platform's figures for Prometheus."""

import click

from ops.cli._connection import settings_for, stack_option


@click.group()
def metrics() -> None:
    """Serve the platform's figures for Prometheus."""


@metrics.command()
@stack_option
@click.option(
    "--port", type=int, default=29108, show_default=True, help="Port on RAMPART_WORKER_HOST."
)
def serve(stack_name: str, port: int) -> None:
    """Serve `/metrics` until interrupted: builds, lag, dead letters, drift, certificates, probes.

    \b
    rampart metrics serve --port 29108
    curl 127.0.0.1:29108/metrics
    """
    from ops.monitoring.exporter import serve_metrics  # noqa: PLC0415 - heavy

    serve_metrics(settings_for(stack_name), port)
