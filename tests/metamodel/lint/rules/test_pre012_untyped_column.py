from typing import Any

from tests.metamodel.shop import ORDER, places

ROLLUP = f"/entities/{ORDER}/preAggregations/0"

MEMBERS = ("count", "revenue", "status", "tenant_id", "placed_on")


def typed(*names: str) -> dict[str, Any]:
    columns = [{"member": name, "type": "text"} for name in names]
    return {f"{ROLLUP}/outputColumnTypes": columns}


def test_every_member_has_a_type() -> None:
    assert places("PRE012", typed(*MEMBERS)) == []


def test_a_missing_one_is_refused() -> None:
    assert places("PRE012", typed(*MEMBERS[1:])) == [f"{ROLLUP}/outputColumnTypes"]


def test_a_strange_one_is_refused() -> None:
    assert places("PRE012", typed(*MEMBERS, "price")) == [f"{ROLLUP}/outputColumnTypes/5/member"]
