"""The verbs of `rampart streaming` that look at a cluster as a whole."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ops.cli._connection import settings_for, stack_option
from ops.cli._differences import difference_line, difference_rows, plan_lines
from ops.cli._json import json_option, show_json
from ops.cli._recording import on_record

if TYPE_CHECKING:
    from metamodel.streaming.derive import Desired
    from orchestration.flows.plan_streaming import Permissions
    from orchestration.settings import Settings

CLEAN, FINDINGS = 0, 1
_ALLOWED = {
    "delete": "Take topics, grants, credentials and limits away.",
    "partitions": "Add partitions: a key's new records leave its old ones.",
    "loss": "Let go of records that a group has not read.",
    "wider": "Open records that are there already to one user more.",
}
Verb = TypeVar("Verb", bound=Callable[..., Any])

environment_option = click.option(
    "--environment", metavar="NAME", help="Of the declaration; default: the configured one."
)


def permission_options(verb: Verb) -> Verb:
    """`--allow-delete` and its like."""
    for word, meaning in reversed(_ALLOWED.items()):
        verb = click.option(f"--allow-{word}", is_flag=True, help=meaning)(verb)
    return verb


@click.command()
@environment_option
@permission_options
@json_option
@stack_option
def plan(stack_name: str, environment: str | None, *, as_json: bool, **allowed: bool) -> int:
    """Show what would make the cluster as it is declared; exit code 1 if some of it is refused.

    \b
    rampart streaming plan
    rampart streaming plan --allow-wider --json | jq .hash
    """
    from orchestration.composition import streaming_tools  # noqa: PLC0415 - heavy
    from orchestration.flows.plan_streaming import plan_streaming  # noqa: PLC0415 - heavy

    settings = settings_for(stack_name)
    tools = streaming_tools(settings)
    found = plan_streaming(_desired(settings, environment), tools.admin, tools.clock)
    permissions = _permissions(allowed)
    if as_json:
        show_json(
            {
                "hash": found.hash,
                "environment": found.environment,
                "to_do": difference_rows(found.ready(permissions)),
                "refused": difference_rows(found.refused(permissions)),
                "kept": difference_rows(found.held(permissions)),
                "notes": difference_rows(i for i in found.differences if not i.is_drift),
            }
        )
    else:
        click.echo("\n".join(plan_lines(found, permissions)))
    return FINDINGS if found.refused(permissions) else CLEAN


@click.command()
@click.option("--plan", "plan_hash", required=True, metavar="HASH", help="As `plan` printed it.")
@click.option(
    "--passwords",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with a file for each user that has to be made, mode 0400.",
)
@click.option("--apply-rest", is_flag=True, help="Leave what is refused, do all else.")
@environment_option
@permission_options
@click.option(
    "--as",
    "user",
    metavar="USER",
    help="Who may alter the cluster; default: ourselves. Its password is in the folder of all.",
)
@json_option
@stack_option
def apply(
    stack_name: str,
    user: str | None,
    environment: str | None,
    plan_hash: str,
    passwords: Path | None,
    *,
    apply_rest: bool,
    as_json: bool,
    **allowed: bool,
) -> int:
    """Do what a plan says, if cluster and declaration are still as they were then.

    Nothing is deleted without --allow-delete. To be killed is harmless: plan and apply again.

    \b
    rampart streaming apply --plan 3f9a0c41d2b7e865 --as admin
    rampart streaming apply --plan 3f9a0c41d2b7e865 --passwords run/passwords --allow-delete
    """
    from orchestration.adapters.streaming_files import passwords_in  # noqa: PLC0415 - heavy
    from orchestration.composition import access_as, streaming_tools  # noqa: PLC0415 - heavy
    from orchestration.flows.apply_streaming_plan import (  # noqa: PLC0415 - heavy
        apply_streaming_plan,
        no_password,
    )

    settings = settings_for(stack_name)
    tools = streaming_tools(
        settings,
        passwords_in(passwords) if passwords else no_password,
        access_as(settings, user) if user else None,
    )
    permissions = _permissions(allowed)
    desired = _desired(settings, environment)
    with on_record(
        settings, "streaming.apply", "cluster", desired.environment, reason=f"plan {plan_hash}"
    ):
        report = apply_streaming_plan(plan_hash, desired, tools, permissions, rest=apply_rest)
    left = report.left.refused(permissions)
    kept = report.left.held(permissions)
    if as_json:
        show_json(
            {
                "done": difference_rows(report.done),
                "refused": difference_rows(left),
                "kept": difference_rows(kept),
                "hash": report.left.hash,
            }
        )
        return FINDINGS if left else CLEAN
    for item in (*report.done, *left):
        click.echo(difference_line(item))
    click.echo(f"{len(report.done)} done, {len(left)} refused, {len(kept)} kept")
    return FINDINGS if left else CLEAN


@click.command()
@environment_option
@json_option
@stack_option
def drift(stack_name: str, environment: str | None, *, as_json: bool) -> int:
    """Show what differs from the declaration; exit code 1 if anything does, 3 if nobody could look.

    \b
    rampart streaming drift
    rampart streaming drift --environment production --json
    """
    from orchestration.composition import streaming_tools  # noqa: PLC0415 - heavy
    from orchestration.flows.plan_streaming import plan_streaming  # noqa: PLC0415 - heavy

    settings = settings_for(stack_name)
    tools = streaming_tools(settings)
    found = plan_streaming(_desired(settings, environment), tools.admin, tools.clock)
    if as_json:
        show_json(difference_rows(found.differences))
    else:
        for item in found.differences:
            click.echo(difference_line(item))
        click.echo(f"{len(found.drift)} differences in `{found.environment}`")
    return FINDINGS if found.drift else CLEAN


def _desired(settings: "Settings", environment: str | None) -> "Desired":
    from orchestration.composition import (  # noqa: PLC0415 - heavy
        declared_streaming,
        desired_streaming,
    )

    for warning in declared_streaming(settings).findings:
        if not warning.severity.blocks:
            click.echo(warning.text, err=True)
    return desired_streaming(settings, environment)


def _permissions(allowed: dict[str, bool]) -> "Permissions":
    from metamodel.streaming.changes import Permission  # noqa: PLC0415 - heavy

    words = {name.replace("_", "-") for name, said in allowed.items() if said}
    return frozenset(item for item in Permission if item.value in words)
