"""The shop's document with the committed templates, as the flows and Dagster get it."""

import json
from typing import Any

from metamodel.modelgen.generated import GeneratedModel
from orchestration.flows.prepare_model import ModelSource, outline_model
from tests.metamodel.modelgen.shop_model import ENGINE, TEMPLATES
from tests.metamodel.shop import shop


def shop_source(edits: dict[str, Any] | None = None) -> ModelSource:
    """The edited shop, as texts."""
    document = json.dumps(shop(edits), indent=2)
    return ModelSource("shop.json", document, TEMPLATES, {}, ENGINE)


def shop_model(edits: dict[str, Any] | None = None) -> GeneratedModel:
    """The edited shop, generated."""
    return outline_model(shop_source(edits))
