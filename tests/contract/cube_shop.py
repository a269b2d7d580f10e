"""The contract's shop on a real Cube: a model version of its own, its rows inside its SQL."""

import itertools
import os
from pathlib import Path

import yaml

from tests.contract.cube_contract import FPS

_NUMBERS = itertools.count(1)


def publish_shop(publish_dir: Path) -> str:
    """Write a version that no other test uses, whose rollup no other version shares; its name."""
    version = f"shop-{os.getpid()}-{next(_NUMBERS)}"
    cubes = [_orders(version), _customer()]
    built = {**cubes[0], "pre_aggregations": [_by_month()]}
    _write(publish_dir / version / "model", [built, cubes[1]])
    _write(publish_dir / version / "source", cubes)
    return version


def _orders(version: str) -> dict[str, object]:
    days = ("2025-01-15", "2025-02-15", "2025-03-15")
    rows = " UNION ALL ".join(
        f"SELECT {n} AS id, TIMESTAMP '{day}' AS at" for n, day in enumerate(days)
    )
    return {
        "name": "orders",
        # Other SQL, other tables: each version begins with nothing built.
        "sql": f"SELECT * FROM ({rows}) AS shop WHERE '{version}' <> ''",
        "meta": {"rampart": {"cube_fp": FPS["orders"]}},
        "dimensions": [
            {"name": "id", "sql": "id", "type": "number", "primary_key": True},
            {"name": "at", "sql": "at", "type": "time"},
        ],
        "measures": [{"name": "count", "type": "count"}],
    }


def _by_month() -> dict[str, object]:
    return {
        "name": "by_month",
        "external": False,
        "measures": ["CUBE.count"],
        "time_dimension": "CUBE.at",
        "granularity": "day",
        "partition_granularity": "month",
        "build_range_start": {"sql": "SELECT TIMESTAMP '2025-01-01'"},
        "build_range_end": {"sql": "SELECT TIMESTAMP '2025-03-31'"},
    }


def _customer() -> dict[str, object]:
    return {
        "name": "customer",
        "sql": "SELECT 1 AS id",
        "meta": {"rampart": {"cube_fp": FPS["customer"]}},
        "dimensions": [{"name": "id", "sql": "id", "type": "number", "primary_key": True}],
        "measures": [{"name": "count", "type": "count"}],
    }


def _write(folder: Path, cubes: list[dict[str, object]]) -> None:
    folder.mkdir(parents=True)
    (folder / "shop.yml").write_text(yaml.safe_dump({"cubes": cubes}), encoding="utf-8")
