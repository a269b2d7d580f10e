"""The texts a verb generates from, and how its findings are shown."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metamodel.kernel.errors import RampartError
from ops.cli._connection import read_settings

if TYPE_CHECKING:
    from metamodel.model.finding import Finding
    from orchestration.flows.prepare_model import ModelSource

TEXT = "text"
file_argument = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice([TEXT, "json", "sarif", "github"]),
    default=TEXT,
    show_default=True,
    help="How findings are printed.",
)


def source_of(file: Path | None) -> "ModelSource":
    """A document, default: the configured one, with this installation's templates and overlays."""
    from orchestration.composition import model_source  # noqa: PLC0415 - heavy

    return model_source(read_settings(metamodel=document_of(file)))


def document_of(file: Path | None) -> Path:
    """The file that was named, or the configured document."""
    return near(file or read_settings().metamodel)


def is_configured(file: Path | None) -> bool:
    """Is it the document that the committed model is generated from?"""
    return document_of(file).resolve() == read_settings().metamodel.resolve()


def near(path: Path) -> Path:
    """The path as one would type it here: relative if it lies below the working folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def findings_of(refused: RampartError, path: Path) -> "list[Finding]":
    """Each thing that an error names, as a finding of the document."""
    from metamodel.model.finding import Finding, Severity  # noqa: PLC0415 - heavy

    faults: Sequence[str] = getattr(refused, "faults", refused.args)
    return [
        Finding(refused.code, Severity.ERROR, "", fault, refused.hint, 1, 1, str(path))
        for fault in faults
    ]


def show(findings: "Sequence[Finding]", form: str, *, err: bool = False) -> None:
    """Print findings to stdout where they are what was asked for, else to stderr."""
    from metamodel.lint.formats import FORMATS  # noqa: PLC0415 - heavy

    click.echo(FORMATS[form](findings), nl=False, err=err)
