import json
from pathlib import Path

import pytest

from ops.cli._compat import step_between, step_findings
from ops.cli.main import run
from tests.metamodel.shop import ORDER, shop


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A document, and one whose measure counts something else under the same version."""
    edits = {f"/entities/{ORDER}/measures/1/expression": "{price} * 2"}
    paths = []
    for name, document in (("old", shop()), ("new", shop(edits))):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(document, indent=1))
        paths.append(str(file))
    return paths[0], paths[1]


def test_a_step_is_shown_to_people_and_to_programs(files: tuple[str, str]) -> None:
    old, new = files
    step = step_between(old, new, Path(new))
    assert "entities/order/measures/revenue/expression" in step.shown("text")
    assert json.loads(step.shown("json"))["requiredBump"] == "minor"
    assert step_between(old, old, Path(old)).shown("text") == "no change\n"


def test_what_forbids_a_step_has_its_place_in_the_new_document(files: tuple[str, str]) -> None:
    old, new = files
    _, (finding,) = step_findings(old, Path(new), accept_security=False)
    assert (finding.code, finding.path, finding.line) == ("VER001", new, 2)


def test_the_verb_shows_what_a_change_asks_for(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["modelgen", "diff", *files]) == 0
    assert capsys.readouterr().out.startswith("minor  RESTATING  ! entities/order/measures/revenue")
