"""How things are called: lint, fix, aliases."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ops.cli._source import format_option
from ops.stack.places import REPOSITORY

if TYPE_CHECKING:
    from datetime import date

    from metamodel.naming.repair import Repair

CLEAN, FINDINGS = 0, 1
TOOL = "rampart naming lint"

_root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=REPOSITORY,
    help="Repository to look at, default: this one.",
)


@click.group()
def naming() -> None:
    """How things are called: lint, fix, aliases."""


@naming.command()
@_root
@format_option
def lint(root: Path, form: str) -> int:
    """Show every name that breaks a rule, with its place and cure; docs/NAMING_GUIDE.md explains.

    \b
    rampart naming lint
    rampart naming lint --format sarif > naming.sarif
    """
    from metamodel.lint.formats import FORMATS, as_sarif  # noqa: PLC0415 - heavy
    from metamodel.naming.runner import findings  # noqa: PLC0415 - heavy
    from ops.naming.survey import lint_names  # noqa: PLC0415 - heavy

    found = findings(lint_names(root, _today()))
    text = as_sarif(found, TOOL) if form == "sarif" else FORMATS[form](found)
    click.echo(text, nl=False)
    return FINDINGS if found else CLEAN


@naming.command()
@_root
@click.option("--unsafe", is_flag=True, help="Also rename what others may have stored or ask for.")
@click.option("--dry-run", is_flag=True, help="Only say what would be renamed.")
def fix(root: Path, *, unsafe: bool, dry_run: bool) -> int:
    """Rename what can be renamed without harm: SAFE ones, and UNSAFE ones if told so.

    A second run changes nothing. Look at the diff, then run the tests.

    \b
    rampart naming fix --dry-run
    rampart naming fix --unsafe && git diff
    """
    from ops.naming.survey import fix_names  # noqa: PLC0415 - heavy

    report = fix_names(root, _today(), unsafe=unsafe, dry_run=dry_run)
    for repair in report.outcome.done:
        click.echo(_line(repair))
    for repair, reason in report.outcome.left:
        click.echo(f"{_line(repair)}: not done: {reason}", err=True)
    word = "would be renamed" if dry_run else "renamed"
    click.echo(f"{len(report.outcome.done)} names {word}, {report.findings_left} findings left")
    return FINDINGS if report.findings_left else CLEAN


@naming.command()
@_root
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def aliases(root: Path, *, as_json: bool) -> int:
    """Show every old name that still works, its end, and where it is still written.

    \b
    rampart naming aliases
    """
    from ops.naming.survey import alias_uses  # noqa: PLC0415 - heavy

    rows = alias_uses(root, _today())
    if as_json:
        click.echo(json.dumps(rows, indent=2))
    for row in () if as_json else rows:
        click.echo(
            f"{row['kind']} {row['old']} -> {row['new']}: since {row['since']}, works until"
            f" {row['remove_after']} ({row['days_left']} days), written in {row['files']} files"
        )
    if not rows and not as_json:
        click.echo("no aliases")
    return FINDINGS if any(row["days_left"] < 0 for row in rows) else CLEAN


def _line(repair: "Repair") -> str:
    name = repair.name
    codes = ", ".join(repair.codes)
    place = f"{name.path}:{name.line}:{name.column}"
    return f"{place}: {repair.fix} {name.kind} {name.text} -> {repair.better} ({codes})"


def _today() -> "date":
    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - only here

    return SystemClock().now().date()
