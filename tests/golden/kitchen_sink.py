"""The document that says every key once, and what is generated from it."""

from functools import cache

from metamodel.model.load import Loaded, load
from metamodel.modelgen.cube_plan import ModelPlan
from metamodel.modelgen.generate import generate
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.plan import plan
from tests.golden.tpch_model import CUBE_MODELS, DOCUMENTS

PATH = DOCUMENTS / "kitchen_sink.json"
TEMPLATES = {path.name: path.read_text() for path in (CUBE_MODELS / "templates").glob("*.j2")}


@cache
def kitchen_sink() -> Loaded:
    """The document as read."""
    return load(PATH.read_text(encoding="utf-8"), str(PATH))


@cache
def kitchen_plan() -> ModelPlan:
    """Its plan."""
    return plan(kitchen_sink().require())


@cache
def kitchen_model() -> GeneratedModel:
    """What is generated from it."""
    return generate(
        kitchen_sink().require(), templates=TEMPLATES, overlays={}, engine="1.7.43 stand-in"
    )
