"""The walk in docs/METAMODEL_TO_CUBE.md, word by word, on a stack of its own."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from tests.architecture.gates_console import shown_commands
from tests.architecture.gates_markdown import Example, examples
from tests.architecture.tree import REPOSITORY
from tests.integration.console_walk import follow
from tests.metamodel.shop import put_at

pytestmark = pytest.mark.integration

PAGE = Path("docs/METAMODEL_TO_CUBE.md")
DOCUMENT = "shop.json"


@pytest.fixture
def stack() -> Iterator[Supervisor]:
    """What the walk needs; nobody else's models are on it."""
    parts = ["kafka", "migrations", "cube"]
    with running_stack(f"test-tutorial-{os.getpid()}", components=parts) as running:
        yield running


def test_every_step_of_the_walk_does_what_the_page_says(stack: Supervisor, tmp_path: Path) -> None:
    steps = [step for step in examples(REPOSITORY, PAGE) if step.run]
    assert {step.language for step in steps} == {"sql", "console", "json"}

    shell: list[str] = []
    for step in steps:
        if step.language == "sql":
            (tmp_path / step.more[0]).write_text(step.text)
        elif step.language == "json":
            edit(tmp_path / DOCUMENT, step)
        else:
            for shown in shown_commands(step, every=True):
                follow(shown, shell, step, stack, tmp_path)


def edit(document: Path, step: Example) -> None:
    """Put a value into the document where the page says."""
    held = json.loads(document.read_text())
    put_at(held, step.more[0], json.loads(step.text))
    document.write_text(json.dumps(held, indent=2))
