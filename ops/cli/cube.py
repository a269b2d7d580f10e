"""Ask Cube what it must be able to answer."""

from pathlib import Path

import click

from ops.cli._connection import settings_for, stack_option
from ops.cli._source import document_of, file_argument

CLEAN, FINDINGS = 0, 1


@click.group()
def cube() -> None:
    """Ask Cube what it must be able to answer."""


@cube.command()
@file_argument
@click.option("--offline", is_flag=True, help="Cube's compiler and DuckDB instead of a server.")
@stack_option
def smoke(file: Path | None, stack_name: str, *, offline: bool) -> int:
    """Compare a model's answers with published ones, and rollups with their source.

    Beside FILE may lie `<name>.smoke.json`: queries whose answers are known. Each is asked for all
    rows, and on a server for each tenant too, against plain SQL.

    \b
    rampart cube smoke
    rampart cube smoke --offline
    """
    from ops.tpch.smoke import smoke_offline, smoke_server  # noqa: PLC0415 - heavy

    document = document_of(file)
    outcomes, engine = (
        smoke_offline(document) if offline else smoke_server(document, settings_for(stack_name))
    )
    for item in outcomes:
        click.echo(f"{'ok  ' if item.passed else 'FAIL'} {item.name} {item.words}".rstrip())
    wrong = sum(not item.passed for item in outcomes)
    click.echo(f"{len(outcomes) - wrong} of {len(outcomes)} hold (Cube {engine} planner)")
    return FINDINGS if wrong else CLEAN
