"""The demo's document, generated from what is committed."""

from metamodel.lint.runner import require_clean
from metamodel.model.load import Loaded, load
from metamodel.modelgen.generate import generate
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.smoke import SmokeQuery, load_smoke
from orchestration.adapters.model_files import read_overlays, read_templates
from orchestration.settings import REPOSITORY

DOCUMENTS = REPOSITORY / "metamodel" / "documents"
CUBE_MODELS = REPOSITORY / "cube_models"
ENGINE = "1.7.43 stand-in"


def tpch_document() -> Loaded:
    """The document as it is committed."""
    return load((DOCUMENTS / "tpch.json").read_text(), "metamodel/documents/tpch.json")


def tpch_model() -> GeneratedModel:
    """Its generation with the committed templates and overlays."""
    return generate(
        require_clean(tpch_document()),
        templates=read_templates(CUBE_MODELS / "templates"),
        overlays=read_overlays(CUBE_MODELS / "overlays"),
        engine=ENGINE,
    )


def tpch_queries() -> tuple[SmokeQuery, ...]:
    """The queries with published answers."""
    return load_smoke((DOCUMENTS / "tpch.smoke.json").read_text())
