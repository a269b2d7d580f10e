"""docs/reference/cli.md: what `--help` says of every verb, at a fixed width."""

from collections.abc import Iterator

import click

from ops.cli.main import rampart
from ops.dev.reference._markdown import page

WIDTH = 96
INTRO = "Each block is what the command prints with `--help`."


def pages() -> dict[str, str]:
    """The page of the whole command line."""
    return {"cli.md": page("Command line", INTRO, *_blocks(rampart, "rampart", None))}


def commands(
    command: click.Command, name: str, parent: click.Context | None
) -> Iterator[tuple[click.Context, click.Command]]:
    """A command and all below it, each with its context."""
    context = click.Context(
        command,
        parent,
        info_name=name,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    yield context, command
    if isinstance(command, click.Group):
        for child_name in command.list_commands(context):
            child = command.get_command(context, child_name)
            if child is not None and not child.hidden:
                yield from commands(child, child_name, context)


def _blocks(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    for context, item in commands(command, name, parent):
        lines = [line.rstrip() for line in item.get_help(context).splitlines()]
        yield f"## {context.command_path}"
        yield "```text\n" + "\n".join(lines) + "\n```"
