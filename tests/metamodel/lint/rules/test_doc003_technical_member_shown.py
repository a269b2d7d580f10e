from typing import Any

from tests.metamodel.shop import CUSTOMER, places

PLACE = f"/entities/{CUSTOMER}"
VERSION = {"name": "version", "column": "version", "type": "bigint", "title": "Version"}


def versioned(**more: Any) -> dict[str, Any]:
    return {
        f"{PLACE}/attributes/-": VERSION | more,
        f"{PLACE}/versioning": {"column": "version"},
    }


def test_what_only_programs_see_is_right() -> None:
    assert places("DOC003", versioned(public=False)) == []


def test_what_people_see_is_told() -> None:
    assert places("DOC003", versioned()) == [f"{PLACE}/attributes/5"]
