"""Kafka as it is declared: plan, apply and watch what differs, export it for others' tools."""

import click

from ops.cli._streaming_export import export
from ops.cli._streaming_plan import apply, drift, plan


@click.group()
def streaming() -> None:
    """Kafka as it is declared: plan, apply and watch what differs, export it for others' tools."""


for verb in (plan, apply, drift, export):
    streaming.add_command(verb)
