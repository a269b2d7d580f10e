"""Dagster's storage, created by one process before any other opens it."""

import importlib.metadata
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ops.stack import dagster_home
from ops.stack.component import Component, Stack
from ops.stack.places import CACHE

# Two processes that create the tables of a fresh home at once leave it broken for good.
OPEN_ONCE = "import dagster; dagster.DagsterInstance.get().get_runs(limit=1)"


class DagsterInit(Component):
    """The instance, opened once and finished; done again only for another Dagster version.

    That takes seconds and gives the same each time, so what was made is kept for the next home.
    """

    name = "dagster_init"

    def start(self, stack: Stack) -> None:
        dagster_home.write(stack)
        version = importlib.metadata.version("dagster")
        home = dagster_home.home(stack)
        mark, kept = home / f".opened-{version}", CACHE / f"dagster-{version}"
        if mark.exists():
            return
        fresh = _is_fresh(home)
        if fresh and kept.is_dir():
            shutil.copytree(kept, home, dirs_exist_ok=True)
        else:
            stack.run(self.name, [sys.executable, "-c", OPEN_ONCE])
            if fresh:
                _keep(home, kept)
        mark.touch()

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return dagster_home.settings(stack)


def _is_fresh(home: Path) -> bool:
    """Has no Dagster ever opened it?"""
    return not any(path.is_dir() for path in home.iterdir())


def _keep(home: Path, kept: Path) -> None:
    """Put what Dagster made aside, whole or not at all; another stack may do so meanwhile."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f"{kept.name}.", dir=kept.parent))
    for folder in (path for path in home.iterdir() if path.is_dir()):
        shutil.copytree(folder, draft / folder.name)
    try:
        draft.rename(kept)
    except OSError:  # the other stack was first
        shutil.rmtree(draft)
