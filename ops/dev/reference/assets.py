"""docs/reference/assets.md: what Dagster shows for the demo's metamodel, and what it checks."""

from collections.abc import Sequence
from typing import Any

from ops.dev.reference._markdown import code, page, table
from orchestration.adapters.model_files import read_overlays, read_templates
from orchestration.defs.cube_schema.assets import schema_assets
from orchestration.defs.preaggregations.assets import preaggregation_assets
from orchestration.defs.preaggregations.jobs import refresh_job
from orchestration.defs.preaggregations.sensors import refresh_sensors
from orchestration.defs.streaming.assets import streaming_cluster
from orchestration.flows.prepare_model import ModelSource, outline_model
from orchestration.settings import REPOSITORY

DOCUMENT = "metamodel/documents/tpch.json"
ENGINE = "installed"  # which planner is installed changes nothing on this page but a word
_PATTERNS = {"cube": ["<cube>"], "preagg": ["<cube>_<name>"]}
INTRO = f"""\
The assets of `{DOCUMENT}`; another document gives the same with its own
cubes and pre-aggregations. A check that fails says in its metadata what to do."""


def pages() -> dict[str, str]:
    """The page of all assets, checks, jobs and sensors."""
    models = REPOSITORY / "cube_models"
    source = ModelSource(
        path=DOCUMENT,
        document=(REPOSITORY / DOCUMENT).read_text(encoding="utf-8"),
        templates=read_templates(models / "templates"),
        overlays=read_overlays(models / "overlays"),
        engine=ENGINE,
    )
    model = outline_model(source)
    rollups = preaggregation_assets(model)
    assets = [*schema_assets(source, model), rollups, streaming_cluster()]
    job = refresh_job(rollups)
    sensors = refresh_sensors(job, running=True, budget_s=1)
    specs = [spec for item in assets for spec in item.specs]
    checks = [check for item in assets for check in item.check_specs]
    blocks = (
        "## Assets",
        table(("Asset", "Meaning"), dict.fromkeys(_asset_row(one) for one in specs)),
        "## Checks",
        table(
            ("Asset", "Check", "Passes when"),
            dict.fromkeys(
                (_pattern(one.asset_key.path), code(one.name), one.description) for one in checks
            ),
        ),
        "## Job and sensors",
        table(
            ("Name", "Meaning"),
            [(code(one.name), one.description or "") for one in (job, *sensors)],
        ),
    )
    return {"assets.md": page("Assets and checks", INTRO, *blocks)}


def _asset_row(spec: Any) -> tuple[str, str]:
    """Every cube has the same words: one row is enough for all of them."""
    path, words = spec.key.path, spec.description
    if path[0] == "cube":
        return _pattern(path), words.replace(code(path[1]), code("<cube>"))
    return code("/".join(path)), words


def _pattern(path: Sequence[str]) -> str:
    return code("/".join([path[0], *_PATTERNS.get(path[0], path[1:])]))
