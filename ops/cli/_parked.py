"""`rampart presence outbox`: rows that a broker refuses for what they are."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import click

from ops.cli._connection import found_settings, settings_for, stack_option
from ops.cli._json import json_option, show_json
from ops.cli._recording import on_record

if TYPE_CHECKING:
    from presence_api.ports.parked_rows import ParkedRow, ParkedRows

CLEAN, FINDINGS = 0, 1
_rows = click.argument("rows", metavar="ROW...", type=int, nargs=-1, required=True)
_reason = click.option("--reason", required=True, help="Why: a ticket, or a sentence.")


@click.group()
def outbox() -> None:
    """Rows of the outbox that wait for a decision: the broker refuses them for what they are."""


@outbox.command("list")
@json_option
@stack_option
def list_rows(stack_name: str, *, as_json: bool) -> int:
    """Show parked rows, and how many of their key wait behind them; exit code 1 if there are any.

    \b
    rampart presence outbox list
    """
    found = _parked_rows(stack_name).parked()
    if as_json:
        show_json([_shown(row) for row in found])
    for row in () if as_json else found:
        click.echo(
            f"{row.seq}  {row.topic}, key {row.key}, {row.value_bytes} bytes,"
            f" since {row.parked_at.isoformat(timespec='seconds')}, {row.behind} behind it:"
            f" {row.reason}"
        )
    if not (found or as_json):
        click.echo("no row is parked")
    return FINDINGS if found else CLEAN


@outbox.command()
@_rows
@_reason
@stack_option
def release(rows: tuple[int, ...], reason: str, stack_name: str) -> int:
    """Let the relay try rows again, once what the broker minded is mended.

    \b
    rampart presence outbox release 4711 --reason "the topic takes 2 MiB now"
    """
    with on_record(settings_for(stack_name), "outbox.release", *_named(rows), reason=reason):
        done = _parked_rows(stack_name).release(rows)
    return _tell("released", rows, done)


@outbox.command()
@_rows
@_reason
@stack_option
def discard(rows: tuple[int, ...], reason: str, stack_name: str) -> int:
    """Give events up for good, and let go what waits behind them.

    \b
    rampart presence outbox discard 4711 --reason "told by hand"
    """
    with on_record(settings_for(stack_name), "outbox.discard", *_named(rows), reason=reason):
        done = _parked_rows(stack_name).discard(rows)
    return _tell("discarded", rows, done)


def _parked_rows(stack_name: str) -> "ParkedRows":
    from presence_api.adapters.parked_rows_postgres import PostgresParkedRows  # noqa: PLC0415
    from presence_api.settings import Settings  # noqa: PLC0415 - heavy

    settings = found_settings(Settings, stack_name)
    return PostgresParkedRows(
        settings.database_url.get_secret_value(), settings.outbox_query_timeout_s
    )


def _named(rows: Collection[int]) -> tuple[str, str]:
    return "outbox_row", ",".join(map(str, rows))


def _tell(word: str, asked: Collection[int], done: Collection[int]) -> int:
    for row in asked:
        click.echo(f"{row} {word}" if row in done else f"{row} was not parked")
    return CLEAN if set(asked) == set(done) else FINDINGS


def _shown(row: "ParkedRow") -> dict[str, object]:
    return {
        "row": row.seq,
        "topic": row.topic,
        "key": row.key,
        "bytes": row.value_bytes,
        "parked_at": row.parked_at.isoformat(),
        "reason": row.reason,
        "behind": row.behind,
    }
