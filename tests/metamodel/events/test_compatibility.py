"""What a schema may become: every kind of evolution, judged and tried with the codec's library."""

import random
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from fastavro import parse_schema, schemaless_reader, schemaless_writer

from metamodel.events._contract import Compatibility
from metamodel.events.compatibility import Obstacle, breaches, obstacles
from tests.metamodel.events.corpus import PAIRS, Pair, any_event
from tests.metamodel.events.planted import order, plain

EXAMPLES = 40


def by_name(pair: Pair) -> str:
    return pair.name


@pytest.fixture(params=PAIRS, ids=by_name)
def pair(request: pytest.FixtureRequest) -> Pair:
    found: Pair = request.param
    return found


def test_the_corpus_is_large_and_every_deviation_has_a_reason() -> None:
    assert len({pair.name for pair in PAIRS}) == len(PAIRS) >= 60
    for pair in PAIRS:
        assert pair.verdicts["FULL"] == (pair.verdicts["BACKWARD"] and pair.verdicts["FORWARD"])
        assert all(each["why"] for each in pair.deviations.values())
        assert set(pair.deviations) <= {"offline", "codec", "registry"}


@pytest.mark.parametrize("mode", list(Compatibility))
def test_every_mode_gives_the_specifications_verdict_or_a_named_other(
    pair: Pair, mode: Compatibility
) -> None:
    found = breaches(mode, pair.new, {1: pair.old})

    assert (not found) == pair.expected(mode, "offline")


@pytest.mark.parametrize("mode", [Compatibility.BACKWARD, Compatibility.FORWARD])
def test_what_is_compatible_is_read_and_what_is_not_is_somewhere_not(
    pair: Pair, mode: Compatibility
) -> None:
    reader, writer = pair.new, pair.old
    if mode is Compatibility.FORWARD:
        reader, writer = writer, reader

    assert all(are_read(reader, writer)) == pair.expected(mode, "codec")


def are_read(reader: Any, writer: Any) -> Iterator[bool]:
    """Is each of some events that a schema may write read by the other?"""
    chance = random.Random(1)
    for _ in range(EXAMPLES):
        parsed, out = parse_schema(deepcopy(writer)), BytesIO()
        schemaless_writer(out, parsed, any_event(writer, chance))
        out.seek(0)
        try:
            schemaless_reader(out, parsed, parse_schema(deepcopy(reader)))
        except Exception:  # noqa: BLE001 - whatever it is, it was not read
            yield False
        else:
            yield True


def test_a_schema_that_is_no_topics_reads_itself(pair: Pair) -> None:
    assert obstacles(pair.old, pair.old) == ()
    assert obstacles(pair.new, pair.new) == ()


@pytest.mark.parametrize(
    ("name", "place", "reason"),
    [
        ("field added without default", "n", "has no default, and what is read does not have it"),
        ("union narrowed", "value", "takes no long"),
        ("symbol removed, without default", "value", "does not know B, and has no default"),
        ("fixed of another size", "value", "has 32 bytes, and what is read 16"),
        ("record renamed without alias", "", "is called `Purchase`, and what is read `Order`"),
        (
            "two levels down a field without default is added",
            "value.a.c",
            "has no default, and what is read does not have it",
        ),
        (
            "field without default added in an optional record",
            "value.b",
            "has no default, and what is read does not have it",
        ),
        ("items become another type", "value[]", "is long, and what is read is string"),
        ("values become another type", "value{}", "is long, and what is read is string"),
        (
            "recursive through a list, type changed",
            "value",
            "is long, and what is read is string",
        ),
    ],
)
def test_an_obstacle_names_the_innermost_place_and_why(name: str, place: str, reason: str) -> None:
    (pair,) = [each for each in PAIRS if each.name == name]

    assert obstacles(pair.new, pair.old) == (Obstacle(place, reason),)


def test_all_obstacles_are_told() -> None:
    reader = order(plain("a"), plain("b", "int"), plain("c", "string"))
    writer = order(plain("b"), plain("c", "long"))

    assert [each.place for each in obstacles(reader, writer)] == ["a", "b", "c"]


FIRST, SECOND, THIRD = (
    order(plain("n", "string")),
    order(),
    order(plain("n", "long", default=0)),
)


@pytest.mark.parametrize(
    ("mode", "broken"),
    [
        (Compatibility.NONE, []),
        (Compatibility.BACKWARD, []),
        (Compatibility.BACKWARD_TRANSITIVE, ["does not read what release 1 writes"]),
        (Compatibility.FORWARD, []),
        (Compatibility.FORWARD_TRANSITIVE, ["is not read by release 1"]),
        (Compatibility.FULL, []),
        (
            Compatibility.FULL_TRANSITIVE,
            ["does not read what release 1 writes", "is not read by release 1"],
        ),
    ],
)
def test_a_name_that_comes_back_with_another_type_breaks_what_is_transitive(
    mode: Compatibility, broken: list[str]
) -> None:
    found = breaches(mode, THIRD, {1: FIRST, 2: SECOND})

    assert [str(each) for each in found] == broken


def test_a_first_release_breaks_nothing() -> None:
    assert breaches(Compatibility.FULL_TRANSITIVE, FIRST, {}) == []
