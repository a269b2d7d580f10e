"""The walk in docs/HYBRID_MODE.md, word by word, on the whole stack."""

from pathlib import Path

import pytest

from ops.demo.stage import Stage
from tests.architecture.gates_console import shown_commands
from tests.architecture.gates_markdown import examples
from tests.architecture.tree import REPOSITORY
from tests.eventually import eventually
from tests.integration.console_walk import follow
from tests.integration.test_one_edit import entity_is_known

pytestmark = pytest.mark.integration
PAGE = Path("docs/HYBRID_MODE.md")


def test_every_request_of_the_page_is_answered_as_it_says(stage: Stage, tmp_path: Path) -> None:
    eventually(lambda: entity_is_known(stage.stack), bool, "the entities are known")
    shell: list[str] = []
    steps = [step for step in examples(REPOSITORY, PAGE) if step.run]
    assert len(steps) > 5
    for step in steps:
        for shown in shown_commands(step, every=True):
            follow(shown, shell, step, stage.stack, tmp_path)
