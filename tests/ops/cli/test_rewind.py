"""`rampart streaming rewind`, by its words; the running platform has the rest."""

import pytest

from ops.cli.main import run

Output = pytest.CaptureFixture[str]


def test_it_explains_itself_with_an_example(capsys: Output) -> None:
    assert run(["streaming", "rewind", "--help"]) == 0
    assert "\n  rampart streaming rewind rampart.audit-sink --to" in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["--to", "--reason"])
def test_where_to_and_why_have_to_be_said(missing: str, capsys: Output) -> None:
    words = {"--to": "latest", "--reason": "r"}
    given = [it for name, value in words.items() if name != missing for it in (name, value)]
    assert run(["streaming", "rewind", "rampart.audit-sink", *given]) == 2
    assert missing in capsys.readouterr().err
