"""The command line itself."""

import resource
import subprocess
import sys
from pathlib import Path

import click
import pytest

from metamodel.kernel.errors import RampartError
from ops.cli import main
from ops.stack.errors import ComponentFailed


class Refused(RampartError):
    """No."""

    code = "T-001"
    hint = "ask again"


class Unreachable(RampartError):
    """Not there."""

    code = "T-002"
    retryable = True


def verb_that(action: object) -> click.Command:
    @click.command()
    def verb() -> object:
        if isinstance(action, BaseException):
            raise action
        return action

    return verb


def code_of(action: object, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(main, "rampart", verb_that(action))
    return main.run([])


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (None, 0),
        (0, 0),
        (1, 1),
        (Refused("no"), 1),
        (click.UsageError("what?"), 2),
        (Unreachable("gone"), 3),
        (ComponentFailed("cube", "broke"), 3),
        (ZeroDivisionError(), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_each_outcome_has_its_exit_code(
    action: object, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert code_of(action, monkeypatch) == code


def test_a_refusal_is_one_line_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code_of(Refused("no"), monkeypatch)
    out, err = capsys.readouterr()
    assert (out, err) == ("", "T-001 no (hint: ask again)\n")


def test_a_bug_shows_where_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code_of(ZeroDivisionError("of ours"), monkeypatch)
    assert "Traceback" in capsys.readouterr().err


def test_every_file_is_a_noun_with_a_command_of_its_name() -> None:
    context = click.Context(main.rampart)
    names = main.rampart.list_commands(context)
    assert "stack" in names
    assert "main" not in names
    for name in names:
        command = main.rampart.get_command(context, name)
        assert command is not None
        assert command.name == name


def test_an_unknown_noun_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["nobody"]) == 2
    assert "nobody" in capsys.readouterr().err


def test_a_file_without_its_command_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lonely.py").write_text('"""Nothing."""')
    monkeypatch.setattr(main, "NOUNS", tmp_path)
    monkeypatch.setattr("ops.cli.__path__", [str(tmp_path)])
    with pytest.raises(AttributeError):
        main.rampart.get_command(click.Context(main.rampart), "lonely")
    (tmp_path / "wrong.py").write_text("wrong = 1")
    with pytest.raises(TypeError, match="click command"):
        main.rampart.get_command(click.Context(main.rampart), "wrong")


def test_help_says_what_each_noun_is_for_and_imports_none_of_them() -> None:
    script = (
        "import sys; from ops.cli.main import run; run(['--help']);"
        "heavy = {'pydantic', 'dagster', 'psycopg', 'ops.cli.stack'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "Run the platform on this machine" in shown.stdout
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert cpu_s < 0.5  # 0.05 by itself; room for a busy machine


def test_a_reader_that_goes_away_is_no_fault() -> None:
    script = "from ops.cli.main import main; import sys; sys.argv = ['rampart', '--help']; main()"
    command = f"{sys.executable} -c {script!r} | true".replace('"', "'")
    ended = subprocess.run(
        ["sh", "-c", f'{sys.executable} -c "$0" | true', script],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stderr == "", command
