"""What `modelgen publish` and `rollback` say of how it went."""

from typing import Any

import click

from ops.cli._json import show_json
from orchestration.flows.publish_model import PublishReport


def show_report(report: PublishReport, *, as_json: bool) -> None:
    """Print it for people, or as one object for programs."""
    if as_json:
        show_json(_fields(report))
    else:
        item = report.publication
        word = "serves" if report.changed else "serves already"
        changed = report.previous and report.changed
        before = f", before: {report.previous.version}" if report.previous and changed else ""
        click.echo(f"{item.version} {word} (publication {item.seq}{before})")
        click.echo(f"{report.built_partitions} partitions built, {report.built_rows} rows")
    if not report.publication.announced:
        click.echo("not announced yet: the next publish tells", err=True)


def _fields(report: PublishReport) -> dict[str, Any]:
    item = report.publication
    return {
        "name": item.name,
        "version": item.version,
        "spec_version": item.spec_version,
        "publication": item.seq,
        "previous_version": report.previous.version if report.previous else None,
        "changed": report.changed,
        "announced": item.announced,
        "built_partitions": report.built_partitions,
        "built_rows": report.built_rows,
    }
