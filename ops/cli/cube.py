"""Ask Cube what it must be able to answer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ops.cli._connection import settings_for, stack_option
from ops.cli._json import json_option, show_json
from ops.cli._query import QueryText
from ops.cli._source import document_of, file_argument, source_of

CLEAN, FINDINGS, NOT_PROVEN = 0, 1, 3


@click.group()
def cube() -> None:
    """Ask Cube what it must be able to answer."""


@cube.command()
@file_argument
@click.option("--offline", is_flag=True, help="Cube's compiler and DuckDB instead of a server.")
@stack_option
@json_option
def smoke(file: Path | None, stack_name: str, *, offline: bool, as_json: bool) -> int:
    """Compare a model's answers with published ones, and rollups with their source.

    Beside FILE may lie `<name>.smoke.json`: queries whose answers are known. Each is asked for all
    rows, and on a server for each tenant too, against plain SQL. Exit code 3 if nothing is wrong,
    but some questions nobody answered.

    \b
    rampart cube smoke
    rampart cube smoke --offline
    """
    from ops.tpch.smoke import smoke_offline, smoke_server  # noqa: PLC0415 - heavy

    document = document_of(file)
    outcomes, engine = (
        smoke_offline(document) if offline else smoke_server(document, settings_for(stack_name))
    )
    wrong = sum(item.proven and not item.passed for item in outcomes)
    unknown = sum(not item.proven for item in outcomes)
    if as_json:
        fields = ("name", "passed", "proven", "words")
        rows = [{name: getattr(item, name) for name in fields} for item in outcomes]
        show_json({"engine": engine, "outcomes": rows})
    else:
        for item in outcomes:
            word = "ok  " if item.passed else "FAIL" if item.proven else "?   "
            click.echo(f"{word} {item.name} {item.words}".rstrip())
        held = f"{len(outcomes) - wrong - unknown} of {len(outcomes)} hold"
        not_proven = f", {unknown} not proven" if unknown else ""
        click.echo(f"{held}{not_proven} (Cube {engine} planner)")
    return FINDINGS if wrong else NOT_PROVEN if unknown else CLEAN


@cube.command()
@click.argument("query", type=QueryText())
@click.option("--model", "name", metavar="NAME", help="Default: the configured document's.")
@click.option("--tenant", metavar="ID", help="Ask as this tenant's analyst; default: as an admin.")
@click.option("--source", is_flag=True, help="Ask the tables, not the pre-aggregations.")
@stack_option
@json_option
def load(
    query: Mapping[str, Any],
    name: str | None,
    tenant: str | None,
    stack_name: str,
    *,
    source: bool,
    as_json: bool,
) -> None:
    """Ask the version that serves a question in Cube's words; `-` reads it from stdin.

    \b
    rampart cube load '{"measures": ["orders.count"], "dimensions": ["orders.orderstatus"]}'
    rampart cube load --tenant EUROPE --json - < question.json
    """
    from ops.cli._load import answer_to, show_answer  # noqa: PLC0415 - heavy
    from orchestration.composition import compose  # noqa: PLC0415 - heavy

    asked = name or source_of(None).name
    platform = compose(settings_for(stack_name))
    version, found = answer_to(platform, query, asked, tenant, source=source)
    show_answer(version, found, as_json=as_json)
