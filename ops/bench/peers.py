"""Other people's generators, installed for a measurement only, and the input they read."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from ops.bench.thousand import columns, describe
from ops.dev.steps import UV
from ops.stack.places import STATE

CUBE_DBT, DAGSTER_CUBE_DBT = "cube_dbt==0.6.3", "dagster-cube-dbt==0.2.0"
_FOLDER = STATE / "bench" / "peers"
_TIMEOUT_S = 300


def peers() -> Path | None:
    """The folder of the peers' modules, installed if they are not; None if that cannot be."""
    wanted = [CUBE_DBT, DAGSTER_CUBE_DBT]
    if not (_FOLDER / "dagster_cube_dbt").is_dir():
        # The second asks for a newer Python; the modules measured here run on this one too.
        install = [str(UV), "pip", "install", "--no-deps", "--python-version", "3.12"]
        try:
            subprocess.run(
                [*install, "--quiet", "--target", str(_FOLDER), *wanted],
                check=True,
                timeout=_TIMEOUT_S,
            )
        except (OSError, subprocess.SubprocessError):
            return None
    return _FOLDER


def import_from(folder: Path, package: str) -> None:
    """Let a package's modules be imported without its own `__init__`, which asks for more."""
    bare = ModuleType(package)
    bare.__path__ = [str(folder / package)]
    sys.modules[package] = bare


def manifest(entities: int) -> dict[str, Any]:
    """What dbt would say of the same tables: only columns, for these peers know no more."""
    return {
        "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"},
        "nodes": {f"model.shop.e{number}": _model(number) for number in range(entities)},
    }


def _model(number: int) -> dict[str, Any]:
    name = f"e{number}"
    return {
        "resource_type": "model",
        "name": name,
        "path": f"{name}.sql",
        "relation_name": f'"shop"."{name}"',
        "description": f"Rows of table {number}.",
        "tags": [],
        "meta": {},
        "config": {
            "materialized": "table",
            "tags": [],
            "meta": {},
        },
        "contract": {"enforced": True},
        "constraints": [{"type": "primary_key", "columns": ["id"]}],
        "columns": {name: _column(name, kind, title) for name, kind, title in columns(number)},
    }


def _column(name: str, kind: str, title: str) -> dict[str, Any]:
    return {
        "name": name,
        "description": describe(title),
        "data_type": kind,
        "meta": {},
        "tags": [],
        "constraints": [],
    }
