"""`rampart streaming top`: Kafka on one screen."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from ops.cli._connection import settings_for, stack_option
from ops.cli._json import json_option, show_json

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

    from ops.monitoring.streaming_view import StreamingLook, StreamingView

SEEN, BLIND = 0, 3


@click.command()
@click.option("--once", is_flag=True, help="Show it once instead of again and again.")
@click.option(
    "--every", "every_s", type=float, default=2.0, show_default=True, help="Seconds between looks."
)
@json_option
@stack_option
def top(stack_name: str, every_s: float, *, once: bool, as_json: bool) -> int:
    """Show brokers, topics, groups with their lag, dead letters and the newest events, decoded.

    Exit code 3 if something could not be looked at; it is named.

    \b
    rampart streaming top
    rampart streaming top --once --json | jq .groups
    """
    from ops.monitoring.sources import sources_of  # noqa: PLC0415 - heavy
    from ops.monitoring.streaming_view import StreamingLook  # noqa: PLC0415 - heavy
    from orchestration.composition import event_codec, kafka_access  # noqa: PLC0415 - heavy

    settings = settings_for(stack_name)
    look = StreamingLook(
        sources_of(settings),
        settings.kafka_bootstrap,
        kafka_access(settings),
        event_codec(settings),
    )
    if not (once or as_json):
        _watch(look, every_s)
        return SEEN
    view = look.look()
    if as_json:
        show_json(view.as_json())
    else:
        from rich.console import Console  # noqa: PLC0415 - heavy

        Console().print(screen(view))
    return BLIND if view.blind else SEEN


def screen(view: "StreamingView") -> "Group":
    """One look as tables."""
    from rich.console import Group  # noqa: PLC0415 - heavy

    tables = [
        _table(
            "brokers",
            ("id", "address", "controller"),
            [(str(row.id), row.address, "yes" if row.controller else "") for row in view.brokers],
        ),
        _table(
            "topics",
            ("topic", "partitions", "records"),
            [(row.topic, str(row.partitions), f"{row.records:,}") for row in view.topics],
        ),
        _table(
            "groups",
            ("group", "state", "topic", "lag", "lag in s"),
            [
                (row.group, row.state, row.topic, f"{row.lag_records:,}", f"{row.lag_s:.0f}")
                for row in view.groups
            ],
        ),
        _table(
            "dead letters",
            ("of topic", "records"),
            [(name, f"{count:,}") for name, count in view.dead_letters.items() if count],
        ),
        _table(
            "newest events",
            ("at", "topic", "place", "event"),
            [(_moment(row.at_ms), row.topic, row.place, row.words) for row in view.newest],
        ),
        _table("could not be looked at", ("part", "why"), list(view.blind.items())),
    ]
    return Group(*(table for table in tables if table.row_count))


def _table(title: str, names: "tuple[str, ...]", rows: "list[tuple[str, ...]]") -> "Table":
    from rich.table import Table  # noqa: PLC0415 - heavy
    from rich.text import Text  # noqa: PLC0415 - heavy

    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for name in names[:-1]:
        table.add_column(name, no_wrap=True)
    # Only the last column gives way; its cells, not the column, forbid a second line: a table takes
    # the width that it lacks from columns that may wrap, and from all of them if none may.
    table.add_column(names[-1])
    for *cells, last in rows:
        table.add_row(*cells, Text(last, no_wrap=True, overflow="ellipsis"))
    return table


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%H:%M:%S")


def _watch(look: "StreamingLook", every_s: float) -> None:
    from rich.live import Live  # noqa: PLC0415 - heavy

    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - heavy

    clock = SystemClock()
    with Live(screen(look.look()), screen=True, auto_refresh=False) as live:
        while True:  # until interrupted
            clock.sleep(every_s)
            live.update(screen(look.look()), refresh=True)
