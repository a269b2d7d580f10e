"""`rampart stack secrets|prepare`: what a deployment with containers needs of us."""

from pathlib import Path

import click

from ops.cli._connection import read_settings

_FOLDER = Path("ops/compose/secrets")


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=_FOLDER,
    show_default=True,
    help="The folder that the compose file mounts from.",
)
def secrets(out: Path) -> int:
    """Make the passwords and certificates that the compose file mounts, each in a file.

    Run it again to renew certificates and to add what is new: passwords that are there stay. Exit
    code 1 if containers could not read them, because they belong to another user.

    \b
    rampart stack secrets --out ops/compose/secrets
    """
    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - heavy
    from ops.deployment import secret_store  # noqa: PLC0415 - heavy
    from ops.deployment.programs import USER_ID  # noqa: PLC0415 - heavy

    new = secret_store.fill(out, SystemClock().now())
    click.echo(f"{out}: {len(new)} files are new, certificates are fresh")
    if foreign := secret_store.others(out):
        click.echo(f"{len(foreign)} files are not user {USER_ID}'s, whom containers run as:")
        click.echo(f"sudo chown -R {USER_ID}:{USER_ID} {out}")
        return 1
    return 0


@click.command()
@click.option(
    "--as", "user", metavar="USER", help="Who may alter Kafka; default: it is left alone."
)
@click.option(
    "--passwords",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Folder with a password a user, mode 0400; needed with --as.",
)
def prepare(user: str | None, passwords: Path | None) -> None:
    """Make tables, topics with their rights, and schemas as this version wants them.

    For deployments, before programs start; the second time it does nothing. It speaks to what the
    environment names, never to a stack.

    \b
    rampart stack prepare
    rampart stack prepare --as admin --passwords run/passwords
    """
    from ops.deployment.prepare import Administrator  # noqa: PLC0415 - heavy
    from ops.deployment.prepare import prepare as bring_up_to_date  # noqa: PLC0415 - heavy

    if (user is None) != (passwords is None):
        raise click.UsageError("--as and --passwords belong together")
    administrator = Administrator(user, passwords) if user and passwords else None
    bring_up_to_date(read_settings(), administrator, click.echo)
