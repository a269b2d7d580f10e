"""Run the platform on this machine, and look at its database."""

import json as jsonlib
import shlex
import sys
from typing import TYPE_CHECKING, Any

import click

from ops.cli._connection import PREFIX, settings_for, stack_option
from ops.cli._deploying import prepare, secrets

if TYPE_CHECKING:
    from ops.stack.shape import Shape
    from ops.stack.supervisor import Supervisor

DEPLOYED = {"compose": "ops/compose", "k8s": "ops/k8s"}
PROFILES = ("embedded", "local", *DEPLOYED)
DOWN = {"stopped", "dead", "failed", "unready"}

_name = click.argument("name", envvar="RAMPART_STACK", default="main")
_json = click.option("--json", "as_json", is_flag=True, help="Print a list for programs.")


@click.group()
def stack() -> None:
    """Run the platform on this machine, and look at its database."""


@stack.command()
@_name
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    help="How it is run; default: as it was the last time, the first time `embedded`.",
)
@click.option("--brokers", type=click.IntRange(1), help="1, or 3 with `local`; default: 1.")
@_json
def up(name: str, profile: str | None, brokers: int | None, as_json: bool) -> None:
    """Start a stack; it goes on running. One that runs already is left as it is."""
    from ops.stack.running import bring_up  # noqa: PLC0415 - heavy

    shape = _shape(profile, brokers)

    def tell(component: str, word: str, seconds: float) -> None:
        print(f"{component:<16} {word} ({seconds:.1f} s)", file=sys.stderr, flush=True)

    supervisor, ran = bring_up(name, settings={}, tell=tell, shape=shape)
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
@click.argument("component")
@stack_option
def start(component: str, stack_name: str) -> None:
    """Start one component, again if it runs, and wait until it is ready; no other is touched.

    \b
    rampart stack start audit_sink
    """
    from ops.stack.running import held  # noqa: PLC0415 - heavy

    with held(stack_name) as supervisor:
        supervisor.start(component)
        print(f"{component} {supervisor.state.parts[component].word}")


@stack.command()
@click.argument("component")
@stack_option
def stop(component: str, stack_name: str) -> None:
    """End one component as it likes to be ended; those that need it go on without it.

    \b
    rampart stack stop audit_sink
    """
    from ops.stack.running import held  # noqa: PLC0415 - heavy

    with held(stack_name) as supervisor:
        supervisor.stop(component)
    print(f"{component} stopped")


@stack.command()
@_name
@_json
def status(name: str, as_json: bool) -> int:
    """Show every component, asked itself; exit code 1 if one that should run does not do well."""
    from ops.stack.running import attach  # noqa: PLC0415 - heavy

    return _show(attach(name), as_json=as_json)


@stack.command()
@_name
def env(name: str) -> None:
    """Print the settings of a running stack, secrets too, as a shell reads them.

    \b
    eval "$(rampart stack env)" && psql "$RAMPART_DATABASE_URL"
    """
    from ops.stack.running import attach  # noqa: PLC0415 - heavy

    for key, value in sorted(attach(name).environment.items()):
        if key.startswith(PREFIX):
            print(f"export {key}={shlex.quote(value)}")


@stack.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@stack_option
def psql(arguments: tuple[str, ...], stack_name: str) -> int:
    """Open the stack's database in psql, which comes with it; ARGUMENTS are psql's own.

    \b
    rampart stack psql < tables.sql
    rampart stack psql -c 'TABLE metamodel_publication'
    """
    from ops.stack.database_client import run_psql  # noqa: PLC0415 - heavy

    return run_psql(settings_for(stack_name).database_url.get_secret_value(), arguments)


def _shape(profile: str | None, brokers: int | None) -> "Shape | None":
    from ops.stack import shape  # noqa: PLC0415 - heavy

    if profile is None and brokers is None:
        return None
    if profile not in {None, *shape.PROFILES}:
        words = " and ".join(f"`{one}`" for one in shape.PROFILES)
        raise click.UsageError(
            f"profile `{profile}` is not run by this command; {words} are. "
            f"Its files are in {DEPLOYED[str(profile)]}; docs/DEPLOYMENT.md says how to use them"
        )
    return shape.Shape(profile or shape.EMBEDDED, brokers or 1)


def _show(supervisor: "Supervisor", *, as_json: bool) -> int:
    rows = [_row(supervisor, name) for name in supervisor.state.parts]
    if as_json:
        print(jsonlib.dumps(rows, indent=1))
    else:
        for row in rows:
            print(f"{row['name']:<16} {row['state']:<9} {row['pid'] or '':<8} {row['url']}")
        print(f"Shape: {supervisor.state.shape}")
        print(f"Logs: {supervisor.folder / 'logs'}")
    return int(any(row["state"] in DOWN for row in rows))


def _row(supervisor: "Supervisor", name: str) -> dict[str, Any]:
    from ops.stack.state import FILE  # noqa: PLC0415 - heavy

    part = supervisor.state.parts[name]
    return {
        "name": name,
        "state": supervisor.word(name),
        "pid": part.process.pid if part.process else None,
        "url": supervisor.url(name),
        "log": str(supervisor.log(name)),
        "secret_file": str(supervisor.folder / FILE),
    }


stack.add_command(prepare)
stack.add_command(secrets)
