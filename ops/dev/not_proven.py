"""What this machine could not prove: `python -m ops.dev.not_proven [--forget|--known]`.

Tests say so with `not_proven(words)`, which skips them; what stands without a test is observed
here. Exit code 1, with a difference, unless all of it is just what `tests/not_proven.txt` says:
neither a gap that nobody knows of nor a claim that is out of date passes. With `--known` only the
former is looked for: that is all a part of the tests can tell.
"""

import argparse
import difflib
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from metamodel.kernel.registry import discover
from ops.stack import components
from ops.stack.component import Component
from ops.stack.places import CUBE_SERVER, REPOSITORY, STATE
from orchestration.adapters.cube_engine import cube_engine
from orchestration.ports.compiler import CompilerUnavailable

COMMITTED = REPOSITORY / "tests" / "not_proven.txt"
RECORDED = STATE / "not_proven.txt"
NATIVE_PLANNER = (
    "native planner: the stand-in plans here, Cube's own native module is not installed"
)
NO_CUBE = "Cube: the server's packages are not installed"
CUBE_STORE = "Cube Store: rollups are kept in Postgres, no component runs it"
COMPOSE = "compose: no container engine runs here"
KUBERNETES = "Kubernetes: no cluster runs here"
IMAGES = "images: none was pulled or built here, so their tags and what is inside are not looked at"


def standing(server: Path = CUBE_SERVER) -> set[str]:
    """What holds for every test of this machine, as far as it can be seen."""
    found = {COMPOSE, IMAGES, KUBERNETES}
    try:
        if not cube_engine(server).endswith(" native"):
            found.add(NATIVE_PLANNER)
    except CompilerUnavailable:
        found.add(NO_CUBE)
    parts = discover(components, Component, key="__module__").values()
    if "cube_store" not in {part.name for part in parts}:
        found.add(CUBE_STORE)
    return found


def remember(words: Collection[str], file: Path = RECORDED) -> None:
    """Add lines to those of earlier sessions: units and integration are sessions of their own."""
    file.parent.mkdir(parents=True, exist_ok=True)
    known = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    lines = sorted({*known, *words})
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def difference(committed: Path = COMMITTED, recorded: Path = RECORDED) -> list[str]:
    """How what was recorded differs from what is committed, as lines of a diff."""
    old, new = _lines(committed), _lines(recorded)
    return list(difflib.unified_diff(old, new, str(committed.name), "this machine", lineterm=""))


def unknown(committed: Path = COMMITTED, recorded: Path = RECORDED) -> list[str]:
    """The gaps that were recorded and that nobody committed."""
    return sorted(set(_lines(recorded)) - set(_lines(committed)))


def _lines(file: Path) -> list[str]:
    if not file.exists():
        return [f"{file} is not there: run the tests first"]
    return file.read_text(encoding="utf-8").splitlines()


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, or forget what earlier runs recorded; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m ops.dev.not_proven", description=__doc__)
    parser.add_argument("--forget", action="store_true", help="drop what was recorded so far")
    parser.add_argument("--known", action="store_true", help="look for unknown gaps only")
    options = parser.parse_args(arguments)
    if options.forget:
        RECORDED.unlink(missing_ok=True)
        return 0
    lines = unknown() if options.known else difference()
    print("\n".join(lines or COMMITTED.read_text(encoding="utf-8").splitlines()))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
