"""`rampart streaming rotate`: other passwords and certificates, while everybody goes on."""

from typing import TYPE_CHECKING

import click

from ops.cli._connection import settings_for, stack_option
from ops.cli._json import json_option, show_json
from ops.cli._recording import on_record

if TYPE_CHECKING:
    from orchestration.flows.drill_rotation import RotationReport
    from orchestration.settings import Settings

HELD, BROKEN = 0, 1
WITNESS = "exporter"  # the principal that may write heartbeats, and read them


@click.group()
def rotate() -> None:
    """Give users other passwords and brokers other certificates, while everybody goes on."""


@rotate.command()
@click.argument("user")
@stack_option
def credential(user: str, stack_name: str) -> None:
    """Give USER another password: at the broker, and in the file that its programs read.

    New connections need the new one at once; a program reads the file when it connects, and a
    connection that stands proves itself again within its lifetime.

    \b
    rampart streaming rotate credential presence
    """
    from ops.stack.rotating import SecuredStack  # noqa: PLC0415 - heavy

    stack, settings = SecuredStack(stack_name), settings_for(stack_name)
    with on_record(settings, "credential.rotate", "user", user, reason="by hand"):
        file = stack.rotate_password(user)
    click.echo(f"{user}: another password is in force, in {file}")


@rotate.command()
@stack_option
def certificate(stack_name: str) -> None:
    """Give every broker another certificate for its clients, signed by the same authority.

    No broker is restarted and no connection ends; new ones see the new certificate.

    \b
    rampart streaming rotate certificate
    """
    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - heavy
    from ops.stack.rotating import SecuredStack  # noqa: PLC0415 - heavy

    stack, settings = SecuredStack(stack_name), settings_for(stack_name)
    with on_record(settings, "certificate.rotate", "cluster", stack_name, reason="by hand"):
        for file in stack.rotate_certificates(SystemClock().now()):
            click.echo(f"{file.name}: another certificate is shown")


@rotate.command()
@click.option("--events", type=int, default=2000, show_default=True, help="Between two rotations.")
@json_option
@stack_option
def drill(stack_name: str, events: int, *, as_json: bool) -> int:
    """Rotate the exporter's password twice and every certificate while numbered events are sent.

    What was acknowledged and is not there is lost: exit code 1. The report is the asset
    `streaming/rotation` in Dagster, with the check `no_lost_acks`.

    \b
    rampart streaming rotate drill
    rampart streaming rotate drill --events 5000 --json
    """
    settings = settings_for(stack_name)
    with on_record(settings, "rotation.drill", "cluster", stack_name, reason="by hand"):
        report = _drilled(stack_name, settings, events)
    if as_json:
        show_json({**report.evidence(), "passed": report.passed})
    else:
        click.echo("\n".join(f"{name:<13} {value}" for name, value in report.evidence().items()))
    _report(settings, report)
    return HELD if report.passed else BROKEN


def _drilled(stack_name: str, settings: "Settings", events: int) -> "RotationReport":
    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - heavy
    from ops.stack.rotating import SecuredStack  # noqa: PLC0415 - heavy
    from orchestration.adapters.rotation_witness_kafka import (  # noqa: PLC0415 - heavy
        KafkaRotationWitness,
    )
    from orchestration.composition import event_codec  # noqa: PLC0415 - heavy
    from orchestration.flows.drill_rotation import Rotation, drill_rotation  # noqa: PLC0415 - heavy

    stack, clock = SecuredStack(stack_name), SystemClock()
    witness = KafkaRotationWitness(
        stack.bootstrap, event_codec(settings), stack.access(WITNESS), clock
    )

    def password() -> None:
        stack.rotate_password(WITNESS, (witness.sink,))

    def certificates() -> None:
        for _ in stack.rotate_certificates(clock.now()):
            pass

    rotations = [
        Rotation("password", password),
        Rotation("certificates", certificates),
        Rotation("password again", password),
    ]
    return drill_rotation(rotations, witness, clock, events_between=events)


def _report(settings: "Settings", report: "RotationReport") -> None:
    from orchestration.adapters.asset_reports_http import HttpAssetReports  # noqa: PLC0415 - heavy
    from orchestration.flows.drill_rotation import report_rotation  # noqa: PLC0415 - heavy

    reports = HttpAssetReports(settings.dagster_url)
    words = f"{report.acknowledged} events acknowledged under {len(report.rotations)} rotations"
    report_rotation(report, reports, words=words)
