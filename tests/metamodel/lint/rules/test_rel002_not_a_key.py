from tests.metamodel.shop import COUNTRY, CUSTOMER, places

TO = "/relations/0/on/0"


def test_a_join_to_the_primary_key_is_right() -> None:
    assert places("REL002") == []


def test_a_join_to_something_else_is_refused() -> None:
    edits = {TO: {"from": "name", "to": "name"}}
    assert places("REL002", edits) == ["/relations/0/on"]


def test_a_unique_attribute_will_do() -> None:
    edits = {
        TO: {"from": "name", "to": "name"},
        f"/entities/{COUNTRY}/attributes/1/cardinality": {"class": "unique"},
    }
    assert places("REL002", edits) == []


def test_a_part_of_a_key_will_not() -> None:
    edits = {f"/entities/{COUNTRY}/keys/primary": ["id", "name"]}
    assert places("REL002", edits) == ["/relations/0/on"]


def test_the_many_side_needs_no_key() -> None:
    edits = {TO: {"from": "id", "to": "name"}, "/relations/0/cardinality": "one_to_many"}
    assert places("REL002", edits) == []


def test_the_one_side_does_whichever_it_is() -> None:
    edits = {TO: {"from": "name", "to": "name"}, "/relations/0/cardinality": "one_to_many"}
    assert places("REL002", edits) == ["/relations/0/on"]


def test_one_to_one_wants_a_key_on_both_sides() -> None:
    edits = {"/relations/0/cardinality": "one_to_one"}
    unique = {f"/entities/{CUSTOMER}/attributes/2/constraints": {"unique": True}}
    assert places("REL002", edits) == ["/relations/0/on"]
    assert places("REL002", {**edits, **unique}) == []
