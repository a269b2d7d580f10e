"""`rampart modelgen import`: a draft of what a source says, merged with edits by hand."""

import json as jsonlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import click

from metamodel.kernel.clock import SystemClock
from ops.cli._source import near, show
from ops.cli._writing import write_whole

if TYPE_CHECKING:
    from metamodel.importers.catalogue import Catalogue
    from metamodel.importers.draft import DraftSettings
    from metamodel.importers.importing import Imported
    from metamodel.importers.report import SuggestionKind
    from metamodel.model.finding import Finding

CLEAN, FINDINGS = 0, 1
KINDS = ("time", "tenancy", "versioning", "soft-delete", "measures")
Verb = TypeVar("Verb", bound=Callable[..., Any])


class Asked(TypedDict):
    """The options that both verbs take."""

    schemas: tuple[str, ...]
    out: Path
    name: str | None
    keys: Path | None
    accepted: tuple[str, ...]
    extent: tuple[datetime, datetime] | None
    views: bool
    check: bool
    as_json: bool


def import_options(verb: Verb) -> Verb:
    """The options that both verbs take."""
    day = click.DateTime(["%Y-%m-%d"])
    options = (
        click.option("--out", required=True, type=_path(), help="The document to make or update."),
        click.option("--schema", "schemas", multiple=True, help="A schema to import; repeatable."),
        click.option("--name", help="Name of a new model; default: that of the file."),
        click.option(
            "--keys", type=_path(exists=True), help="JSON file of keys the source does not declare."
        ),
        click.option(
            "--accept",
            "accepted",
            multiple=True,
            type=click.Choice([*KINDS, "all"]),
            help="Take the suggestions of this kind; repeatable.",
        ),
        click.option(
            "--extent", nargs=2, type=day, metavar="FIRST LAST", help="The days of rollups."
        ),
        click.option("--views", is_flag=True, help="Import views too; they have no keys."),
        click.option("--check", is_flag=True, help="Tell, and write nothing."),
        click.option("--json", "as_json", is_flag=True, help="Print the report for programs."),
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


def _path(**more: Any) -> click.Path:
    return click.Path(dir_okay=False, path_type=Path, **more)


@click.group("import")
def import_group() -> None:
    """Draft a metamodel from what a source says; edits by hand survive the next import.

    What the source leaves open is reported, not guessed. The pure import is kept beside the
    document as `<name>.import.json`: commit both. Exit code 1: something blocks generation, or an
    edit by hand and the source are in conflict.
    """


@import_group.command()
@click.argument("dsn")
@import_options
@click.option("--statistics/--no-statistics", default=True, help="Read how many values there are.")
@click.option("--timeout", "timeout_s", type=click.IntRange(1), default=60, show_default=True)
def sql(dsn: str, statistics: bool, timeout_s: int, **asked: Unpack[Asked]) -> int:
    """Import the catalogue of a Postgres or DuckDB database; nothing in it is changed.

    \b
    rampart modelgen import sql postgresql://me@localhost/shop --schema sales --out shop.json
    rampart modelgen import sql duckdb:///tpch.duckdb --keys tpch.keys.json --out tpch.json
    """
    from metamodel.importers.sources import read_source  # noqa: PLC0415 - heavy

    schemas = asked["schemas"]
    catalogue = read_source(dsn, schemas, statistics=statistics, timeout_s=float(timeout_s))
    return _import(catalogue, asked)


@import_group.command()
@click.argument("manifest", type=_path(exists=True))
@import_options
@click.option(
    "--catalog",
    type=_path(exists=True),
    help="`catalog.json` of `dbt docs generate`: types that the manifest leaves out.",
)
def dbt(manifest: Path, catalog: Path | None, **asked: Unpack[Asked]) -> int:
    """Import the models of a dbt project from its `manifest.json` (v10 to v12).

    \b
    rampart modelgen import dbt target/manifest.json --schema marts --out shop.json
    """
    from metamodel.importers.manifest_dbt import read_manifest  # noqa: PLC0415 - heavy

    types = _text(catalog) if catalog else None
    return _import(read_manifest(_text(manifest), asked["schemas"], catalog=types), asked)


def _import(catalogue: "Catalogue", asked: Asked) -> int:
    from metamodel.importers.declared_keys import read_keys, with_keys  # noqa: PLC0415 - heavy
    from metamodel.importers.importing import import_source  # noqa: PLC0415 - heavy

    out, beside = asked["out"], base_of(asked["out"])
    if asked["keys"]:
        catalogue = with_keys(catalogue, read_keys(_text(asked["keys"]), str(asked["keys"])))
    document = _text(out) if out.is_file() else None
    base = _text(beside) if document is not None and beside.is_file() else None
    imported = import_source(
        catalogue,
        _settings(asked, base),
        document=document,
        base=base,
        kinds=_kinds(asked["accepted"]),
    )
    if not asked["check"]:
        if imported.document_changed:
            write_whole(out, imported.document)
        if imported.base != base:
            write_whole(beside, imported.base)
    return _tell(imported, asked)


def base_of(document: Path) -> Path:
    """Where the pure import is kept that a document was last merged with."""
    return document.with_suffix(".import.json")


def _settings(asked: Asked, base: str | None) -> "DraftSettings":
    from metamodel.importers.draft import DraftSettings  # noqa: PLC0415 - heavy
    from metamodel.importers.importing import last_extent  # noqa: PLC0415 - heavy

    name, views = asked["name"] or asked["out"].stem, asked["views"]
    if asked["extent"]:
        first, last = asked["extent"]
        return DraftSettings(name, (first.date(), last.date()), views=views)
    if base is not None:
        return DraftSettings(name, last_extent(base), views=views)
    year = SystemClock().now().year
    days = (date(year - 1, 1, 1), date(year, 12, 31))
    return DraftSettings(name, days, extent_known=False, views=views)


def _kinds(accepted: Sequence[str]) -> "frozenset[SuggestionKind]":
    from metamodel.importers.report import SuggestionKind  # noqa: PLC0415 - heavy

    return frozenset(SuggestionKind(item) for item in (KINDS if "all" in accepted else accepted))


def _tell(imported: "Imported", asked: Asked) -> int:
    """Print what came of it; the exit code."""
    from metamodel.lint.runner import lint  # noqa: PLC0415 - heavy
    from metamodel.model.load import load  # noqa: PLC0415 - heavy

    out = near(asked["out"])
    findings = lint(load(imported.document, str(out)))
    written = imported.document_changed and not asked["check"]
    if asked["as_json"]:
        click.echo(_as_json(imported, findings, written=written))
    else:
        for line in imported.report.lines:
            click.echo(line)
        if findings:
            click.echo(f"Missing: what lint finds in the document ({len(findings)})")
            show(findings, "text")
        word = "would change" if asked["check"] else "written"
        click.echo(f"{out} {word if imported.document_changed else 'is as it was'}")
    blocked = any(item.severity.blocks for item in findings)
    return FINDINGS if blocked or imported.report.conflicts else CLEAN


def _as_json(imported: "Imported", findings: "Sequence[Finding]", *, written: bool) -> str:
    from metamodel.lint.formats import as_json  # noqa: PLC0415 - heavy

    told = {
        "changed": imported.document_changed,
        "written": written,
        **imported.report.json,
        "findings": jsonlib.loads(as_json(findings)),
    }
    return jsonlib.dumps(told, indent=2, ensure_ascii=False)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path} cannot be read: {error}") from error
