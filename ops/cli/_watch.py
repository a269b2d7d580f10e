"""`rampart modelgen watch`."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ops.cli._connection import read_settings, settings_for, stack_option
from ops.cli._source import document_of, file_argument, near, source_of

if TYPE_CHECKING:
    from metamodel.modelgen.generated import GeneratedModel
    from orchestration.flows.watch_model import ModelWatch, WatchStep


@click.command()
@file_argument
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Where to write.")
@click.option("--no-compile", "uncompiled", is_flag=True, help="Write without asking Cube.")
@click.option("--publish", "publishes", is_flag=True, help="Let each good save serve.")
@stack_option
def watch(
    file: Path | None, out: Path | None, stack_name: str, *, uncompiled: bool, publishes: bool
) -> None:
    """Generate, lint and compile with every save, until interrupted.

    Only what a save may have broken is compiled: the changed cubes, those that name them, and what
    these need. A save that is refused leaves the files as they are, and says why.

    \b
    rampart modelgen watch
    rampart modelgen watch my.json --out /tmp/cubes --publish
    """
    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - heavy
    from ops.cli._watching import follow, until_asked  # noqa: PLC0415 - heavy
    from orchestration.adapters.compiler_node import NodeCompiler  # noqa: PLC0415 - heavy
    from orchestration.adapters.file_changes import saves  # noqa: PLC0415 - heavy
    from orchestration.adapters.model_files import read_model, write_model  # noqa: PLC0415 - heavy
    from orchestration.flows.watch_model import ModelWatch  # noqa: PLC0415 - heavy

    settings, clock = read_settings(), SystemClock()
    folder = near(out or settings.cube_models / "model")
    compiler = None if uncompiled else NodeCompiler(settings.cube_server)
    state = ModelWatch(compiler, partial(write_model, folder), lambda: clock.now().date())
    look = partial(_look, state, file, read_model(folder))
    parts = [settings.cube_models / name for name in ("templates", "overlays")]
    with until_asked() as stop:
        follow(
            saves([document_of(file)], parts, stop),
            look,
            partial(_publish, stack_name) if publishes else None,
            clock.now,
        )


def _look(state: "ModelWatch", file: Path | None, committed: dict[str, str]) -> "WatchStep | None":
    from metamodel.kernel.errors import RampartError  # noqa: PLC0415 - heavy
    from metamodel.model.load import DocumentRefused  # noqa: PLC0415 - heavy
    from orchestration.flows.watch_model import WatchStep  # noqa: PLC0415 - heavy

    try:
        return state.look(source_of(file), committed)
    except DocumentRefused as refused:
        return WatchStep(findings=refused.findings)
    except RampartError as error:
        return WatchStep(refused=error)


def _publish(stack_name: str, model: "GeneratedModel", document: str) -> None:
    """Publish what was compiled already; a refusal is told, and watching goes on."""
    import json  # noqa: PLC0415 - only here

    from metamodel.kernel.errors import RampartError  # noqa: PLC0415 - heavy
    from metamodel.kernel.ids import new_event_id  # noqa: PLC0415 - heavy
    from ops.cli._publishing import show_report  # noqa: PLC0415 - heavy
    from orchestration.composition import compose  # noqa: PLC0415 - heavy
    from orchestration.flows.publish_model import PreparedModel, publish_model  # noqa: PLC0415

    prepared = PreparedModel(model, json.loads(document))
    run_id = f"cli-{new_event_id()}"
    try:
        tools = compose(settings_for(stack_name)).publish
        report = publish_model(model.name, lambda: prepared, tools, run_id=run_id)
        show_report(report, as_json=False)
    except RampartError as error:
        click.echo(error.explain(), err=True)
