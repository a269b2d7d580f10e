"""The environment that children start with: the one place of `ops` that reads ours."""

import os
from collections.abc import Mapping

LOOPBACK = "127.0.0.1,localhost"
# Without bytecode every Dagster process compiles a thousand modules again, at each start.
DROPPED = frozenset({"PYTHONDONTWRITEBYTECODE", "DAGSTER_HOME"})


def child_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Our environment for a child: what harms is dropped, no proxy for loopback, `extra` wins."""
    ours = {key: value for key, value in os.environ.items() if key not in DROPPED}  # noqa: TID251 - children inherit PATH, HOME, locale
    for key in ("NO_PROXY", "no_proxy"):
        ours[key] = f"{ours[key]},{LOOPBACK}" if ours.get(key) else LOOPBACK
    return {**ours, **extra}
