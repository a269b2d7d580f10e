"""Compiling what a change may break gives the verdict of compiling everything."""

from pathlib import Path
from typing import Any

import pytest

from metamodel.modelgen.neighbours import affected
from orchestration.adapters.compiler_node import NodeCompiler
from orchestration.flows.prepare_model import RollupMissed, compile_model
from orchestration.ports.compiler import ModelRefused
from tests.metamodel.modelgen.shop_model import generated
from tests.metamodel.shop import COUNTRY, CUSTOMER, ORDER, PRODUCT, shop

SERVER = Path(__file__).parents[2] / "cube_models" / "server"
ORDERS = f"/entities/{ORDER}"
VIEW = {"name": "sales", "cubes": [{"path": "order.product", "members": [{"name": "name"}]}]}
EDITS: list[tuple[dict[str, Any], bool]] = [
    ({f"/entities/{PRODUCT}/title": "Goods"}, True),
    ({f"{ORDERS}/measures/1/expression": "{price} * 2"}, True),
    ({f"/entities/{COUNTRY}/cube": "lands"}, True),
    ({f"/entities/{PRODUCT}/attributes/1/name": "label"}, False),  # `orders` names it
    ({"/views": [VIEW], f"/entities/{PRODUCT}/attributes/1/name": "label"}, False),
    ({f"{ORDERS}/measures/3/expression": "{product.nobody}"}, False),
    ({f"{ORDERS}/measures/1/expression": "{revenue}"}, False),  # goes in circles
    ({f"/entities/{CUSTOMER}/measures/0/filters": ["{country.nobody} = 1"]}, False),
    ({"/relations": shop()["relations"][:2]}, False),  # `orders` still asks for the product's name
]


@pytest.mark.parametrize(("edits", "holds"), EDITS)
def test_a_part_gets_the_verdict_of_the_whole(edits: dict[str, Any], holds: bool) -> None:
    model = generated(edits)
    before = generated({"/views": [VIEW]} if "/views" in edits else {})
    changed = {
        name
        for name in {*model.cube_fps, *before.cube_fps}
        if model.cube_fps.get(name) != before.cube_fps.get(name)
    }
    only = affected(model.neighbours, changed)

    assert changed
    assert compiles(model, None) == compiles(model, only) == holds


def compiles(model: Any, only: frozenset[str] | None) -> bool:
    """Does Cube take these cubes, and plan their probes?"""
    try:
        compile_model(model, NodeCompiler(SERVER), only)
    except (ModelRefused, RollupMissed):
        return False
    return True
