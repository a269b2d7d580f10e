"""YAML with the place of every value."""

import pytest
import yaml

from metamodel.model.positions import Position
from metamodel.streaming.yaml_text import NoYaml, read_yaml
from tests.metamodel.streaming.shop import COMMITTED

TEXT = """\
a: 1
b:
  - x
  - {c: true, c/d: null}
"""


def test_values_are_those_of_the_safe_loader() -> None:
    whole = COMMITTED.read_text()

    assert read_yaml(TEXT).value == yaml.safe_load(TEXT)
    assert read_yaml(whole).value == yaml.safe_load(whole)


def test_a_member_stands_where_its_key_does() -> None:
    positions = read_yaml(TEXT).positions

    assert positions["/b"] == Position(2, 1)
    assert positions["/b/0"] == Position(3, 5)
    assert positions["/b/1/c"] == Position(4, 6)
    assert positions["/b/1/c~1d"] == Position(4, 15)


def test_a_key_that_stands_twice_is_found_at_its_second_place() -> None:
    (double,) = read_yaml("a: 1\nb: 2\na: 3\n").duplicates

    assert (double.key, double.position) == ("a", Position(3, 1))


def test_an_empty_text_is_nothing() -> None:
    assert read_yaml("").value is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [1\n", 2),
        ("a: b: c\n", 1),
        ("a: &x {b: 1}\nc: *x\n", 1),
        ("a: {b: 1}\n<<: {c: 1}\n", 2),
        ("? [1]\n: 2\n", 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: \x00", 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, line: int) -> None:
    with pytest.raises(NoYaml) as refused:
        read_yaml(text)

    assert refused.value.position.line == line


def test_a_text_that_unfolds_without_end_is_refused() -> None:
    bomb = "a: &a [x]\n" + "".join(f"{name}: &{name} [*a, *a]\n" for name in "bcdefgh")

    with pytest.raises(NoYaml, match="anchor"):
        read_yaml(bomb)


def test_a_text_nested_too_deeply_is_refused() -> None:
    with pytest.raises(NoYaml):
        read_yaml("[" * 100_000)
