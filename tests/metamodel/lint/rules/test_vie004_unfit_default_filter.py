from typing import Any

from tests.metamodel.shop import places


def desk(*cubes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"/views": [{"name": "desk", "cubes": list(cubes), **more}]}


OPEN = {"member": "status", "operator": "equals", "values": ["open"]}


def filtered(condition: dict[str, Any]) -> list[str]:
    return places("VIE004", desk({"path": "order"}, defaultFilters=[{"filter": condition}]))


def test_a_comparison_with_values_is_right() -> None:
    assert filtered(OPEN) == []


def test_others_are_refused() -> None:
    place = ["/views/0/defaultFilters/0/filter"]
    assert filtered({"or": [OPEN]}) == place
    assert filtered({"member": "status", "operator": "equals", "claim": "state"}) == place
