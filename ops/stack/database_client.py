"""Postgres' own client, from the wheel that brings the server."""

import subprocess
from collections.abc import Sequence

from psycopg.conninfo import conninfo_to_dict

from ops.stack.environment import child_environment
from ops.stack.places import postgres_programs

_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
}


def run_psql(database_url: str, arguments: Sequence[str]) -> int:
    """Run it on a database, on our own input and output; its exit code.

    The password goes by environment: whoever lists processes does not see it.
    """
    found = conninfo_to_dict(database_url)
    variables = {_VARIABLES[key]: str(value) for key, value in found.items() if key in _VARIABLES}
    programs, _ = postgres_programs()
    return subprocess.run(
        [programs / "bin" / "psql", "--no-psqlrc", "--set=ON_ERROR_STOP=1", *arguments],
        env=child_environment(variables),
        check=False,
    ).returncode
