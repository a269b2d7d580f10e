"""What programs get."""

import json

import click
import pytest
from click.testing import CliRunner

from ops.cli._json import json_option, show_json


@click.command()
@json_option
def verb(*, as_json: bool) -> None:
    click.echo(str(as_json))


@pytest.mark.parametrize(("words", "said"), [([], "False\n"), (["--json"], "True\n")])
def test_a_verb_is_told_whether_a_program_asks(words: list[str], said: str) -> None:
    assert CliRunner().invoke(verb, words).output == said


def test_a_value_is_printed_so_that_it_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    show_json({"größe": [1, None]})

    assert json.loads(capsys.readouterr().out) == {"größe": [1, None]}
