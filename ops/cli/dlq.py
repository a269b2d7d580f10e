"""Dead letters: look at what no reader could handle, send it again, or give it up."""

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ops.cli._connection import settings_for, stack_option
from ops.cli._dead_letters import count_row, row, selection_of, selection_options, whole
from ops.cli._json import json_option, show_json
from ops.cli._recording import actor_of, on_record

if TYPE_CHECKING:
    from orchestration.flows.replay_dead_letters import Decision, ReplayTools
    from orchestration.settings import Settings

CLEAN, FINDINGS = 0, 1
WIDTH = 60

reason_option = click.option("--reason", required=True, help="Why: a ticket, or a sentence.")
all_option = click.option("--all", "everything", is_flag=True, help="Select without any word.")


@click.group()
def dlq() -> None:
    """Dead letters: look at what no reader could handle, send it again, or give it up."""


@dlq.command("list")
@selection_options
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="A topic.")
@json_option
@stack_option
def list_letters(stack_name: str, most: int, *, as_json: bool, **words: Any) -> None:
    """Show letters, the oldest first, with where they came from and why they are here.

    \b
    rampart dlq list
    rampart dlq list --fault EVT-101 --since 2026-01-31T12:00Z
    """
    from orchestration.flows.dead_letters import find_letters  # noqa: PLC0415 - heavy

    selection = selection_of(**words)
    rows = [row(item) for item in find_letters(_tools(stack_name).boxes, selection, most)]
    if as_json:
        show_json(rows)
        return
    for item in rows:
        again = f", sent again {item['replays']}x" if item["replays"] else ""
        click.echo(f"{item['place']}  {item['buried_at'][:19]}Z  {item['standing']}{again}")
        click.echo(f"    from {item['from']}, key {item['key']}")
        click.echo(f"    {item['fault']} {item['message']}"[: WIDTH * 2])
    if not rows:
        click.echo(f"no letters: {selection}")


@dlq.command()
@click.argument("place", metavar="PLACE")
@stack_option
def show(place: str, stack_name: str) -> int:
    """Show one letter whole, as JSON: its headers, its event as today's code reads it.

    Exit code 1 if today's code does not read it.

    \b
    rampart dlq show core.reporting.preagg.refresh.v1.dlq/0/17
    """
    from orchestration.flows.dead_letters import find_letters  # noqa: PLC0415 - heavy

    tools = _tools(stack_name)
    (letter,) = find_letters(tools.boxes, selection_of(places=(place,)))
    found = whole(letter, tools)
    show_json(found)
    return FINDINGS if found["unreadable"] else CLEAN


@dlq.command()
@selection_options
@all_option
@click.option("--dry-run", is_flag=True, help="Send nothing; say what would be sent.")
@click.option("--rate", "rate_per_s", type=float, default=50.0, show_default=True, help="A second.")
@click.option(
    "--undecodable", "undecodable_too", is_flag=True, help="Also what today's code does not read."
)
@reason_option
@stack_option
def replay(
    stack_name: str,
    rate_per_s: float,
    reason: str,
    *,
    everything: bool,
    dry_run: bool,
    undecodable_too: bool,
    **words: Any,
) -> int:
    """Send letters again, to the group that failed and nobody else; each at most three times.

    Exit code 1 if letters were kept back; they are counted, and wait.

    \b
    rampart dlq replay --fault EVT-101 --reason "rollup published" --dry-run
    rampart dlq replay --fault EVT-101 --reason "rollup published"
    """
    from orchestration.flows.replay_dead_letters import replay_dead_letters  # noqa: PLC0415

    selection = selection_of(**words)
    _require_words(selection.narrow, everything=everything)
    settings, tools = settings_for(stack_name), _tools(stack_name)
    send = partial(
        replay_dead_letters,
        selection,
        _decision(settings, reason),
        tools,
        rate_per_s=rate_per_s,
        undecodable_too=undecodable_too,
    )
    if dry_run:
        report = send(dry_run=True)
        click.echo(f"would be: {report}")
    else:
        what = ("dlq.replay", "dead_letters", str(selection))
        with on_record(settings, *what, reason=reason) as came_of_it:
            report = send()
            came_of_it.append(str(report))
        click.echo(str(report))
    for why, example in report.examples.items():
        click.echo(f"  {why.value}: first {example}")
    return FINDINGS if report.kept_back else CLEAN


@dlq.command()
@selection_options
@all_option
@reason_option
@stack_option
def discard(stack_name: str, reason: str, *, everything: bool, **words: Any) -> None:
    """Give letters up: they wait no more, and go when their topic's retention is over.

    \b
    rampart dlq discard --key orders --until 2026-01-31T12:00Z --reason "test data"
    """
    from orchestration.flows.replay_dead_letters import discard_dead_letters  # noqa: PLC0415

    selection = selection_of(**words)
    _require_words(selection.narrow, everything=everything)
    settings, tools = settings_for(stack_name), _tools(stack_name)
    what = ("dlq.discard", "dead_letters", str(selection))
    with on_record(settings, *what, reason=reason) as came_of_it:
        count = discard_dead_letters(selection, _decision(settings, reason), tools)
        came_of_it.append(f"{count} discarded")
    click.echo(f"{count} discarded")


@dlq.command()
@json_option
@stack_option
def stats(stack_name: str, *, as_json: bool) -> int:
    """Count letters by topic and fault; exit code 1 if any wait.

    \b
    rampart dlq stats
    """
    from orchestration.flows.dead_letters import count_letters  # noqa: PLC0415 - heavy

    rows = [count_row(item) for item in count_letters(_tools(stack_name).boxes, selection_of())]
    if as_json:
        show_json(rows)
    for item in [] if as_json else rows:
        since = f", since {item['oldest_waiting_at']}" if item["oldest_waiting_at"] else ""
        click.echo(
            f"{item['topic']}  {item['fault']}: {item['waiting']} waiting{since},"
            f" {item['replayed']} replayed, {item['discarded']} discarded"
        )
    if not (rows or as_json):
        click.echo("no letters")
    return FINDINGS if any(item["waiting"] for item in rows) else CLEAN


def _tools(stack_name: str) -> "ReplayTools":
    from orchestration.composition import replay_tools  # noqa: PLC0415 - heavy

    return replay_tools(settings_for(stack_name))


def _decision(settings: "Settings", reason: str) -> "Decision":
    from orchestration.flows.replay_dead_letters import Decision  # noqa: PLC0415 - heavy

    return Decision(actor_of(settings), reason)


def _require_words(narrow: bool, *, everything: bool) -> None:
    if not narrow and not everything:
        raise click.UsageError("Say which letters, or `--all`.")
