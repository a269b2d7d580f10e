"""`rampart modelgen watch`, as a process, on Cube's own compiler."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ops.stack.environment import child_environment
from tests.architecture.tree import REPOSITORY
from tests.metamodel.shop import CUSTOMER, ORDER, shop

pytestmark = pytest.mark.integration

TITLE = f"/entities/{CUSTOMER}/title"
WRONG = {f"/entities/{ORDER}/measures/1/expression": "{nothing}"}


class Watching:
    """The process, its document and the folder it writes."""

    def __init__(self, folder: Path) -> None:
        self.document, self.out = folder / "shop.json", folder / "model"
        self.save({})
        verb = ["modelgen", "watch", str(self.document), "--out", str(self.out)]
        self.process = subprocess.Popen(
            [sys.executable, "-um", "ops.cli.main", *verb],
            cwd=REPOSITORY,
            env=child_environment({}),
            stdout=subprocess.PIPE,
            text=True,
        )

    def save(self, edits: dict[str, Any]) -> None:
        """Save as editors do: beside it, then in its place."""
        beside = self.document.with_name(".shop.json.new")
        beside.write_text(json.dumps(shop(edits), indent=2))
        beside.replace(self.document)

    def says(self, words: str) -> str:
        """Its lines up to one with these words."""
        seen = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            seen += line
            if words in line:
                return seen
        raise AssertionError(f"it never said {words!r}:\n{seen}")

    def text(self, cube: str) -> str:
        return (self.out / "cubes" / f"{cube}.yml").read_text()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    made = Watching(tmp_path)
    yield made
    made.process.kill()
    made.process.communicate()


@pytest.mark.timeout(120)
def test_good_saves_are_written_bad_ones_survived_and_it_ends_when_asked(
    watching: Watching,
) -> None:
    watching.says("wrote cubes/products.yml")
    first = watching.text("orders")

    watching.save({TITLE: "Clients"})
    assert "compiled 4 (countries, customers, orders, products)" in watching.says("wrote cubes/")
    assert "Clients" in watching.text("customers")

    watching.save(WRONG)
    watching.says("error MEA001")
    assert watching.text("orders") == first

    watching.save({TITLE: "Buyers"})
    watching.says("wrote cubes/customers.yml")
    assert "Buyers" in watching.text("customers")

    watching.process.send_signal(signal.SIGTERM)
    assert watching.process.wait(timeout=20) == 0
