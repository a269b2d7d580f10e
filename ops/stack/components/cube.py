"""The semantic layer: Cube, serving the model versions in the publish folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from ops.stack.component import Component, Stack
from ops.stack.places import CACHE, CUBE_SERVER, existing, node
from ops.stack.ports import says_ok
from ops.stack.processes import Process

SERVER = CUBE_SERVER / "node_modules" / "@cubejs-backend" / "server" / "bin" / "server"


class Cube(Component):
    """Cube in production mode, one process, its queue in memory; it builds only on request."""

    name = "cube"
    needs = ("postgres",)
    ports: ClassVar[Mapping[str, int]] = {"cube": 24000}
    secrets = ("cube_api",)

    def start(self, stack: Stack) -> Process:
        (stack.folder / "published").mkdir(exist_ok=True)
        argv: list[str | Path] = [
            node(),
            "--require",
            CUBE_SERVER / "bind-local.cjs",
            existing(SERVER),
        ]
        return stack.spawn(self.name, argv, cwd=CUBE_SERVER, environment=server_settings(stack))

    def ready(self, stack: Stack) -> bool:
        return says_ok(stack.ports["cube"], "/readyz")

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {
            "RAMPART_CUBE_URL": self.url(stack),
            "RAMPART_CUBE_API_SECRET": stack.secrets["cube_api"],
            "RAMPART_PUBLISH_DIR": str(stack.folder / "published"),
        }

    def url(self, stack: Stack) -> str:
        return f"http://127.0.0.1:{stack.ports['cube']}"


def server_settings(stack: Stack) -> dict[str, str]:
    """What Cube itself finds in its environment."""
    return {
        "NODE_ENV": "production",
        "NODE_COMPILE_CACHE": str(CACHE / "node"),
        "PORT": str(stack.ports["cube"]),
        "CUBEJS_DEV_MODE": "false",
        "CUBEJS_API_SECRET": stack.secrets["cube_api"],
        "CUBEJS_DB_TYPE": "postgres",
        "CUBEJS_DB_HOST": "127.0.0.1",
        "CUBEJS_DB_PORT": str(stack.ports["postgres"]),
        "CUBEJS_DB_NAME": "rampart",
        "CUBEJS_DB_USER": "cube",
        "CUBEJS_DB_PASS": stack.secrets["cube_database"],
        "CUBEJS_PRE_AGGREGATIONS_SCHEMA": "preaggs",
        "CUBEJS_CACHE_AND_QUEUE_DRIVER": "memory",
        "CUBEJS_SCHEDULED_REFRESH_TIMER": "false",
        "CUBEJS_PG_SQL_PORT": "false",
        "CUBEJS_TELEMETRY": "false",
        "CUBEJS_DB_QUERY_LIMIT": "50001",
        "CUBEJS_LOG_LEVEL": "warn",
    }
