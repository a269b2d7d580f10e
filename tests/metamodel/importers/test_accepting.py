import copy
from typing import Any

from metamodel.importers.accepting import accept, missing_ends
from metamodel.importers.renames import Renames, find_renames
from metamodel.importers.report import SuggestionKind
from tests.metamodel.importers.sources import column, drafted, table

DRAFT = drafted(
    table(
        "order",
        column("placed_at", "timestamptz", nullable=False),
        column("tenant_id", "text"),
        "version",
        column("amount", "numeric"),
        column("deleted_at", "timestamptz"),
    )
)
NONE = Renames({}, {})
ALL = frozenset(SuggestionKind)


def accepted(document: Any, *kinds: SuggestionKind, renames: Renames = NONE) -> Any:
    made, still = accept(document, DRAFT.report.suggestions, kinds or ALL, renames)
    return made["entities"][0], {item.kind for item in still}


def test_accepted_suggestions_are_in_the_document_and_no_longer_open() -> None:
    entity, still = accepted(DRAFT.document)
    assert entity["time"] == {"dimension": "placed_at"}
    assert entity["tenancy"] == {"mode": "required", "attribute": "tenant_id"}
    assert entity["versioning"] == {"column": "version"}
    assert entity["measures"][-1]["name"] == "total_amount"
    assert entity["softDelete"] == {"attribute": "deleted_at", "mode": "timestamp"}
    assert still == set()


def test_kinds_that_nobody_accepts_stay_open() -> None:
    entity, still = accepted(DRAFT.document, SuggestionKind.TIME)
    assert "versioning" not in entity
    assert still == ALL - {SuggestionKind.TIME}


def test_what_the_document_says_already_is_left_as_it_is() -> None:
    hand = copy.deepcopy(DRAFT.document)
    hand["entities"][0]["time"] = {"dimension": "deleted_at"}
    hand["entities"][0]["measures"].append({"name": "total_amount", "type": "max"})
    entity, _ = accepted(hand)
    assert entity["time"] == {"dimension": "deleted_at"}
    assert entity["measures"] == hand["entities"][0]["measures"]


def test_suggestions_for_removed_entities_are_dropped() -> None:
    made, still = accept(DRAFT.document | {"entities": []}, DRAFT.report.suggestions, ALL, NONE)
    assert (made["entities"], still) == ([], ())


def test_suggestions_speak_in_the_hands_words() -> None:
    hand = copy.deepcopy(DRAFT.document)
    hand["entities"][0]["name"] = "purchase"
    for item in hand["entities"][0]["attributes"]:
        item["name"] = f"my_{item['name']}"
    entity, _ = accepted(hand, renames=find_renames(DRAFT.document, hand))
    assert entity["time"] == {"dimension": "my_placed_at"}
    assert entity["tenancy"]["attribute"] == "my_tenant_id"
    assert entity["measures"][-1]["expression"] == "{my_amount}"


def test_the_document_given_is_not_altered() -> None:
    before = copy.deepcopy(DRAFT.document)
    accepted(DRAFT.document)
    assert before == DRAFT.document


def test_relations_without_an_end_are_found() -> None:
    document = {"entities": [{"name": "a"}], "relations": [{"role": "r", "from": "a", "to": "a"}]}
    wanted = [{"from": "r", "to": "a"}, {"from": "a", "to": "b"}, {"from": "b", "to": "a"}]
    assert list(missing_ends(document, wanted)) == wanted[1:]
