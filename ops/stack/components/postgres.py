"""The database: business tables, the platform's own, and Cube's rollup tables."""

import signal
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import psycopg
from psycopg import sql

from ops.stack import unprivileged
from ops.stack.component import Component, Stack
from ops.stack.places import postgres_programs
from ops.stack.ports import is_open
from ops.stack.processes import Process

OWNER = "rampart"
DATABASE = "rampart"
# A machine that loses power may cost the data, which is generated; a killed server costs nothing.
SERVER_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "wal_level": "logical",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "summarize_wal": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class Postgres(Component):
    """Postgres 18 from a wheel, under our own start: as root it runs as `nobody`."""

    name = "postgres"
    ports: ClassVar[Mapping[str, int]] = {"postgres": 25432}
    secrets = ("postgres", "cube_database")
    stop_signal = signal.SIGINT  # its "fast": end sessions, then stop

    def start(self, stack: Stack) -> Process:
        user = unprivileged.user()
        programs = unprivileged.reachable_programs(*postgres_programs(), user)
        data = unprivileged.reachable_data(stack.data(self.name), user)
        if not (data / "PG_VERSION").exists():
            self._create(stack, programs / "bin", data, user)
        settings = {**SERVER_SETTINGS, "port": str(stack.ports["postgres"])}
        flags = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        argv: list[str | Path] = [programs / "bin" / "postgres", "-D", data, *flags]
        return stack.spawn(self.name, argv, cwd=data, user=user)

    def ready(self, stack: Stack) -> bool:
        if not is_open(stack.ports["postgres"]):
            return False
        try:
            psycopg.connect(owner_url(stack, "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def settle(self, stack: Stack) -> None:
        with psycopg.connect(owner_url(stack, "postgres"), autocommit=True) as connection:
            known = connection.execute(
                "SELECT FROM pg_database WHERE datname = %s", (DATABASE,)
            ).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        with psycopg.connect(owner_url(stack), autocommit=True) as connection:
            for statement in _grants(stack):
                connection.execute(statement)

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {
            "RAMPART_DATABASE_URL": owner_url(stack),
        }

    def _create(self, stack: Stack, programs: Path, data: Path, user: str | None) -> None:
        draft = data.with_name(data.name + ".new")
        unprivileged.empty(draft, user)
        password = draft.with_name(draft.name + ".password")
        password.touch(mode=0o600)
        password.write_text(stack.secrets["postgres"])
        unprivileged.give(password, user)
        flags = ["-A", "scram-sha-256", "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync"]
        argv: list[str | Path] = [
            programs / "initdb",
            "-D",
            draft,
            "-U",
            OWNER,
            f"--pwfile={password}",
            *flags,
        ]
        try:
            stack.run(self.name, argv, cwd=draft, user=user)
        finally:
            password.unlink()
        # A half-made cluster never gets the name that counts.
        data.rmdir()
        draft.rename(data)


def owner_url(stack: Stack, database: str = DATABASE) -> str:
    """The address with which the platform itself connects."""
    secret, port = stack.secrets["postgres"], stack.ports["postgres"]
    return f"postgresql://{OWNER}:{secret}@127.0.0.1:{port}/{database}"


def _grants(stack: Stack) -> list[sql.Composed]:
    """Schemas, and the role that Cube gets: reads business tables, writes rollup tables."""
    password = sql.Literal(stack.secrets["cube_database"])
    texts = [
        "DO $$ BEGIN CREATE ROLE cube LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "ALTER ROLE cube PASSWORD {password}",
        "CREATE SCHEMA IF NOT EXISTS rampart",
        "CREATE SCHEMA IF NOT EXISTS preaggs",
        "GRANT USAGE ON SCHEMA public TO cube",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO cube",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO cube",
        "GRANT USAGE, CREATE ON SCHEMA preaggs TO cube",
    ]
    return [sql.SQL(text).format(password=password) for text in texts]
