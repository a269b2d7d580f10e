from typing import Any

from tests.metamodel.shop import ORDER, PRODUCT, places

COUNTRY_ID = {"name": "country_id", "column": "country_id", "type": "bigint", "nullable": False}


def relation(origin: str, target: str, *names: str, **more: Any) -> dict[str, Any]:
    on = [{"from": name, "to": "id" if name.endswith("_id") else name} for name in names]
    return {
        "id": f"rel_{origin}_{target}_more",
        "from": origin,
        "to": target,
        "cardinality": "many_to_one",
        "on": on,
        **more,
    }


PRODUCT_COUNTRY: dict[str, Any] = {
    f"/entities/{PRODUCT}/attributes/-": COUNTRY_ID,
    "/relations/-": relation("product", "country", "country_id"),
}


def test_one_path_each_is_right() -> None:
    assert places("REL003") == []


def test_an_entity_reached_in_two_meanings_is_refused() -> None:
    assert places("REL003", PRODUCT_COUNTRY) in (["/relations/0"], ["/relations/3"])


def test_a_role_tells_them_apart() -> None:
    role = relation("product", "country", "country_id", role="origin_country")
    assert places("REL003", PRODUCT_COUNTRY | {"/relations/-": role}) == []


def test_what_lies_beyond_a_role_counts_too() -> None:
    beyond = relation("home_country", "product", "id", on=[{"from": "id", "to": "id"}])
    edits = {"/relations/0/role": "home_country", "/relations/-": beyond}
    assert places("REL003", edits) in (["/relations/2"], ["/relations/3"])


def test_paths_that_carry_the_same_key_are_one_meaning() -> None:
    same = {"/relations/-": relation("order", "country", "country_id")}
    owned = {f"/entities/{ORDER}/attributes/-": COUNTRY_ID}
    assert places("REL003", same | owned) != []
    both = {
        f"/entities/{ORDER}/attributes/-": COUNTRY_ID,
        "/relations/1/on": [
            {"from": "customer_id", "to": "id"},
            {"from": "country_id", "to": "country_id"},
        ],
        "/relations/-": relation("order", "country", "country_id"),
    }
    assert places("REL003", both) == []


def test_two_relations_between_the_same_two_are_refused() -> None:
    assert places("REL003", {"/relations/-": relation("order", "product", "product_id")}) == [
        "/relations/3"
    ]


def test_an_entity_that_refers_to_itself_is_a_circle_and_no_second_path() -> None:
    itself = relation("country", "country", "id", on=[{"from": "id", "to": "id"}])
    assert places("REL003", {"/relations/-": itself}) == []
    assert places("REL005", {"/relations/-": itself}) == ["/relations/3"]
