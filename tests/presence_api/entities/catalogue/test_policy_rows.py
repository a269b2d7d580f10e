"""Rows that a policy shows."""

from typing import Any

import pytest

from metamodel.model.access import AccessPolicy
from presence_api.entities.catalogue.policy_rows import policy_rows
from tests.fakes.entity_store import holds
from tests.presence_api.entities.gadgets import MODEL, row

ENTITY = MODEL.entities[0]
ROWS = (
    row(1, name="ada", size=1, sold=True, amount="1.50"),
    row(2, name="bob", size=2, sold=False, weight=0.5),
    row(3),
)
CLAIMS = {"names": ["ada", "cy"], "size": 2, "empty": [], "odd": {"a": 1}}


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ({"operator": "equals", "member": "name", "values": ["ada"]}, [1]),
        ({"operator": "notEquals", "member": "name", "values": ["ada"]}, [2, 3]),
        ({"operator": "in", "member": "name", "claim": "names"}, [1]),
        ({"operator": "notIn", "member": "name", "claim": "names"}, [2, 3]),
        ({"operator": "gte", "member": "size", "claim": "size"}, [2]),
        ({"operator": "lt", "member": "size", "values": ["2"]}, [1]),
        ({"operator": "equals", "member": "sold", "values": ["true"]}, [1]),
        ({"operator": "equals", "member": "amount", "values": ["1.5"]}, [1]),
        ({"operator": "equals", "member": "weight", "values": ["0.5"]}, [2]),
        ({"operator": "set", "member": "size"}, [1, 2]),
        ({"operator": "notSet", "member": "size"}, [3]),
        ({"operator": "contains", "member": "name", "values": ["D", "o"]}, [1, 2]),
        ({"operator": "notStartsWith", "member": "name", "values": ["a", "c"]}, [2, 3]),
        (
            {
                "or": [
                    {"operator": "equals", "member": "size", "values": ["2"]},
                    {
                        "and": [
                            {"operator": "set", "member": "size"},
                            {"operator": "endsWith", "member": "name", "values": ["a"]},
                        ]
                    },
                ]
            },
            [1, 2],
        ),
    ],
)
def test_a_filter_means_what_it_means_in_cube(said: dict[str, Any], ids: list[int]) -> None:
    found = policy_rows(ENTITY, _policy(said), CLAIMS)
    assert found is not None
    assert [one["gadget_id"] for one in ROWS if holds(found, one)] == ids


@pytest.mark.parametrize(
    "said",
    [
        {"operator": "equals", "member": "has_orders", "values": ["true"]},
        {"operator": "equals", "member": "extra", "values": ["{}"]},
        {"operator": "equals", "member": "name", "claim": "lacking"},
        {"operator": "in", "member": "name", "claim": "empty"},
        {"operator": "equals", "member": "name", "claim": "odd"},
        {"operator": "equals", "member": "name", "claim": "names"},
        {"operator": "equals", "member": "size", "values": ["many"]},
        {"operator": "gt", "member": "size", "values": ["1", "2"]},
        {"operator": "contains", "member": "size", "values": ["1"]},
        {"operator": "inDateRange", "member": "made", "values": ["2026-01-01", "2026-01-02"]},
    ],
)
def test_what_cannot_be_told_shows_nothing(said: dict[str, Any]) -> None:
    assert policy_rows(ENTITY, _policy(said), CLAIMS) is None


def _policy(said: dict[str, Any]) -> AccessPolicy:
    stated = {"groups": ("*",), "filters": (said,)}
    return AccessPolicy.model_validate(stated, strict=False)
