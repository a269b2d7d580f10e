"""Kafka as it is declared: plan, apply, watch, export; schemas of its events; their readers."""

import click

from ops.cli._consuming import consume
from ops.cli._rewind import rewind
from ops.cli._rotating import rotate
from ops.cli._schema import schema
from ops.cli._streaming_export import export
from ops.cli._streaming_plan import apply, drift, plan
from ops.cli._top import top


@click.group()
def streaming() -> None:
    """Kafka as it is declared: plan, apply, watch, export; schemas of its events; their readers."""


for verb in (plan, apply, drift, export, top, schema, rotate, rewind, consume):
    streaming.add_command(verb)
