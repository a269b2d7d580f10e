"""The `rampart` command: finds its nouns, and turns errors into exit codes.

A noun is a file here that holds a click command of its own name. Nothing but the noun asked for is
imported; heavy imports belong inside its verbs.
"""

import ast
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from metamodel.kernel.errors import RampartError

CLEAN, FINDINGS, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130
NOUNS = Path(__file__).parent


class Nouns(click.Group):
    """A group whose commands are the files of this folder."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        names = [file.stem for file in NOUNS.glob("*.py")]
        return sorted(name for name in names if name != "main" and not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"ops.cli.{cmd_name}")
        command = getattr(module, cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module.__name__}.{cmd_name} is not a click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, _meaning(name)) for name in self.list_commands(ctx)]
        with formatter.section("Nouns"):
            formatter.write_dl(rows)


@click.command(cls=Nouns, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rampart")
def rampart() -> None:
    """One metamodel drives a Cube semantic layer; Kafka drives its pre-aggregations.

    Exit codes: 0 clean, 1 findings or refused, 2 usage, 3 internal or not proven.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code. A verb returns its own code, or None for 0."""
    try:
        result = rampart.main(args=arguments, prog_name="rampart", standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except RampartError as fault:
        print(fault.explain(), file=sys.stderr)
        return getattr(fault, "exit_code", INTERNAL if fault.retryable else FINDINGS)
    except (KeyboardInterrupt, click.Abort):
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what is still buffered must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINDINGS
    except Exception:  # noqa: BLE001 - a bug of ours: say where, and never exit with 0
        traceback.print_exc()
        return INTERNAL
    return result if isinstance(result, int) else CLEAN


def main() -> None:
    """Entry point of the installed command."""
    sys.exit(run())


def _meaning(noun: str) -> str:
    """The first line of a noun's docstring, read without importing it."""
    tree = ast.parse((NOUNS / f"{noun}.py").read_text())
    return (ast.get_docstring(tree) or "").partition("\n")[0]


if __name__ == "__main__":
    main()
