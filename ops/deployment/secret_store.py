"""The folder of secrets that compose mounts from: made once, kept, certificates renewed.

Each password is random and in one file; what a server reads as variables is in a file of them.
"""

import os
import secrets as random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from ops.deployment.configurations import CONTROLLER
from ops.deployment.programs import DAGSTER_PASSWORD, PRESENCE_KEYS, REDIS_URL, USER_ID
from ops.stack import broker, scram
from ops.stack.certificates import kept_or_new
from ops.stack.components.postgres import DATABASE, OWNER
from ops.stack.principals import principals
from ops.stack.secured_kafka import CLIENT_AUTHORITY, CLUSTER_AUTHORITY
from orchestration.adapters.secret_files import private_folder, write_secret

AUTHORITIES_LIVE: Final = timedelta(days=730)
CERTIFICATES_LIVE: Final = timedelta(days=180)
ROLES: Final = (OWNER, "cube", "registry", "dagster")
"""Who has a password in the database."""
_BYTES: Final = 32
_VALKEY: Final = """\
bind 0.0.0.0
requirepass {password}
save ""
appendonly no
maxmemory 128mb
maxmemory-policy noeviction
"""


OURS: Final = ("RAMPART_DATABASE_URL", "RAMPART_CUBE_API_SECRET", DAGSTER_PASSWORD, REDIS_URL)
"""The secret variables of our own programs, each in a file of its own."""


def variable_file(name: str) -> str:
    """The file of one of them."""
    return f"{name.lower().replace('_', '-')}.env"


def names() -> tuple[str, ...]:
    """Every file that compose may mount, below the folder."""
    return (
        *(f"passwords/{name}" for name in principals()),
        *(f"database/{role}" for role in ROLES),
        *(f"certificates/{name}" for name in (_client_node(), _cluster_node())),
        *(f"certificates/{name}.pem" for name in (CLIENT_AUTHORITY, CLUSTER_AUTHORITY)),
        *(f"presence/{name}" for name in PRESENCE_KEYS.values()),
        *("cluster-id", "format.arguments", "grafana-admin", "valkey.conf"),
        *(variable_file(name) for name in OURS),
        *("cube.env", "registry.env"),
    )


def fill(folder: Path, now: datetime) -> tuple[str, ...]:
    """Make what is missing, renew certificates; the names of new files. Raises OSError.

    Run again, no password changes: the database and the broker would not know the new one.
    """
    before = {name for name in names() if (folder / name).exists()}
    private_folder(folder)
    for name in (*(f"passwords/{one}" for one in principals()), "grafana-admin"):
        _once(folder / name, _password())
    for role in ROLES:
        _once(folder / "database" / role, _password())
    _once(folder / "cluster-id", broker.new_cluster_id())
    for name in PRESENCE_KEYS.values():
        _once(folder / "presence" / name, _password())
    _once(folder / "valkey.conf", _VALKEY.format(password=_password()))
    _certificates(folder / "certificates", now)
    _once(folder / "format.arguments", "".join(_format_arguments(folder / "passwords")))
    _variables(folder)
    for name in names():
        _give(folder / name)
    return tuple(name for name in names() if name not in before)


def others(folder: Path) -> tuple[str, ...]:
    """Files that belong to a user whom containers do not run as, so that they could not read."""
    return tuple(name for name in names() if (folder / name).stat().st_uid != USER_ID)


def _certificates(folder: Path, now: datetime) -> None:
    private_folder(folder)
    for authority, file in (
        (CLIENT_AUTHORITY, _client_node()),
        (CLUSTER_AUTHORITY, _cluster_node()),
    ):
        known = kept_or_new(folder, authority, now, AUTHORITIES_LIVE, CERTIFICATES_LIVE)
        store = known.issue(CONTROLLER, now, ("kafka", "127.0.0.1"), CERTIFICATES_LIVE)
        write_secret(folder / file, store)


def _format_arguments(passwords: Path) -> Iterator[str]:
    """What the storage tool is told on a fresh disk: everybody's salted password."""
    for name in principals():
        yield f"--add-scram\n{scram.salted(name, (passwords / name).read_text())}\n"


def _variables(folder: Path) -> None:
    known = {role: (folder / "database" / role).read_text() for role in ROLES}
    values = {
        "RAMPART_DATABASE_URL": f"postgresql://{OWNER}:{known[OWNER]}@postgres:5432/{DATABASE}",
        "RAMPART_CUBE_API_SECRET": _password(),
        DAGSTER_PASSWORD: known["dagster"],
        REDIS_URL: f"redis://:{_valkey_password(folder)}@valkey:6379/0",
    }
    for name, value in values.items():
        _once(folder / variable_file(name), f"{name}={value}\n")
    shared = (folder / variable_file("RAMPART_CUBE_API_SECRET")).read_text().partition("=")[2]
    _once(folder / "cube.env", f"CUBEJS_API_SECRET={shared}CUBEJS_DB_PASS={known['cube']}\n")
    _once(folder / "registry.env", f"REGISTRY_DATASOURCE_PASSWORD={known['registry']}\n")


def _valkey_password(folder: Path) -> str:
    lines = (folder / "valkey.conf").read_text().splitlines()
    words = dict(line.split(" ", 1) for line in lines)
    return words["requirepass"]


def _once(file: Path, content: str) -> None:
    if not file.exists():
        private_folder(file.parent)
        write_secret(file, content.encode())


def _give(file: Path) -> None:
    """To the user of the containers, if we may."""
    if os.geteuid() == 0:
        for path in (file, file.parent):
            os.chown(path, USER_ID, USER_ID)


def _client_node() -> str:
    return f"{CONTROLLER}.client.pem"


def _cluster_node() -> str:
    return f"{CONTROLLER}.cluster.pem"


def _password() -> str:
    return random.token_urlsafe(_BYTES)
