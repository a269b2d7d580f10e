"""Run the service for browsers."""

import click

from ops.cli._connection import found_settings, stack_option
from ops.cli._inspecting import drain, evict, inspect
from ops.cli._parked import outbox


@click.group()
def presence() -> None:
    """Run the service for browsers."""


@presence.command()
@stack_option
@click.option(
    "--role",
    "roles",
    type=click.Choice(["all", "live", "api", "worker"]),
    multiple=True,
    default=("all",),
    show_default=True,
    help="`live` serves WebSockets, `api` entities, `worker` the rest; repeatable.",
)
@click.option("--port", type=int, help="Port to listen on; default: RAMPART_PRESENCE_PORT.")
def serve(stack_name: str, roles: tuple[str, ...], port: int | None) -> None:
    """Serve until interrupted: SIGTERM lets everybody go elsewhere and ends, within 5 s.

    \b
    rampart presence serve --role live --role api --port 28000
    curl 127.0.0.1:28000/health/ready
    """
    from presence_api.app import create_service  # noqa: PLC0415 - heavy
    from presence_api.logs import write_logs  # noqa: PLC0415 - heavy
    from presence_api.serving import serve as serve_until_told  # noqa: PLC0415 - heavy
    from presence_api.settings import Settings  # noqa: PLC0415 - heavy

    chosen = {"presence_role": ",".join(roles)} | ({} if port is None else {"presence_port": port})
    settings = found_settings(Settings, stack_name, **chosen)
    write_logs(settings.presence_log_level, as_json=settings.presence_log_json)
    serve_until_told(create_service(settings), settings)


_user = click.option("--user", default="operator", show_default=True, help="Subject of the token.")
_tenant = click.option("--tenant", required=True, help="Tenant of the token.")


@presence.command()
@stack_option
@_user
@_tenant
@click.option("--name", default="", help="What people call them; default: the user.")
@click.option("--group", "groups", multiple=True, help="A group they are in; may be repeated.")
def token(stack_name: str, user: str, tenant: str, name: str, groups: tuple[str, ...]) -> None:
    """Sign a token for an hour of trying things out, with the secret of the stack.

    \b
    rampart presence token --user anna --tenant EUROPE
    """
    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - heavy
    from ops.cli._presence_client import Identity, sign_token  # noqa: PLC0415 - heavy
    from presence_api.settings import Settings  # noqa: PLC0415 - heavy

    settings = found_settings(Settings, stack_name)
    print(sign_token(settings, Identity(user, tenant, name, groups), SystemClock(), minutes=60))


@presence.command()
@stack_option
@click.argument("room")
@click.option(
    "--user", "users", multiple=True, default=("anna", "ben"), help="Who; default: anna and ben."
)
@_tenant
@click.option(
    "--field", "fields", multiple=True, default=("comment",), help="A field to be at; repeatable."
)
def demo(
    stack_name: str, room: str, users: tuple[str, ...], tenant: str, fields: tuple[str, ...]
) -> None:
    """Print the address of a page that shows a room to several people, side by side.

    It carries tokens that are signed here and good for an hour; do not hand it on.

    \b
    rampart presence demo order/1 --tenant EUROPE --field comment --field clerk
    """
    from urllib.parse import urlencode  # noqa: PLC0415 - used here alone

    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - heavy
    from ops.cli._presence_client import Identity, sign_token  # noqa: PLC0415 - heavy
    from presence_api.settings import Settings  # noqa: PLC0415 - heavy

    settings = found_settings(Settings, stack_name)
    clock = SystemClock()
    tokens = [
        sign_token(settings, Identity(user, tenant, user.title()), clock, minutes=60)
        for user in users
    ]
    said = urlencode({"room": room, "field": fields, "token": tokens}, doseq=True, safe="/")
    print(f"{settings.presence_url.rstrip('/')}/pages/presence/#{said}")


@presence.command()
@stack_option
@click.argument("room")
@_user
@_tenant
@click.option("--messages", type=click.IntRange(min=1), help="End after so many; default: never.")
def tail(stack_name: str, room: str, user: str, tenant: str, messages: int | None) -> None:
    """Come into a room and print every message, until interrupted; with a token signed here.

    \b
    rampart presence tail order --tenant EUROPE
    rampart presence tail order/1 --tenant EUROPE --user anna
    """
    from itertools import islice  # noqa: PLC0415 - used here alone

    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - heavy
    from ops.cli._presence_client import Identity, following, sign_token  # noqa: PLC0415 - heavy
    from presence_api.settings import Settings  # noqa: PLC0415 - heavy

    settings = found_settings(Settings, stack_name)
    shown = sign_token(settings, Identity(user, tenant), SystemClock(), minutes=60)
    with following(settings.presence_url, shown) as follower:
        follower.say("SUB", room=room)
        for message in islice(follower.hear(), messages):
            print(message, flush=True)


for command in (drain, evict, inspect, outbox):
    presence.add_command(command)
