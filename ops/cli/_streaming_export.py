"""`rampart streaming export`: what is declared, in the words of other tools."""

from pathlib import Path

import click

from ops.cli._connection import read_settings
from ops.cli._json import json_option, show_json
from ops.cli._writing import write_whole

STATE, STRIMZI, COMMANDS = "state", "strimzi", "commands"


@click.command()
@click.argument("form", type=click.Choice([STATE, STRIMZI, COMMANDS]))
@click.option("--environment", metavar="NAME", help="Of the declaration; default: the configured.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; default: all of them to stdout.",
)
@json_option
def export(form: str, environment: str | None, out: Path | None, *, as_json: bool) -> None:
    """Write what is declared for another tool; looks at no cluster.

    `state` is one file in the shape of kafka-gitops, `strimzi` resources for its operators,
    `commands` a script of Kafka's own commands that makes what is missing.

    \b
    rampart streaming export strimzi --environment production --out ops/k8s/streaming
    rampart streaming export state --json
    """
    from metamodel.streaming.exports.kafka_commands import command_files  # noqa: PLC0415 - heavy
    from metamodel.streaming.exports.state_file import (  # noqa: PLC0415 - heavy
        state_document,
        state_files,
    )
    from metamodel.streaming.exports.strimzi import strimzi_files  # noqa: PLC0415 - heavy
    from orchestration.composition import desired_streaming  # noqa: PLC0415 - heavy

    desired = desired_streaming(read_settings(), environment)
    writers = {STATE: state_files, STRIMZI: strimzi_files, COMMANDS: command_files}
    files = writers[form](desired)
    if as_json:
        show_json(state_document(desired) if form == STATE else files)
        return
    if out is None:
        click.echo("".join(files.values()), nl=False)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_whole(out / name, text)
        click.echo(out / name)
