"""Models of well-known databases, as somebody would write them: Chinook, Sakila, TPC-H."""

import json
from functools import cache
from typing import Any

from metamodel.model.load import Loaded, load
from metamodel.modelgen.generate import generate
from metamodel.modelgen.generated import GeneratedModel
from orchestration.adapters.model_files import read_templates
from tests.golden.kitchen_sink import PATH as KITCHEN_SINK
from tests.golden.tpch_model import CUBE_MODELS, DOCUMENTS
from tests.metamodel.shop import GONE

_OWN = DOCUMENTS.parents[1] / "tests" / "golden" / "models"
FILES = {
    "chinook": _OWN / "chinook.json",
    "sakila": _OWN / "sakila.json",
    "tpch": DOCUMENTS / "tpch.json",
    "kitchen_sink": KITCHEN_SINK,
}


@cache
def _text(name: str) -> str:
    return FILES[name].read_text(encoding="utf-8")


def real_model(name: str, edits: dict[str, Any] | None = None) -> Loaded:
    """The document with values replaced; a step into a list may be a name, an id or a path.

    `-` as last step appends, GONE as value removes.
    """
    document = json.loads(_text(name))
    for place, value in (edits or {}).items():
        *steps, last = place.split("/")[1:]
        here = document
        for step in steps:
            here = here[_key(here, step)]
        if last == "-":
            here.append(value)
        elif value is GONE:
            del here[_key(here, last)]
        else:
            here[_key(here, last)] = value
    return load(json.dumps(document, indent=2), f"{name}.json")


def generated_model(name: str) -> GeneratedModel:
    """What is generated from one of them."""
    return generate(
        real_model(name).require(),
        templates=read_templates(CUBE_MODELS / "templates"),
        overlays={},
        engine="1.7.43 stand-in",
    )


def _key(here: Any, step: str) -> Any:
    if not isinstance(here, list):
        return step
    if step.isdecimal():
        return int(step)
    return next(
        index
        for index, item in enumerate(here)
        if step in {item.get("name"), item.get("id"), item.get("path")}
    )
