"""`rampart streaming consume`: programs that follow a topic until they are told to end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from ops.cli._connection import settings_for, stack_option

if TYPE_CHECKING:
    from orchestration.flows.consume_events import Consumption
    from orchestration.flows.consumer_parts import ConsumerHealth
    from orchestration.settings import Settings

GRACE_S = 5
"""How long a member that was told to end may take to settle its batch and leave its group."""

Composed = Callable[["Settings", "ConsumerHealth", Callable[[float], bool]], "Consumption"]


@click.group()
def consume() -> None:
    """Follow a topic as a member of its consumer group, until interrupted."""


@consume.command()
@click.option(
    "--port", type=int, default=29109, show_default=True, help="Port on RAMPART_WORKER_HOST."
)
@stack_option
def audit(stack_name: str, port: int) -> None:
    """Keep every audit event in the table `audit_event`, each once.

    What cannot be kept now waits in retry topics, what never can goes to the dead-letter topic.
    `/health/ready` says whether it can work, `/metrics` what it did. SIGTERM lets it settle its
    batch and leave the group, for five seconds; after them it is gone as it is.

    \b
    rampart streaming consume audit --port 29109
    curl 127.0.0.1:29109/health/ready
    """
    from orchestration.composition import audit_sink  # noqa: PLC0415 - heavy
    from orchestration.flows.store_audit_events import AUDIT_SINK  # noqa: PLC0415 - heavy

    _consume(AUDIT_SINK.group, audit_sink, settings_for(stack_name), port)


def _consume(group: str, composed: Composed, settings: "Settings", port: int) -> None:
    import signal  # noqa: PLC0415 - with the rest of what only this needs
    import threading  # noqa: PLC0415 - heavy

    from prometheus_client import CollectorRegistry  # noqa: PLC0415 - heavy

    from ops.monitoring.consumer_figures import ConsumerCollector  # noqa: PLC0415 - heavy
    from ops.monitoring.worker_endpoint import worker_endpoint  # noqa: PLC0415 - heavy
    from orchestration.flows.consumer_parts import ConsumerHealth  # noqa: PLC0415 - heavy

    told = threading.Event()

    def tell(*_: object) -> None:
        told.set()
        # Whatever it hangs in then ends the hard way: what is not committed is read again.
        signal.alarm(GRACE_S)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    health, registry = ConsumerHealth(), CollectorRegistry()
    registry.register(ConsumerCollector(group, health))
    host = settings.worker_host
    with worker_endpoint(port, registry, lambda: health.unready, host) as served:
        click.echo(f"{group}: http://{host}:{served}/health/ready")
        composed(settings, health, told.wait).run()
    signal.alarm(0)
