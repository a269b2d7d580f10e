import pytest

from tests.metamodel.shop import places


def test_relations_between_what_exists_are_right() -> None:
    assert places("REL001") == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("/relations/0/from", "nobody"),
        ("/relations/0/to", "nobody"),
        ("/relations/0/on/0/from", "nothing"),
        ("/relations/0/on/0/to", "nothing"),
    ],
)
def test_what_does_not_exist_is_refused(place: str, value: str) -> None:
    assert places("REL001", {place: value}) == [place]


def test_attributes_of_different_kinds_are_refused() -> None:
    assert places("REL001", {"/relations/0/on/0/from": "name"}) == ["/relations/0/on/0"]


def test_an_id_is_used_once() -> None:
    edits = {"/relations/0/id": "rel_order_product"}
    assert places("REL001", edits) == ["/relations/0/id", "/relations/2/id"]


def test_a_role_stands_for_one_entity() -> None:
    edits = {"/relations/0/role": "target", "/relations/1/role": "target"}
    assert places("REL001", edits) == ["/relations/1/role"]


def test_a_relation_may_start_from_a_role() -> None:
    edits = {"/relations/1/role": "buyer", "/relations/0/from": "buyer"}
    assert places("REL001", edits) == []
