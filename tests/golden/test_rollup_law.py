"""What Cube would build of a rollup, against the fingerprint that says whether it has to."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.adapters.compiler_node import NodeCompiler
from orchestration.ports.compiler import PlannedTable
from tests.metamodel.modelgen.shop_model import TEMPLATES, generated
from tests.metamodel.shop import COUNTRY, ORDER, PRODUCT

SERVER = Path(__file__).parents[2] / "cube_models" / "server"
ORDERS, GOODS = f"/entities/{ORDER}", f"/entities/{PRODUCT}"
ROLLUP = f"{ORDERS}/preAggregations/0"
JOINED = {f"{ROLLUP}/dimensions/-": "product.name"}

LOOKS: tuple[tuple[str, Any], ...] = (
    (f"{ORDERS}/title", "Orders {all}"),
    (f"{ORDERS}/measures/1/title", "Turnover"),
    (f"{ORDERS}/measures/1/format", "currency"),
    (f"{ORDERS}/attributes/4/description", "How far it is"),
    (f"{ORDERS}/computed/0/expression", "{price} > 200"),
    (f"/entities/{COUNTRY}/attributes/1/column", "title"),
    (f"{ORDERS}/access", [{"groups": ["admin"], "allRows": True}]),
)
FIGURES: tuple[tuple[str, Any], ...] = (
    (f"{ORDERS}/measures/1/expression", "{price} + 1"),
    (f"{ORDERS}/measures/1/type", "max"),
    (f"{ORDERS}/measures/1/filters", ["{status} = 'open'"]),
    (f"{ORDERS}/attributes/4/column", "state"),
    (f"{ORDERS}/source/table", "shop.all_orders"),
    (f"{GOODS}/attributes/1/column", "label"),
    ("/relations/2/on/0/from", "customer_id"),
    (f"{ROLLUP}/time/granularity", "month"),
)


@cache
def tables(edits: str) -> tuple[str, tuple[PlannedTable, ...]]:
    """The fingerprint of the rollup, and what Cube's planner makes of it."""
    made = generated(JOINED | json.loads(edits))
    planned = NodeCompiler(SERVER).compile(made.files, {"it": made.probes["orders.by_day"]})
    return made.rollups[0].rollup_fp, planned.plans["it"].tables


EDITS = st.lists(st.integers(0, len(LOOKS + FIGURES) - 1), max_size=3, unique=True)


@settings(max_examples=6)
@given(one=EDITS, other=EDITS)
def test_equal_fingerprints_mean_equal_tables(one: list[int], other: list[int]) -> None:
    (left, built), (right, too) = tables(chosen(one)), tables(chosen(other))

    assert left != right or built == too


def test_no_look_changes_a_table() -> None:
    assert tables(edited(LOOKS)) == tables(edited(()))


@pytest.mark.parametrize("edit", FIGURES, ids=lambda edit: edit[0])
def test_whatever_changes_a_table_changes_its_fingerprint(edit: tuple[str, Any]) -> None:
    (old, built), (new, too) = tables(edited(())), tables(edited([edit]))

    assert built != too
    assert old != new


def test_a_templates_blank_rebuilds_nothing() -> None:
    spaced = {name: text.replace("cubes:\n", "cubes:\n\n") for name, text in TEMPLATES.items()}
    made, other = generated(templates=spaced), generated()

    assert made.version != other.version
    assert made.rollups == other.rollups


def chosen(places: list[int]) -> str:
    """Some of all edits."""
    return edited([(LOOKS + FIGURES)[place] for place in places])


def edited(edits: Iterable[tuple[str, Any]]) -> str:
    """Edits as a text, in one order."""
    return json.dumps(dict(edits), sort_keys=True)
