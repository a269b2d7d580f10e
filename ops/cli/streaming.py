"""Kafka as it is declared: plan, apply, watch, export; and the schemas of its events."""

import click

from ops.cli._schema import schema
from ops.cli._streaming_export import export
from ops.cli._streaming_plan import apply, drift, plan


@click.group()
def streaming() -> None:
    """Kafka as it is declared: plan, apply, watch, export; and the schemas of its events."""


for verb in (plan, apply, drift, export, schema):
    streaming.add_command(verb)
