"""`rampart streaming rewind`: a consumer group goes on at another position."""

import click

from ops.cli._connection import settings_for, stack_option
from ops.cli._recording import on_record


@click.command()
@click.argument("group", metavar="GROUP")
@click.option(
    "--to",
    required=True,
    metavar="TIME|OFFSETS",
    help="`earliest`, `latest`, a time with a zone, or offsets such as `0:10,1:5`; others stay.",
)
@click.option("--topic", help="Which, if the group reads several.")
@click.option("--reason", required=True, help="Why: a ticket, or a sentence.")
@stack_option
def rewind(group: str, to: str, topic: str | None, reason: str, stack_name: str) -> None:
    """Let a group read a topic again from a position, or skip what lies before it.

    Refused while the group has members: end its programs first, start them afterwards. Where it was
    is printed and goes on record; given to `--to`, that is the way back.

    \b
    rampart stack stop audit_sink
    rampart streaming rewind rampart.audit-sink --to 2026-01-31T12:00Z --reason "rows were lost"
    rampart stack start audit_sink
    """
    from orchestration.composition import rewind_tools  # noqa: PLC0415 - heavy
    from orchestration.flows.rewind_group import rewind_group  # noqa: PLC0415 - heavy

    settings = settings_for(stack_name)
    with on_record(settings, "group.rewind", "group", group, reason=reason) as came_of_it:
        rewound = rewind_group(group, to, topic, rewind_tools(settings, group))
        came_of_it.append(str(rewound))
    click.echo(str(rewound))
