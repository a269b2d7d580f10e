"""Dagster's storage, created by one process before any other opens it."""

import importlib.metadata
import sys
from collections.abc import Mapping

from ops.stack import dagster_home
from ops.stack.component import Component, Stack

# Two processes that create the tables of a fresh home at once leave it broken for good.
OPEN_ONCE = "import dagster; dagster.DagsterInstance.get().get_runs(limit=1)"


class DagsterInit(Component):
    """The instance, opened once and finished; done again only for another Dagster version."""

    name = "dagster_init"

    def start(self, stack: Stack) -> None:
        dagster_home.write(stack)
        version = importlib.metadata.version("dagster")
        mark = dagster_home.home(stack) / f".opened-{version}"
        if not mark.exists():
            stack.run(self.name, [sys.executable, "-c", OPEN_ONCE])
            mark.touch()

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return dagster_home.settings(stack)
