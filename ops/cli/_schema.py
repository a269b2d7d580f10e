"""`rampart streaming schema`: what events look like, and what they may become."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ops.cli._json import json_option, show_json
from ops.cli._source import format_option
from ops.stack.places import REPOSITORY

if TYPE_CHECKING:
    from metamodel.model.finding import Finding

CLEAN, FINDINGS = 0, 1
TOOL = "rampart streaming schema check"
EVENTS = REPOSITORY / "metamodel" / "events"

_topics = click.argument("topic", nargs=-1, metavar="[TOPIC]...")
_registry = click.option(
    "--registry",
    metavar="URL",
    envvar="RAMPART_SCHEMA_REGISTRY_URL",
    default="",
    help="Confluent API of a schema registry.",
)
_events = click.option(
    "--events",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=EVENTS,
    hidden=True,  # where a release is written: tests have a folder of their own
)


@click.group()
def schema() -> None:
    """What events look like, and what they may become."""


@schema.command()
@_topics
@format_option
@_registry
def check(topic: tuple[str, ...], form: str, registry: str) -> int:
    """Show every fault of the schemas as they are, and every promise they break to a release.

    With a registry also what it does not have, and what it would refuse.

    \b
    rampart streaming schema check
    rampart streaming schema check --format sarif > schemas.sarif
    """
    from metamodel.events.linting import lint  # noqa: PLC0415 - heavy
    from metamodel.lint.formats import FORMATS, as_sarif  # noqa: PLC0415 - heavy
    from ops.cli._schemas import asked, missing, placed  # noqa: PLC0415 - heavy

    subjects = asked(topic)
    found: list[Finding] = [*lint(subjects), *(missing(registry, subjects) if registry else ())]
    found = [placed(each, REPOSITORY) for each in found]
    click.echo(as_sarif(found, TOOL) if form == "sarif" else FORMATS[form](found), nl=False)
    return FINDINGS if found else CLEAN


@schema.command()
@_topics
@_registry
@click.option("--yes", is_flag=True, envvar="CI", help="Really do it; set by itself where CI is.")
@json_option
def register(topic: tuple[str, ...], registry: str, *, yes: bool, as_json: bool) -> int:
    """Register every release that the registry does not have, and set the mode of its subject.

    For deployments: programs only look ids up. Running it again changes nothing. At its end the
    registry is seen to refuse what it must.

    \b
    rampart streaming schema register --registry http://127.0.0.1:28081/apis/ccompat/v7 --yes
    """
    from ops.cli._schemas import asked, registered  # noqa: PLC0415 - heavy

    if not registry:
        raise click.UsageError("Name the registry: --registry or RAMPART_SCHEMA_REGISTRY_URL.")
    if not yes:
        click.echo("Refused: this changes the registry. Say --yes.", err=True)
        return FINDINGS
    ids = registered(registry, asked(topic))
    if as_json:
        show_json(ids)
    for name, numbers in () if as_json else ids.items():
        click.echo(f"{name}: {', '.join(map(str, numbers))}")
    return CLEAN


@schema.command()
@click.argument("old", required=False, metavar="[A]")
@click.argument("new", required=False, metavar="[B]")
@json_option
def diff(old: str | None, new: str | None, *, as_json: bool) -> int:
    """Show what differs between two schemas, and which of them reads the other.

    A and B are TOPIC (as it is now), TOPIC@N (a release) or a file. Without B: A's topic as it is
    now; without both: every topic against its latest release. Exit code 1: the mode of the topic
    does not allow it.

    \b
    rampart streaming schema diff
    rampart streaming schema diff core.metamodel.published.v1@1 core.metamodel.published.v1@2
    """
    from ops.cli._schemas import steps  # noqa: PLC0415 - heavy

    found = steps(old, new)
    if as_json:
        show_json([each.as_json() for each in found])
    for step in () if as_json else found:
        click.echo(step.text())
    return FINDINGS if any(step.broken for step in found) else CLEAN


@schema.command()
@_topics
@click.option("--dry-run", is_flag=True, help="Only say what would be released.")
@_events
def release(topic: tuple[str, ...], *, dry_run: bool, events: Path) -> None:
    """Write the next release of every schema that differs from its latest one.

    Writes the schema, an example event with its bytes, and a schema id for where no registry runs.
    Refused, with nothing written, if a schema has a fault or breaks a promise.

    \b
    rampart streaming schema release --dry-run
    rampart streaming schema release && git add metamodel/events
    """
    from metamodel.events._catalogue import committed_ids  # noqa: PLC0415 - heavy
    from metamodel.events.releasing import ids_with, next_releases  # noqa: PLC0415 - heavy
    from ops.cli._schemas import asked  # noqa: PLC0415 - heavy

    new = next_releases(asked(topic))
    texts = {path: text for each in new for path, text in each.files.items()}
    if new:
        texts["ids.json"] = ids_with(committed_ids(), new)
    for path, text in texts.items():
        click.echo(f"{'would write' if dry_run else 'wrote'} {path}")
        if not dry_run:
            (events / path).parent.mkdir(parents=True, exist_ok=True)
            (events / path).write_text(text, encoding="utf-8")
    if not new:
        click.echo("every schema is released")
