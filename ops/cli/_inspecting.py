"""`rampart presence inspect|evict|drain`: a running instance as its operators see it."""

from typing import TYPE_CHECKING, Any

import click

from ops.cli._connection import found_settings, settings_for, stack_option
from ops.cli._json import json_option, show_json
from ops.cli._recording import on_record

if TYPE_CHECKING:
    from ops.cli._presence_client import Operator

_reason = click.option("--reason", required=True, help="Why: a ticket, or a sentence.")
_owner = click.option("--tenant", required=True, help="Whose room or user it is.")


@click.command()
@stack_option
@click.argument("room", required=False)
@click.option("--tenant", help="Rooms and connections of one tenant only; needed for ROOM.")
@click.option("--user", help="Connections of one user only.")
@click.option("--connections", is_flag=True, help="Show open connections instead of rooms.")
@json_option
def inspect(
    stack_name: str,
    room: str | None,
    tenant: str | None,
    user: str | None,
    *,
    connections: bool,
    as_json: bool,
) -> None:
    """Show an instance of presence, its rooms, who is in ROOM, or its connections.

    \b
    rampart presence inspect
    rampart presence inspect order/1 --tenant EUROPE
    rampart presence inspect --connections --user anna
    """
    if room is not None and tenant is None:
        raise click.UsageError("which tenant's room? add --tenant")
    operator = _operator(stack_name)
    asked = {key: value for key, value in (("tenant", tenant), ("user", user)) if value}
    if room is not None:
        found = operator.ask("GET", "members", tenant=tenant, room=room)
    elif connections or user:
        found = operator.ask("GET", "connections", **asked)
    else:
        found = {"instance": operator.ask("GET"), "rooms": operator.ask("GET", "rooms", **asked)}
    if as_json:
        show_json(found)
    elif isinstance(found, dict):
        click.echo(_instance_line(found["instance"]))
        for line in found["rooms"]:
            click.echo(_room_line(line))
    else:
        for line in found:
            click.echo(_connection_line(line) if "conn" in line else _member_line(line))


@click.command()
@stack_option
@click.argument("user")
@_owner
@_reason
def evict(stack_name: str, user: str, tenant: str, reason: str) -> None:
    """End all connections of USER on an instance; it is on record.

    Whoever has a token still may come back: take that away where it is issued, and first.

    \b
    rampart presence evict anna --tenant EUROPE --reason "left the company"
    """
    operator = _operator(stack_name)
    with on_record(
        settings_for(stack_name), "presence.evict", "user", f"{tenant}/{user}", reason=reason
    ):
        ended = operator.ask("DELETE", "connections", tenant=tenant, user=user)["ended"]
    click.echo(f"{ended} connections ended")


@click.command()
@stack_option
@_reason
def drain(stack_name: str, reason: str) -> None:
    """Let an instance take nobody in, and send everybody elsewhere; it is on record.

    It stays unready until it is started again.

    \b
    rampart presence drain --reason "kernel update"
    """
    operator = _operator(stack_name)
    instance = operator.ask("GET")["instance"]
    with on_record(settings_for(stack_name), "presence.drain", "instance", instance, reason=reason):
        operator.ask("POST", "drain")
    click.echo(f"{instance} is draining")


def _operator(stack_name: str) -> "Operator":
    from ops.cli._presence_client import Operator  # noqa: PLC0415 - heavy
    from presence_api.settings import Settings  # noqa: PLC0415 - heavy

    return Operator.of(found_settings(Settings, stack_name))


def _instance_line(line: dict[str, Any]) -> str:
    state = "draining" if line["draining"] else "serving"
    status = ", ".join(f"{name} {value}" for name, value in line["status"].items())
    return (
        f"instance {line['instance']}, {state}: {line['connections']} connections,"
        f" {line['rooms']} rooms, {line['locks']} locks, {line['others']} other instances; {status}"
    )


def _room_line(line: dict[str, Any]) -> str:
    said = [f"{line['members']} members", f"{line['connections']} connections here"]
    if line["lock"]:
        said.append(f"held by {line['lock']['name']}")
    if line["changing"]:
        said.append(f"{line['changing']} being changed")
    return f"{line['tenant']}  {line['room']}  {', '.join(said)}"


def _member_line(line: dict[str, Any]) -> str:
    at = "".join(f" {line[part]}" for part in ("row", "field") if line[part])
    where = f"{line['connections']} connections here" if line["connections"] else "elsewhere"
    return f"{line['user']}  {line['name']}  {line['mode']}{at and f' at{at}'}, {where}"


def _connection_line(line: dict[str, Any]) -> str:
    behind = ", does not read" if line["behind"] else ""
    rooms = " ".join(line["rooms"]) or "in no room"
    return (
        f"{line['conn']}  {line['tenant']}/{line['user']} from {line['address']}: {rooms}{behind}"
    )
