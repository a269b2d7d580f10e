"""Reading the declaration: every fault at once, with its place and its cure."""

import pytest

from metamodel.events._catalogue import topics
from metamodel.streaming.load import DeclarationRefused, load_declaration
from tests.metamodel.streaming.shop import COMMITTED, TEXT, loaded


def test_the_committed_declaration_has_no_fault() -> None:
    text = COMMITTED.read_text()

    assert load_declaration(text, topics()).findings == ()


def test_a_right_text_is_a_declaration() -> None:
    found = loaded()

    assert found.findings == ()
    assert list(found.require().environments) == ["bench", "town"]


def test_all_faults_of_shape_are_found_at_once_in_order_of_their_places() -> None:
    wrong = TEXT.replace("version: 1", "version: 2").replace("why: Cooks.", "wy: Cooks.")
    wrong = wrong.replace("retention: 1h", "retention: 1 hour") + "version: 1\n"

    with pytest.raises(DeclarationRefused) as refused:
        loaded(wrong).require()

    places = [(item.line, item.column, item.message) for item in refused.value.findings]
    assert [line for line, _, _ in places] == sorted(line for line, _, _ in places)
    assert {message for _, _, message in places} >= {
        "`why` is missing",
        "`wy` is not a key here",
        "`1 hour` is not a span of time such as `7d`; units are ms, s, m, h, d",
        "the key `version` stands twice",
    }


def test_an_unknown_key_is_answered_with_the_likeliest() -> None:
    (fault,) = (
        item
        for item in loaded(TEXT.replace("service: stove", "servce: stove")).findings
        if "servce" in item.message
    )

    assert fault.cure.startswith("Did you mean `service`? Known keys: why, roles")
    assert (fault.code, fault.path) == ("DCL001", "streaming.yaml")


@pytest.mark.parametrize("text", ["", "- a\n", "just words", "a: [", "7"])
def test_a_text_that_is_no_declaration_is_refused(text: str) -> None:
    found = loaded(text)

    assert found.declaration is None
    assert [item.code for item in found.findings] == ["DCL001"] * len(found.findings)


def test_faults_of_meaning_are_found_once_the_shape_is_right() -> None:
    wrong = TEXT.replace("roles: [till]", "roles: [tll]").replace(
        "shop.price.v1:", "shop.prize.v1:"
    )

    assert [item.code for item in loaded(wrong).findings] == [
        "DCL002",
        "DCL003",
        "DCL003",
        "DCL004",
    ]


def test_a_warning_refuses_nothing() -> None:
    found = loaded(TEXT.replace("roles: [till]", "roles: [till, waiter]"))

    assert [item.code for item in found.findings] == ["DCL004"]
    assert found.declaration is not None


def test_a_refusal_tells_every_fault_with_its_place() -> None:
    with pytest.raises(DeclarationRefused) as refused:
        loaded("version: 1\nnonsense: 2\n").require()

    assert "2:1 DCL001 `nonsense` is not a key here" in str(refused.value)
    assert refused.value.explain().startswith("DECL-001 the declaration has ")
