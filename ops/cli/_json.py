"""`--json`: what a verb says, for programs."""

import json
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def show_json(value: Any) -> None:
    """Print a value to stdout: it is all that a program gets there."""
    click.echo(json.dumps(value, indent=1, ensure_ascii=False))
