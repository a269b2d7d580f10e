"""Run the service for browsers."""

import logging

import click

from ops.cli._connection import found_settings, stack_option
from ops.cli._parked import outbox


@click.group()
def presence() -> None:
    """Run the service for browsers."""


@presence.command()
@stack_option
@click.option(
    "--role",
    type=click.Choice(["worker"]),
    default="worker",
    show_default=True,
    help="What this process does: `worker` relays the outbox.",
)
@click.option("--port", type=int, help="Port to listen on; default: RAMPART_PRESENCE_PORT.")
def serve(stack_name: str, role: str, port: int | None) -> None:
    """Serve until interrupted: SIGTERM ends what has begun, within 5 s.

    \b
    rampart presence serve --role worker --port 28000
    curl 127.0.0.1:28000/health/ready
    """
    import uvicorn  # noqa: PLC0415 - heavy

    from presence_api.app import create_app  # noqa: PLC0415 - heavy
    from presence_api.settings import Settings  # noqa: PLC0415 - heavy

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    chosen = {"presence_role": role} | ({} if port is None else {"presence_port": port})
    settings = found_settings(Settings, stack_name, **chosen)
    uvicorn.run(
        create_app(settings),
        host=settings.presence_host,
        port=settings.presence_port,
        log_config=None,  # ours, as for the rest of the process
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=5,
    )


presence.add_command(outbox)
