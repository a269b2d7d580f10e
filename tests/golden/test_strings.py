"""Any text of a document is the same text in Cube: through generation and Cube's own compiler."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from metamodel.lint.rules.txt002_unsafe_meta import RESERVED_KEYS
from metamodel.model.load import load
from metamodel.modelgen.generate import generate
from orchestration.adapters.compiler_node import NodeCompiler
from tests.golden.kitchen_sink import TEMPLATES
from tests.golden.tpch_model import CUBE_MODELS
from tests.metamodel.shop import shop

COMPILER = NodeCompiler(CUBE_MODELS / "server")
UNSPEAKABLE = {"f", "fr", "rf"}  # TXT001 refuses them
TEXTS = st.one_of(
    st.text(min_size=1),
    st.text(alphabet="fFrR \"'{}%\\`$#\n\t\ré😀\u2028\x00a1.,-()[]<>&*|:?!@~/=+;^", min_size=1),
).filter(lambda text: text.lower() not in UNSPEAKABLE)
LEAVES = st.one_of(TEXTS, st.just(""), st.booleans(), st.none(), st.integers(-(2**53), 2**53))
KEYS = st.text(max_size=6).filter(lambda key: key not in RESERVED_KEYS)
META = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)


def arrived(texts: list[str], metas: list[Any]) -> list[tuple[str, str, Any]]:
    """What Cube shows of texts given as titles and descriptions, and of free values in meta."""
    names = [f"c{index}" for index in range(len(texts))]
    template = shop()["entities"][0]
    entities = [
        {
            **template,
            "id": name,
            "name": name,
            "cube": name,
            "description": text,
            "meta": {"free": meta},
            "measures": [{"name": "count", "type": "count", "title": text}],
        }
        for name, text, meta in zip(names, texts, metas, strict=True)
    ]
    model = load(json.dumps({**shop(), "entities": entities, "relations": []})).require()
    files = generate(model, templates=TEMPLATES, overlays={}, engine="x").files
    cubes = {cube["name"]: cube for cube in COMPILER.compile(files, {}).meta}
    return [
        (cube["description"], cube["measures"][0]["shortTitle"], cube["meta"]["free"])
        for cube in (cubes[name] for name in names)
    ]


@pytest.mark.node
@settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # a hundred texts at once: shrinking would take hours
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.tuples(TEXTS, META), min_size=100, max_size=100))
def test_titles_descriptions_and_free_values_arrive_unchanged(pairs: list[tuple[str, Any]]) -> None:
    texts, metas = [text for text, _ in pairs], [meta for _, meta in pairs]
    assert arrived(texts, metas) == [(text, text, meta) for text, meta in pairs]
