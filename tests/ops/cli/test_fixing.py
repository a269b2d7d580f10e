import json
from pathlib import Path

import pytest

from ops.cli._fixing import fix_document
from ops.cli.main import run
from tests.metamodel.shop import ORDER, shop

UNGUARDED = {f"/entities/{ORDER}/measures/2/expression": "{revenue} / {count}"}


def test_what_a_rule_can_cure_is_written_in(tmp_path: Path) -> None:
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(shop(UNGUARDED), indent=2))
    assert fix_document(path) == ("MEA003",)
    assert path.read_text() == json.dumps(shop(), indent=2)


def test_a_file_that_needs_nothing_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(shop()))
    path.chmod(0o444)
    before = path.stat()
    assert fix_document(path) == ()
    assert path.stat() == before


def test_lint_shows_what_is_left_after_its_fixes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(shop(UNGUARDED), indent=2))
    assert run(["modelgen", "lint", str(path)]) == 1
    assert run(["modelgen", "lint", "--fix", str(path)]) == 0
    assert "1 findings cured: MEA003" in capsys.readouterr().err
    assert path.read_text() == json.dumps(shop(), indent=2)
