"""Run the platform on this machine: up, down, status."""

import json as jsonlib
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ops.stack.supervisor import Supervisor

PROFILES = ("embedded", "local", "compose", "k8s")
DOWN = {"stopped", "dead", "failed"}

_name = click.argument("name", envvar="RAMPART_STACK", default="main")
_json = click.option("--json", "as_json", is_flag=True, help="Print a list for programs.")


@click.group()
def stack() -> None:
    """Run the platform on this machine: up, down, status."""


@stack.command()
@_name
@click.option("--profile", type=click.Choice(PROFILES), default="embedded", show_default=True)
@_json
def up(name: str, profile: str, as_json: bool) -> None:
    """Start a stack; it goes on running. One that runs already is left as it is."""
    from ops.stack.running import bring_up  # noqa: PLC0415 - heavy

    if profile != "embedded":
        raise click.UsageError(f"profile `{profile}` is not run by this command; `embedded` is")

    def tell(component: str, word: str, seconds: float) -> None:
        print(f"{component:<16} {word} ({seconds:.1f} s)", file=sys.stderr, flush=True)

    supervisor, ran = bring_up(name, settings={}, tell=tell)
    if ran:
        print(f"Stack {name} runs already.", file=sys.stderr)
    _show(supervisor, as_json=as_json)


@stack.command()
@_name
@click.option("--forget", is_flag=True, help="Remove its data, logs and passwords too.")
def down(name: str, forget: bool) -> None:
    """End a stack, or what is left of it. Its data stays, unless told otherwise."""
    from ops.stack.running import bring_down  # noqa: PLC0415 - heavy

    ran = bring_down(name, forget=forget)
    print(f"Stack {name} is down." if ran else f"Stack {name} did not run.")


@stack.command()
@_name
@_json
def status(name: str, as_json: bool) -> int:
    """Show every component; exit code 1 if something that should run does not."""
    from ops.stack.running import attach  # noqa: PLC0415 - heavy

    return _show(attach(name), as_json=as_json)


def _show(supervisor: "Supervisor", *, as_json: bool) -> int:
    rows = [_row(supervisor, name) for name in supervisor.state.parts]
    if as_json:
        print(jsonlib.dumps(rows, indent=1))
    else:
        for row in rows:
            print(f"{row['name']:<16} {row['state']:<9} {row['pid'] or '':<8} {row['url']}")
        print(f"Logs: {supervisor.folder / 'logs'}")
    return int(any(row["state"] in DOWN for row in rows))


def _row(supervisor: "Supervisor", name: str) -> dict[str, Any]:
    from ops.stack.state import FILE  # noqa: PLC0415 - heavy

    part = supervisor.state.parts[name]
    return {
        "name": name,
        "state": part.word,
        "pid": part.process.pid if part.process else None,
        "url": supervisor.url(name),
        "log": str(supervisor.log(name)),
        "secret_file": str(supervisor.folder / FILE),
    }
