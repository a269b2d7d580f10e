"""The topics of the platform: their schemas."""

import click

from ops.cli._schema import schema


@click.group()
def streaming() -> None:
    """The topics of the platform: their schemas."""


streaming.add_command(schema)
