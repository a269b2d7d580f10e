"""The shop, generated with the committed templates."""

from pathlib import Path
from typing import Any

from metamodel.modelgen.cube_plan import ModelPlan
from metamodel.modelgen.generate import generate
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.plan import plan
from tests.metamodel.shop import model

_FOLDER = Path(__file__).parents[3] / "cube_models" / "templates"
TEMPLATES = {path.name: path.read_text() for path in _FOLDER.glob("*.j2")}
ENGINE = "1.7.43 stand-in"


def planned(edits: dict[str, Any] | None = None) -> ModelPlan:
    """The plan of the edited shop."""
    return plan(model(edits))


def generated(
    edits: dict[str, Any] | None = None,
    *,
    overlays: dict[str, str] | None = None,
    templates: dict[str, str] | None = None,
    engine: str = ENGINE,
) -> GeneratedModel:
    """The edited shop, generated."""
    return generate(
        model(edits), templates=templates or TEMPLATES, overlays=overlays or {}, engine=engine
    )
