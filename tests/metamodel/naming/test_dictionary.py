import json
from typing import Any

import pytest

from metamodel.naming.dictionary import (
    Dictionary,
    dictionary_text,
    load_dictionary,
    parse_dictionary,
)
from metamodel.naming.errors import DictionaryRefused
from metamodel.naming.names import NameKind

SMALL: dict[str, Any] = {
    "words": {"order": "What a customer asks for."},
    "plain": ["total"],
    "abbreviations": {"avg": "average"},
    "synonyms": {"average": "avg"},
    "plurals": {"person": "people"},
    "no_plurals": ["status"],
}
ALIAS = {
    "kind": "job",
    "old": "old_job",
    "new": "new_job",
    "since": "2026-01-01",
    "remove_after": "2026-02-01",
}
FIXED = {"names": ["SUB"], "kinds": ["frame"], "reason": "Known so.", "decision": "0001-a"}


def parsed(**more: Any) -> Dictionary:
    return parse_dictionary(json.dumps(SMALL | more))


def test_the_committed_dictionary_is_right_and_is_read_once() -> None:
    assert list(load_dictionary().faults()) == []
    assert load_dictionary() is load_dictionary()
    assert parse_dictionary(dictionary_text()) == load_dictionary()


def test_what_contracts_fix_is_fixed_with_a_reason() -> None:
    known = load_dictionary()
    assert known.is_fixed(NameKind.FRAME, "SUB")
    assert known.is_fixed(NameKind.FRAME, "LOCK")
    assert known.is_fixed(NameKind.METRIC, "preagg_build_duration_seconds")
    assert known.is_fixed(NameKind.REST_PATH, "/api/v1/entities/{entity}/bulk-update")
    assert not known.is_fixed(NameKind.TABLE, "SUB")
    assert all(item.reason for item in known.fixed)


def test_nouns_are_approved_in_both_numbers_and_abbreviations_as_they_are() -> None:
    approved = parsed().approved
    assert {"order", "orders", "total", "totals", "avg"} <= approved
    assert "average" not in approved


def test_the_last_word_of_a_name_has_a_number() -> None:
    known = parsed()
    assert known.plural("sales_order") == "sales_orders"
    assert known.plural("sales_person") == "sales_people"
    assert known.singular("sales_people") == "sales_person"
    assert known.is_plural("sales_people")
    assert known.is_plural("orders")
    assert not known.is_plural("order_status")
    assert not known.is_plural("address")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"synonyms": {"total": "avg"}}, "`total` is approved and a synonym"),
        ({"synonyms": {"mean": "median"}}, "`median`, preferred to `mean`, is not approved"),
        ({"plain": ["order"]}, "`order` is plain and explained as well"),
        ({"plain": ["a", "a"]}, "`a` stands twice"),
        ({"plain": ["Total"]}, "/plain/0: String should match"),
        ({"words": {"order": ""}}, "/words/order: "),
        ({"more": 1}, "/more: Extra inputs"),
        ({"fixed": [FIXED, FIXED]}, "frame `SUB` is fixed twice"),
        ({"fixed": [FIXED | {"reason": ""}]}, "/fixed/0/reason"),
        ({"aliases": [ALIAS, ALIAS]}, "the alias `old_job` stands twice"),
        ({"aliases": [ALIAS | {"since": "2026-03-01"}]}, "ends before it begins"),
        ({"aliases": [ALIAS | {"since": "yesterday"}]}, "/aliases/0/since"),
        (
            {"aliases": [ALIAS, ALIAS | {"old": "older_job", "new": "old_job"}]},
            "leads to `old_job`, which is an alias itself",
        ),
        (
            {"aliases": [ALIAS | {"kind": "frame", "old": "SUB"}], "fixed": [FIXED]},
            "`SUB` is fixed and an alias",
        ),
    ],
)
def test_a_dictionary_that_contradicts_itself_is_refused_with_the_place(
    more: dict[str, Any], words: str
) -> None:
    with pytest.raises(DictionaryRefused) as refused:
        parsed(**more)
    assert words in str(refused.value)


def test_every_fault_is_told_at_once_and_a_text_that_is_no_json_is_one() -> None:
    with pytest.raises(DictionaryRefused) as refused:
        parsed(plain=["order", "a", "a"])
    assert str(refused.value).count("; ") == 1
    with pytest.raises(DictionaryRefused):
        parse_dictionary("{")
