import copy

from metamodel.importers.renames import find_renames, in_hand_words, renamed
from tests.metamodel.importers.sources import drafted, key, table

BASE = drafted(
    table("buyer"),
    table("o_order", "o_buyer", foreign_keys=(key("o_buyer", "buyer"),)),
    table("person", "boss_id", foreign_keys=(key("boss_id", "person"),)),
).document


def edited() -> dict[str, object]:
    hand = copy.deepcopy(BASE)
    buyer, order, _ = hand["entities"]
    buyer["name"], order["name"] = "customer", "order"
    order["attributes"][1]["name"] = "customer_id"
    order["measures"].append({"name": "mine", "type": "sum", "expression": "{customer_id}"})
    hand["relations"][0] |= {"from": "order", "to": "customer"}
    hand["relations"][0]["on"] = [{"from": "customer_id", "to": "id"}]
    hand["relations"][1]["role"] = "boss"
    return hand


def test_entities_and_roles_are_known_by_id_and_attributes_by_column() -> None:
    names = find_renames(BASE, edited())
    assert names.nodes == {
        "buyer": "customer",
        "o_order": "order",
        "person": "person",
        "person_boss": "boss",
    }
    assert names.members["o_order"] == {"id": "id", "o_buyer": "customer_id"}


def test_an_import_in_the_hands_words_refers_to_things_by_their_new_names() -> None:
    names = find_renames(BASE, edited())
    made = renamed(BASE, names)
    assert made["relations"][0]["from"] == "order"
    assert made["relations"][0]["to"] == "customer"
    assert made["relations"][0]["on"] == [{"from": "customer_id", "to": "id"}]
    assert made["relations"][1]["role"] == "boss"
    assert made["entities"][1]["attributes"][1]["name"] == "customer_id"


def test_a_renamed_key_and_time_keep_their_meaning() -> None:
    base = drafted(table("log", "no", "at", primary_key=("no",))).document
    base["entities"][0]["time"] = {"dimension": "at"}
    hand = copy.deepcopy(base)
    for item in hand["entities"][0]["attributes"]:
        item["name"] = f"log_{item['name']}"
    made = renamed(base, find_renames(base, hand))["entities"][0]
    assert made["keys"] == {"primary": ["log_no"]}
    assert made["time"] == {"dimension": "log_at"}


def test_without_renames_nothing_changes() -> None:
    assert renamed(BASE, find_renames(BASE, BASE)) == BASE


def test_what_the_hand_removed_or_broke_is_no_rename() -> None:
    names = find_renames(BASE, {"entities": [{"id": 7}, "odd"], "relations": None})
    assert renamed(BASE, names) == BASE


def test_expressions_follow_attributes_of_their_own_entity_only() -> None:
    words = in_hand_words("{a} + {b} + {other.a} + {CUBE}.a", {"a": "x"})
    assert words == "{x} + {b} + {other.a} + {CUBE}.a"
