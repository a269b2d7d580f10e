"""The entry of the set-up, which runs on any Python."""

import subprocess
import sys
from pathlib import Path

import pytest

from ops.dev import setup


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_another_python_is_refused_with_a_way_out(
    version: tuple[int, int, int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.version_info", version)
    assert setup.main() == 2
    assert "3.11" in capsys.readouterr().out


def test_this_python_goes_on_to_the_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr("sys.argv", ["setup.py", "schema-registry"])

    def install(parts: list[str]) -> int:
        asked.append(parts)
        return 0

    monkeypatch.setattr("ops.dev.installing.install", install)
    assert setup.main() == 0
    assert asked == [["schema-registry"]]


def test_nothing_but_the_standard_library_is_imported() -> None:
    root = Path(setup.__file__).parent.parent.parent
    script = f"import sys; sys.path.insert(0, {str(root)!r}); import ops.dev.installing"
    subprocess.run([sys.executable, "-I", "-S", "-c", script], check=True)
