"""`rampart streaming`."""

import pytest

from ops.cli.main import run


def test_it_lists_its_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["streaming", "--help"]) == 0

    told = capsys.readouterr().out
    assert all(verb in told for verb in ("plan", "apply", "drift", "export", "schema"))
