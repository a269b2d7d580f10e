"""`rampart streaming`."""

import pytest

from ops.cli.main import run


def test_the_group_says_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["streaming", "--help"]) == 0

    assert "schema" in capsys.readouterr().out
