"""What the Cube server finds in its environment when it runs in a container."""

from collections.abc import Mapping

from ops.deployment.programs import PUBLISHED


def cube_settings(database: str) -> Mapping[str, str]:
    """All but its two secrets, `CUBEJS_API_SECRET` and `CUBEJS_DB_PASS`."""
    return {
        "NODE_ENV": "production",
        "PORT": "4000",
        "CUBEJS_DEV_MODE": "false",
        "CUBEJS_DB_TYPE": "postgres",
        "CUBEJS_DB_HOST": database,
        "CUBEJS_DB_PORT": "5432",
        "CUBEJS_DB_NAME": "rampart",
        "CUBEJS_DB_USER": "cube",
        "CUBEJS_PRE_AGGREGATIONS_SCHEMA": "preaggs",
        "CUBEJS_CACHE_AND_QUEUE_DRIVER": "memory",
        "CUBEJS_SCHEDULED_REFRESH_TIMER": "false",
        "CUBEJS_PG_SQL_PORT": "false",
        "CUBEJS_TELEMETRY": "false",
        "CUBEJS_DB_QUERY_LIMIT": "50001",  # a report's most rows, and one that says there are more
        "CUBEJS_LOG_LEVEL": "warn",
        "RAMPART_PUBLISH_DIR": PUBLISHED,
    }
