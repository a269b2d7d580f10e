"""Pre-aggregations: ask for builds, look at them, move the sensor's position."""

from datetime import datetime

import click

from ops.cli._connection import settings_for, stack_option
from ops.cli._json import json_option, show_json
from ops.cli._recording import on_record

CLEAN, FINDINGS, NOT_PROVEN = 0, 1, 3
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def preagg() -> None:
    """Pre-aggregations: ask for builds, look at them, move the sensor's position."""


@preagg.command()
@click.argument("rollup", metavar="CUBE.NAME")
@click.option("--from", "start", type=_DAY, metavar="DAY", help="First day; default: all.")
@click.option("--to", "end", type=_DAY, metavar="DAY", help="Last day, included; default: all.")
@click.option("--direct", is_flag=True, help="Build here and now instead of sending an event.")
@stack_option
def refresh(
    rollup: str, start: datetime | None, end: datetime | None, stack_name: str, *, direct: bool
) -> int:
    """Ask for a pre-aggregation to be built again where a range of days touches it.

    \b
    rampart preagg refresh orders.by_day --from 1998-01-01
    rampart preagg refresh lineitem.by_day --direct
    """
    from ops.cli._refresh import refresh_directly, send_refresh  # noqa: PLC0415 - heavy

    settings = settings_for(stack_name)
    days = (start.date() if start else None, end.date() if end else None)
    if not direct:
        click.echo(send_refresh(settings, rollup, *days))
        return CLEAN
    report = refresh_directly(settings, rollup, *days)
    for build in report.builds:
        click.echo(
            f"{build.rollup.path} ({build.version}): {len(build.built)} partitions built,"
            f" {build.rows} rows" + (", busy elsewhere" if build.busy_elsewhere else "")
        )
    report.raise_failures()
    return CLEAN


@preagg.command()
@json_option
@stack_option
def status(stack_name: str, *, as_json: bool) -> int:
    """Show every rollup of every live version; exit code 1 unless all are READY.

    \b
    rampart preagg status
    rampart preagg status --json | jq '.[].freshness'
    """
    from metamodel.model.freshness import Freshness  # noqa: PLC0415 - heavy
    from ops.cli._refresh import statuses  # noqa: PLC0415 - heavy

    rows = statuses(settings_for(stack_name))
    if as_json:
        show_json(rows)
    for row in [] if as_json else rows:
        click.echo(
            f"{row['freshness']:<9} {row['rollup']:<24} {row['servable']}/{row['partitions']}"
            f" servable, {row['dirty']} dirty, {row['building']} building, {row['rows']} rows,"
            f" epoch {row['data_epoch']}, {row['version']}"
        )
    ready = all(row["freshness"] == Freshness.READY for row in rows)
    return CLEAN if rows and ready else FINDINGS


@preagg.command()
@json_option
@stack_option
def heal(stack_name: str, *, as_json: bool) -> int:
    """Compare the ledger with the tables that are really there; what is gone is built again.

    \b
    rampart preagg heal
    """
    from orchestration.composition import compose  # noqa: PLC0415 - heavy
    from orchestration.flows.find_rollups import find_rollups  # noqa: PLC0415 - heavy
    from orchestration.flows.heal_ledger import heal_ledger  # noqa: PLC0415 - heavy

    platform = compose(settings_for(stack_name))
    catalogue = find_rollups(platform.publications)
    report = heal_ledger(catalogue, platform.build.ledger, platform.build.tables)
    if as_json:
        gone = [
            {"table": state.built_table, "partition": state.key.partition} for state in report.gone
        ]
        show_json({"looked_at": report.looked_at, "gone": gone})
        return FINDINGS if report.gone else CLEAN
    for state in report.gone:
        click.echo(f"gone: {state.built_table} ({state.key.partition})")
    click.echo(f"{report.looked_at} tables looked at, {len(report.gone)} gone")
    return FINDINGS if report.gone else CLEAN


@preagg.command()
@click.option(
    "--to",
    required=True,
    metavar="TIME|OFFSETS",
    help="`earliest`, `latest`, a time with a zone, or offsets such as `0:10,1:5`; others stay.",
)
@stack_option
def rewind(to: str, stack_name: str) -> None:
    """Set the sensor to another position: events from there on are taken in again.

    The sensor is stopped, its evaluation awaited, the position set under a new epoch, and started.

    \b
    rampart preagg rewind --to 2026-01-31T12:00Z
    rampart preagg rewind --to 0:120,1:98,2:0
    """
    from ops.cli._refresh import rewind_sensor  # noqa: PLC0415 - heavy
    from orchestration.ports.sensor_control import EVENT_SENSOR  # noqa: PLC0415 - heavy

    settings = settings_for(stack_name)
    with on_record(settings, "preagg.rewind", "sensor", EVENT_SENSOR, reason=f"to {to}"):
        cursor = rewind_sensor(settings, to)
    click.echo(f"epoch {cursor.epoch} begins at {dict(cursor.next)}")


@preagg.command()
@click.option("--accept-loss", is_flag=True, required=True, help="Say that you know of the loss.")
@stack_option
def resume(stack_name: str, *, accept_loss: bool) -> None:
    """Accept that offsets were lost; what they could name was built again already.

    \b
    rampart preagg resume --accept-loss
    """
    from orchestration.composition import compose  # noqa: PLC0415 - heavy

    del accept_loss  # required: it is the operator's word
    settings = settings_for(stack_name)
    platform = compose(settings)
    with on_record(settings, "preagg.resume", "topic", platform.topic, reason="loss accepted"):
        count = platform.build.ledger.accept_losses(platform.topic)
    click.echo(f"{count} losses accepted" if count else "there was no open loss")
