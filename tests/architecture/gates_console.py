"""Console examples: every `$ rampart` line is a command that exists, those that can be are run.

A `console` block shows commands behind `$ ` and, below each, what it prints; a line `...` stands
for any lines. A command is run when it needs no stack; the others are only parsed.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from ops.cli.main import rampart
from tests.architecture.gates_markdown import Example

NEED_NO_STACK = frozenset({("modelgen", "lint"), ("modelgen", "generate"), ("naming", "lint")})
_ASKING = frozenset({"--help", "-h", "--version"})
_SHELL = re.compile(r"[|<>&;]")
TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """One command of a block, with the output shown below it."""

    place: str
    command: str
    output: str

    @property
    def words(self) -> list[str]:
        """The words after `rampart`."""
        return shlex.split(_SHELL.split(self.command)[0], comments=True)[1:]

    @property
    def runnable(self) -> bool:
        """Can it be run here and now?"""
        if _SHELL.search(self.command):
            return False
        return bool(_ASKING & set(self.words)) or tuple(self.words[:2]) in NEED_NO_STACK


def shown_commands(example: Example, *, every: bool = False) -> Iterator[Shown]:
    """The `rampart` commands of a console block, or every command."""
    command, output = "", ""
    for line in [*example.text.splitlines(), "$ "]:
        if not line.startswith("$ "):
            output += f"{line}\n"
            continue
        if command and (every or command.split()[:1] == ["rampart"]):
            yield Shown(example.place, command, output)
        command, output = line.removeprefix("$ "), ""


def make_targets(example: Example) -> set[str]:
    """The targets of `$ make TARGET` lines."""
    return set(re.findall(r"^\$ make ([\w-]+)", example.text, re.MULTILINE))


def command_faults(shown: Shown) -> list[str]:
    """What `rampart` would not understand of a command."""
    try:
        _parse(list(shown.words))
    except click.ClickException as error:
        return [f"{shown.place}: `{shown.command}`: {error.format_message()}"]
    return []


def output_faults(shown: Shown, root: Path) -> list[str]:
    """How the output of a command differs from what the page shows; no output shown: none."""
    result = subprocess.run(
        [sys.executable, "-m", "ops.cli.main", *shown.words],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if result.returncode:
        return [f"{shown.place}: `{shown.command}` exits with {result.returncode}"]
    printed = result.stdout + result.stderr
    if not shown.output.strip() or matches(shown.output, printed):
        return []
    return [f"{shown.place}: `{shown.command}` prints\n{printed}"]


def matches(wanted: str, printed: str) -> bool:
    """Is it what the page shows, where `...` stands for any lines, or inside one for any words?"""
    pieces = [
        r"(?:.*\n)*" if line.strip() == "..." else _words(line.rstrip()) + r"[ ]*\n"
        for line in wanted.strip("\n").splitlines()
    ]
    return re.fullmatch("".join(pieces), printed.strip("\n") + "\n") is not None


def _words(line: str) -> str:
    return re.escape(line).replace(re.escape("..."), ".*")


def _parse(words: list[str]) -> None:
    """Read a command line without running it. Raises click's own exceptions."""
    command: click.Command = rampart
    # With the command's own settings: click keeps the help option that it makes first.
    context = click.Context(command, info_name="rampart", **command.context_settings)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name = words.pop(0)
        child = command.get_command(context, name)
        if child is None:
            raise click.UsageError(f"no such command `{name}`")
        command, context = child, click.Context(child, context, info_name=name)
    if not _ASKING & set(words):
        command.make_context(context.info_name, words, context.parent)
