"""`rampart modelgen export`: a document, or its grammar, in forms that other programs read."""

from pathlib import Path

import click

from ops.cli._source import TEXT, file_argument, show, source_of
from ops.cli._writing import write_whole

CLEAN, FINDINGS = 0, 1
out_option = click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; default: print it.",
)


@click.group("export")
def export_group() -> None:
    """Write a document, or its grammar, in forms that other programs read."""


@export_group.command()
@file_argument
@out_option
def osi(file: Path | None, out: Path | None) -> int:
    """Write a document in the form of Open Semantic Interchange (Apache Ossie), as JSON.

    What that form has no words for is kept in its `custom_extensions`, where only Rampart looks,
    and told on stderr, line by line. A document with a blocking finding is refused.

    \b
    rampart modelgen export osi
    rampart modelgen export osi my.json --out my.osi.json
    """
    from metamodel.exporters.not_said import report_lines  # noqa: PLC0415 - heavy
    from metamodel.exporters.osi import export_osi  # noqa: PLC0415 - heavy
    from orchestration.flows.prepare_model import lint_document  # noqa: PLC0415 - heavy

    loaded, findings = lint_document(source_of(file))
    blocking = [item for item in findings if item.severity.blocks]
    if blocking:
        show(blocking, TEXT, err=True)
        return FINDINGS
    exported = export_osi(loaded.require())
    for line in report_lines(exported.not_said):
        click.echo(line, err=True)
    _give(exported.text, out)
    return CLEAN


@export_group.command()
@out_option
def jsonschema(out: Path | None) -> None:
    """Write the grammar of documents as JSON Schema, for completion and faults in editors.

    docs/reference/metamodel.schema.json is the same text.

    \b
    rampart modelgen export jsonschema --out metamodel.schema.json
    """
    from metamodel.exporters.json_schema import schema_text  # noqa: PLC0415 - heavy

    _give(schema_text(), out)


def _give(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, text)
