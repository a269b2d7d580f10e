"""From a metamodel to what Cube serves: lint, generate, validate, publish, rollback."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ops.cli._connection import read_settings, settings_for, stack_option
from ops.cli._export import export_group
from ops.cli._import import import_group
from ops.cli._json import json_option, show_json
from ops.cli._source import (
    TEXT,
    document_of,
    file_argument,
    findings_of,
    format_option,
    is_configured,
    near,
    show,
    source_of,
)
from ops.cli._watch import watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metamodel.model.finding import Finding

CLEAN, FINDINGS = 0, 1


@click.group()
def modelgen() -> None:
    """From a metamodel to what Cube serves: lint, generate, validate, publish, rollback."""


modelgen.add_command(watch)
modelgen.add_command(import_group)
modelgen.add_command(export_group)


@modelgen.command()
@file_argument
@format_option
@click.option("--fix", is_flag=True, help="First write in what a rule knows how to cure.")
def lint(file: Path | None, form: str, *, fix: bool) -> int:
    """Show every finding of every rule, each with its place and cure.

    Findings of severity info are shown and fail nothing.
    With `--fix` the document is put right where that is safe; all else in it keeps every byte.

    \b
    rampart modelgen lint
    rampart modelgen lint --fix && git diff
    rampart modelgen lint my.json --format sarif > lint.sarif
    """
    from metamodel.model.load import DocumentRefused  # noqa: PLC0415 - heavy
    from orchestration.flows.prepare_model import lint_document  # noqa: PLC0415 - heavy

    if fix:
        from ops.cli._fixing import fix_document  # noqa: PLC0415 - heavy

        cured = fix_document(document_of(file))
        click.echo(f"{len(cured)} findings cured: {', '.join(cured) or 'none'}", err=True)
    try:
        _, findings = lint_document(source_of(file))
    except DocumentRefused as refused:
        findings = refused.findings
    show(findings, form)
    return FINDINGS if any(item.severity.fails for item in findings) else CLEAN


@modelgen.command()
@file_argument
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the model, default: the installation's; right files are not touched.",
)
@json_option
def generate(file: Path | None, out: Path | None, *, as_json: bool) -> int:
    """Render the document's cubes; a document with a blocking finding writes nothing.

    \b
    rampart modelgen generate && git diff cube_models/model
    """
    from metamodel.model.load import DocumentRefused  # noqa: PLC0415 - heavy
    from orchestration.adapters.model_files import write_model  # noqa: PLC0415 - heavy
    from orchestration.flows.prepare_model import generate_model  # noqa: PLC0415 - heavy

    try:
        model = generate_model(source_of(file))
    except DocumentRefused as refused:
        show(refused.findings, "json" if as_json else TEXT)
        return FINDINGS
    folder = near(out or read_settings().cube_models / "model")
    changed = write_model(folder, model.files)
    if as_json:
        written = [str(folder / path) for path in changed]
        show_json({"version": model.version, "files": len(model.files), "changed": written})
        return CLEAN
    for path in changed:
        click.echo(f"{folder / path}")
    click.echo(f"{len(changed)} of {len(model.files)} files changed; version {model.version}")
    return CLEAN


@modelgen.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A table, or a change description for programs.",
)
def diff_(before: str, after: str, form: str) -> int:
    """Show what changes from one revision of a document to another, and what it asks for.

    A and B are files, or git revisions of the configured document.

    \b
    rampart modelgen diff HEAD~1 metamodel/documents/tpch.json
    rampart modelgen diff v1.2.0 v1.3.0 --format json
    """
    from ops.cli._compat import step_between  # noqa: PLC0415 - heavy

    click.echo(step_between(before, after, document_of(None)).shown(form), nl=False)
    return CLEAN


@modelgen.command()
@file_argument
@format_option
@click.option("--against", metavar="REF|FILE", help="Also judge the step from this revision.")
@click.option("--accept-security", is_flag=True, help="Changes that show more were reviewed.")
def validate(file: Path | None, form: str, against: str | None, *, accept_security: bool) -> int:
    """Lint, generate, compile with Cube's own compiler, plan every probe; write nothing.

    What is committed in `cube_models/model` is compared if FILE is the configured document.
    With `--against` every change since that revision is classified, and the version that the
    document declares has to be as large a step as they ask for.

    \b
    rampart modelgen validate
    rampart modelgen validate --against origin/main
    """
    from metamodel.model.load import DocumentRefused  # noqa: PLC0415 - heavy
    from orchestration.composition import compose  # noqa: PLC0415 - heavy
    from orchestration.flows.check_generation import check_generation  # noqa: PLC0415 - heavy
    from orchestration.flows.prepare_model import RollupMissed  # noqa: PLC0415 - heavy
    from orchestration.ports.compiler import ModelRefused  # noqa: PLC0415 - heavy

    platform = compose(read_settings())
    try:
        committed = platform.committed if is_configured(file) else None
        checked = check_generation(source_of(file), platform.compiler, committed)
    except DocumentRefused as refused:
        show(refused.findings, form)
        return FINDINGS
    except (ModelRefused, RollupMissed) as refused:
        if form == TEXT:
            raise
        show(findings_of(refused, document_of(file)), form)
        return FINDINGS
    step = _step_findings(against, document_of(file), accept_security=accept_security)
    if form == TEXT:
        for path in checked.differing:
            click.echo(f"cube_models/model/{path} is not what the metamodel generates", err=True)
        show(step, form)
    else:
        show([*checked.stale.values(), *step], form)
    plans = len(checked.compilation.plans)
    click.echo(
        f"{checked.model.version}: {len(checked.model.files)} cubes compile, {plans} probes planned"
        f" (Cube {checked.compilation.engine} planner)",
        err=form != TEXT,
    )
    return FINDINGS if checked.differing or step else CLEAN


def _step_findings(
    against: str | None, document: Path, *, accept_security: bool
) -> "Sequence[Finding]":
    """Show the step from a revision, if one is given; what forbids it."""
    if against is None:
        return ()
    from ops.cli._compat import step_findings  # noqa: PLC0415 - heavy

    step, findings = step_findings(against, document, accept_security=accept_security)
    click.echo(step.shown("text"), nl=False, err=True)
    return findings


@modelgen.command()
@file_argument
@stack_option
@json_option
def publish(file: Path | None, stack_name: str, *, as_json: bool) -> None:
    """Put the document's version beside the one that serves, build it, let it serve.

    Whatever fails, the version before goes on serving.

    \b
    rampart modelgen publish
    """
    from functools import partial  # noqa: PLC0415 - only here

    from metamodel.kernel.ids import new_event_id  # noqa: PLC0415 - heavy
    from ops.cli._publishing import show_report  # noqa: PLC0415 - heavy
    from orchestration.composition import compose  # noqa: PLC0415 - heavy
    from orchestration.flows.prepare_model import prepare_model  # noqa: PLC0415 - heavy
    from orchestration.flows.publish_model import publish_model  # noqa: PLC0415 - heavy

    platform = compose(settings_for(stack_name))
    source = source_of(file)
    prepare = partial(prepare_model, source, platform.compiler)
    report = publish_model(source.name, prepare, platform.publish, run_id=f"cli-{new_event_id()}")
    show_report(report, as_json=as_json)


@modelgen.command()
@file_argument
@stack_option
@click.option("--to", "version", metavar="VERSION", help="A version; default: the one before.")
@json_option
def rollback(file: Path | None, stack_name: str, version: str | None, *, as_json: bool) -> None:
    """Let an earlier version serve again.

    \b
    rampart modelgen rollback
    """
    from metamodel.kernel.ids import new_event_id  # noqa: PLC0415 - heavy
    from ops.cli._publishing import show_report  # noqa: PLC0415 - heavy
    from orchestration.composition import compose  # noqa: PLC0415 - heavy
    from orchestration.flows.publish_model import roll_back_model  # noqa: PLC0415 - heavy

    platform = compose(settings_for(stack_name))
    report = roll_back_model(
        source_of(file).name,
        platform.publish,
        run_id=f"cli-{new_event_id()}",
        to_version=version,
    )
    show_report(report, as_json=as_json)


@modelgen.command("remove-retired")
@file_argument
@stack_option
@click.option("--keep", type=click.IntRange(min=1), default=3, show_default=True, metavar="N")
def remove_retired(file: Path | None, stack_name: str, keep: int) -> None:
    """Remove all but the last N versions that served: their folders, and tables only they used.

    \b
    rampart modelgen remove-retired --keep 5
    """
    from orchestration.composition import compose  # noqa: PLC0415 - heavy
    from orchestration.flows.remove_retired_versions import (  # noqa: PLC0415 - heavy
        remove_retired_versions,
    )

    platform = compose(settings_for(stack_name))
    report = remove_retired_versions(source_of(file).name, platform.publish, keep=keep)
    for version in report.removed:
        click.echo(f"removed {version}")
    click.echo(
        f"{len(report.removed)} versions removed, {len(report.dropped_tables)} tables dropped;"
        f" kept: {', '.join(report.kept) or 'none'}"
    )
