"""The texts a verb generates from, and how its findings are shown."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from metamodel.model.finding import Finding
    from orchestration.flows.prepare_model import ModelSource

DOCUMENT = Path("metamodel/documents/tpch.json")
file_argument = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=DOCUMENT
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)


def source_of(file: Path) -> "ModelSource":
    """The document with this installation's templates and overlays."""
    from orchestration.composition import model_source  # noqa: PLC0415 - heavy
    from orchestration.settings import Settings  # noqa: PLC0415 - heavy

    return model_source(Settings(metamodel=file))


def show(findings: "Sequence[Finding]", form: str) -> None:
    """Print findings to stdout: they are what was asked for."""
    from metamodel.lint.formats import FORMATS  # noqa: PLC0415 - heavy

    click.echo(FORMATS[form](findings), nl=False)
