"""A question to Cube as somebody may ask it, and its answer for people or programs."""

from collections.abc import Mapping
from typing import Any

import click

from ops.cli._json import show_json
from orchestration.flows.platform import Platform
from orchestration.ports.cube import Answer, Caller
from orchestration.ports.publications import NothingPublished

_WIDEST = 40
"""Characters of a column; longer values are cut, with `…`."""


def answer_to(
    platform: Platform, query: Mapping[str, Any], name: str, tenant: str | None, *, source: bool
) -> tuple[str, Answer]:
    """The version of the model that serves, and what it answers; without a tenant as an admin.

    Raises NothingPublished and what Cube refuses.
    """
    current = platform.publications.current(name)
    if current is None:
        raise NothingPublished(name)
    groups = ("admin",) if tenant is None else ("analyst",)
    caller = Caller(current.version, groups=groups, tenant_id=tenant, source=source)
    return current.version, platform.build.cube.load(query, caller)


def show_answer(version: str, found: Answer, *, as_json: bool) -> None:
    """Print the rows, and on stderr where they came from."""
    origin = ", ".join(sorted(found.used_rollups)) or "the tables themselves"
    if as_json:
        rollups = sorted(found.used_rollups)
        show_json(
            {"version": version, "rollups": rollups, "rows": [dict(row) for row in found.rows]}
        )
        return
    for line in _table([dict(row) for row in found.rows]):
        click.echo(line)
    click.echo(f"{len(found.rows)} rows from {origin}, {version}", err=True)


def _table(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return []
    names = list(rows[0])
    lines = [names, *([_words(row.get(name)) for name in names] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]


def _words(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
