import json
import os
import random
import subprocess
import sys
from typing import Any

import pytest
import yaml

from metamodel.model.load import load
from metamodel.modelgen.generate import generate
from tests.metamodel.modelgen.shop_model import ENGINE, TEMPLATES, generated
from tests.metamodel.shop import GONE, ORDER, shop


def shuffled(value: Any, source: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        source.shuffle(keys)
        return {key: shuffled(value[key], source) for key in keys}
    return [shuffled(item, source) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_keys_changes_nothing(seed: int) -> None:
    text = json.dumps(shuffled(shop(), random.Random(seed)))
    model = load(text).require()
    assert generate(model, templates=TEMPLATES, overlays={}, engine=ENGINE) == generated()


def test_the_hash_seed_changes_nothing() -> None:
    script = (
        "from tests.metamodel.modelgen.shop_model import generated\n"
        "from metamodel.kernel.canonical import fingerprint\n"
        "g = generated()\n"
        "print(fingerprint(dict(g.files), dict(g.probes), [r.to_json() for r in g.rollups]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


def test_every_cube_is_a_file_that_echoes_its_hash() -> None:
    made = generated({"/relations/0/role": "home_country"})
    assert set(made.files) == {f"cubes/{name}.yml" for name in made.cube_fps}
    (cube,) = yaml.safe_load(made.files["cubes/orders.yml"])["cubes"]
    assert cube["meta"]["rampart"] == {
        "entity": "order",
        "cube_fp": made.cube_fps["orders"],
        "joins_to": ["customers", "products"],
    }


def test_source_files_differ_by_the_rollups_only() -> None:
    made = generated()
    for path, text in made.files.items():
        cube = yaml.safe_load(text)["cubes"][0]
        cube.pop("pre_aggregations", None)
        assert yaml.safe_load(made.source_files[path])["cubes"][0] == cube


def test_a_rollup_knows_where_to_look_for_rows_outside_its_extent() -> None:
    (rollup,) = generated().rollups
    assert (rollup.path, rollup.time_sql, rollup.time_table) == (
        "orders.by_day",
        "placed_on",
        "shop.orders",
    )
    assert len(rollup.partitions()) == 36


def test_a_quoted_column_is_looked_at_by_its_quoted_name() -> None:
    (rollup,) = generated({f"/entities/{ORDER}/attributes/3/column": '"Placed on"'}).rollups
    assert rollup.time_sql == '"Placed on"'


def test_one_table_has_nothing_outside_its_extent() -> None:
    place = f"/entities/{ORDER}/preAggregations/0"
    (rollup,) = generated({f"{place}/partition": GONE, f"{place}/time": GONE}).rollups
    assert (rollup.partition, rollup.time_sql, rollup.time_table) == (None, None, None)


def test_overlays_are_in_files_and_hashes() -> None:
    made = generated(overlays={"orders.yml": "title: Sales"})
    assert 'title: "Sales"' in made.files["cubes/orders.yml"]
    assert made.version != generated().version
