"""The texts a verb generates from, and how its findings are shown."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from metamodel.model.finding import Finding
    from orchestration.flows.prepare_model import ModelSource

file_argument = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)


def source_of(file: Path | None) -> "ModelSource":
    """A document, default: the configured one, with this installation's templates and overlays."""
    from orchestration.composition import model_source  # noqa: PLC0415 - heavy
    from orchestration.settings import Settings  # noqa: PLC0415 - heavy

    return model_source(Settings(metamodel=document_of(file)))


def document_of(file: Path | None) -> Path:
    """The file that was named, or the configured document."""
    from orchestration.settings import Settings  # noqa: PLC0415 - heavy

    return near(file or Settings().metamodel)


def near(path: Path) -> Path:
    """The path as one would type it here: relative if it lies below the working folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def show(findings: "Sequence[Finding]", form: str) -> None:
    """Print findings to stdout: they are what was asked for."""
    from metamodel.lint.formats import FORMATS  # noqa: PLC0415 - heavy

    click.echo(FORMATS[form](findings), nl=False)
