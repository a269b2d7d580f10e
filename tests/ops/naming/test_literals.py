import ast
from pathlib import Path

import pytest

from metamodel.naming.names import NameKind
from ops.naming.literals import Literal, Literals, argument, calls
from tests.ops.naming.planted import planted

FILES = {
    "ops/words.py": 'WORD = "written there"\nONE, TWO = "one", "two"\nTYPED: str = "typed"\n',
    "ops/here.py": (
        "from ops.words import TWO, WORD as OTHER\n"
        "from ops.gone import LOST\n"
        'f("plain", name=OTHER)\n'
    ),
}


@pytest.mark.parametrize(
    ("path", "name", "found"),
    [
        ("ops/here.py", "OTHER", Literal("written there", "ops/words.py", 1, 9)),
        ("ops/here.py", "TWO", Literal("two", "ops/words.py", 2, 20)),
        ("ops/words.py", "TYPED", Literal("typed", "ops/words.py", 3, 15)),
        ("ops/here.py", "LOST", None),
        ("ops/here.py", "NOWHERE", None),
    ],
)
def test_a_constant_is_followed_to_where_it_is_written(
    tmp_path: Path, path: str, name: str, found: Literal | None
) -> None:
    assert Literals(planted(tmp_path, FILES)).of(path, ast.Name(name)) == found


def test_what_is_made_at_run_time_is_not_known(tmp_path: Path) -> None:
    literals = Literals(planted(tmp_path, FILES))
    assert literals.of("ops/here.py", ast.parse("f'{a}'", mode="eval").body) is None
    assert literals.of("ops/here.py", None) is None


def test_calls_and_their_arguments_are_found_by_name(tmp_path: Path) -> None:
    tree = planted(tmp_path, FILES)
    (call,) = calls(tree.module("ops/here.py"), "f")
    found = Literals(tree).of("ops/here.py", argument(call, "name", 0))
    assert found == Literal("written there", "ops/words.py", 1, 9)
    first = Literals(tree).of("ops/here.py", argument(call, "other", 0))
    assert first == Literal("plain", "ops/here.py", 3, 4)
    assert argument(call, "other", 5) is None
    assert list(calls(ast.parse("(lambda: 1)()"), "f")) == []


def test_a_literal_becomes_a_name_at_its_place() -> None:
    name = Literal("a", "b.py", 1, 2).named(NameKind.JOB, type="x")
    assert (name.path, name.line, name.column) == ("b.py", 1, 2)
    assert name.facts == {"type": "x"}
