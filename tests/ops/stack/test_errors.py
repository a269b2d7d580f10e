"""What can go wrong with a stack."""

import pickle
from pathlib import Path

from ops.stack.errors import ComponentFailed, tail_of


def test_a_failed_component_shows_its_log() -> None:
    fault = ComponentFailed("cube", "ended", "/logs/cube.log", "one\ntwo")
    assert str(fault).splitlines() == ["cube ended", "  log: /logs/cube.log", "  | one", "  | two"]
    assert str(pickle.loads(pickle.dumps(fault))) == str(fault)  # noqa: S301 - our own


def test_the_tail_is_the_last_lines_and_nothing_without_a_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert tail_of(log) == ""
    log.write_text("\n".join(map(str, range(100))))
    assert tail_of(log, 2) == "98\n99"
