"""The grammar as JSON Schema: what it takes, what it refuses and where, and what it leaves open."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

from metamodel.exporters.json_schema import BEYOND, editor_schema, schema_text
from metamodel.model.load import load
from metamodel.model.part import Part
from metamodel.model.positions import pointer
from tests.golden.real_models import FILES
from tests.metamodel.shop import GONE, ORDER, shop

VALIDATOR = Draft202012Validator(editor_schema(), format_checker=FormatChecker())
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}
KITCHEN_SINK = json.loads(TEXTS["kitchen_sink"])


def refused_at(document: Any) -> str | None:
    """Where the schema refuses a document; None if it does not."""
    error = best_match(VALIDATOR.iter_errors(document))
    return pointer(*error.absolute_path) if error else None


def test_it_is_a_schema_of_the_dialect_it_names() -> None:
    Draft202012Validator.check_schema(editor_schema())
    assert json.loads(schema_text()) == editor_schema()


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_document_is_valid(name: str) -> None:
    assert refused_at(json.loads(TEXTS[name])) is None


@pytest.mark.parametrize(
    ("edits", "place"),
    [
        ({"/specVersion": "1.0"}, "/specVersion"),
        ({"/specVersion": 1}, "/specVersion"),
        ({"/formatVersion": "2"}, "/formatVersion"),
        ({"/name": "Shop"}, "/name"),
        ({"/name": GONE}, ""),
        ({"/entities": []}, "/entities"),
        ({"/owner": "me"}, ""),
        ({"/entities/1/tenacy": {"mode": "shared"}}, "/entities/1"),
        ({"/entities/1/tenancy": GONE}, "/entities/1"),
        ({"/entities/1/tenancy/mode": "owned"}, "/entities/1/tenancy/mode"),
        ({"/entities/0/attributes/1/type": "varchar"}, "/entities/0/attributes/1/type"),
        ({"/entities/0/attributes/1/column": 'a"b'}, "/entities/0/attributes/1/column"),
        ({"/entities/0/attributes/1/nullable": "no"}, "/entities/0/attributes/1/nullable"),
        ({f"/entities/{ORDER}/measures/1/type": "total"}, f"/entities/{ORDER}/measures/1/type"),
        ({"/entities/0/rows": -1}, "/entities/0/rows"),
        ({"/relations/0/cardinality": "many"}, "/relations/0/cardinality"),
        ({"/relations/0/on": []}, "/relations/0/on"),
        ({"/defaults/extent/start": "yesterday"}, "/defaults/extent/start"),
        ({"/reserved": {"members": {"order": "x"}}}, "/reserved/members/order"),
    ],
)
def test_a_broken_document_is_refused_where_it_is_broken(edits: dict[str, Any], place: str) -> None:
    document = shop(edits)

    assert refused_at(document) == place
    faults = load(json.dumps(document)).faults
    assert any(item.pointer.startswith(place) for item in faults)


@pytest.mark.parametrize(
    "edits",
    [
        {"/x-owner": {"any": ["thing"]}},
        {"/entities/0/x-note": None},
        {f"/entities/{ORDER}/measures/1/x-unit": 3},
        {"/reserved": {"members": {"x-later": "anything"}}},
        {"/entities/0/meta": {"any": {"thing": [1]}}},
        {"/$schema": "../docs/reference/metamodel.schema.json"},
    ],
)
def test_keys_of_somebody_else_pass_as_they_pass_the_loader(edits: dict[str, Any]) -> None:
    document = shop(edits)

    assert refused_at(document) is None
    assert load(json.dumps(document)).faults == ()


def test_the_hint_for_editors_is_a_text_and_stands_at_the_top_only() -> None:
    for edits in ({"/$schema": 1}, {"/entities/0/$schema": "x"}):
        document = shop(edits)
        assert refused_at(document) is not None
        assert load(json.dumps(document)).faults != ()


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "a", "1", "count", "2024-01-01", "x-y", "1 day", "1.0.0"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(place for key, item in below for place in _places(item, (*path, key)))]


PLACES = [place for place in _places(KITCHEN_SINK) if place]


@st.composite
def edited(draw: st.DrawFn) -> Any:
    """The kitchen sink with one to three values replaced, added or removed."""
    document = deepcopy(KITCHEN_SINK)
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3)):
        here = document
        try:
            for step in place[:-1]:
                here = here[step]
            match draw(st.sampled_from(["replace", "remove", "add"])):
                case "replace":
                    here[place[-1]] = draw(VALUES)
                case "remove":
                    del here[place[-1]]
                case _ if isinstance(here, dict):
                    here[draw(st.sampled_from(["x-a", "y", "title", "name", "meta"]))] = draw(
                        VALUES
                    )
        except (LookupError, TypeError):
            continue  # an earlier edit took the place away
    return document


@given(edited())
@settings(deadline=None, max_examples=150)
def test_what_the_schema_refuses_the_loader_refuses(document: Any) -> None:
    if not VALIDATOR.is_valid(document):
        assert load(json.dumps(document)).model is None


def _parts(part: type[Part]) -> set[type[Part]]:
    return {part}.union(*(_parts(item) for item in part.__subclasses__()))


def test_what_the_loader_asks_for_beyond_is_listed_part_by_part() -> None:
    defined = set(editor_schema()["$defs"])
    asking = {
        item.__name__
        for item in _parts(Part)
        if item.__pydantic_decorators__.model_validators and item.__name__ in defined
    }

    assert set(BEYOND) == asking
    for name, words in BEYOND.items():
        assert words in editor_schema()["$defs"][name]["$comment"]


@pytest.mark.parametrize(
    "edits",
    [
        {"/entities/0/tenancy": {"mode": "required"}},
        {"/entities/0/source": {"table": "t", "sql": "SELECT 1"}},
        {"/defaults/extent/end": "2020-01-01"},
        {f"/entities/{ORDER}/measures/1/rollingWindow": {"type": "to_date"}},
        {f"/entities/{ORDER}/access": [{"groups": ["a"]}]},
        {f"/entities/{ORDER}/preAggregations/0/rollups": ["by_day"]},
    ],
)
def test_what_no_key_alone_shows_is_left_to_the_loader(edits: dict[str, Any]) -> None:
    document = shop(edits)

    assert refused_at(document) is None
    assert load(json.dumps(document)).model is None


def test_every_part_and_choice_says_what_it_is() -> None:
    found = editor_schema()

    silent = [name for name, part in found["$defs"].items() if not part.get("description")]
    assert silent == []
    assert found["$defs"]["AccessPolicy"]["properties"]["allRows"]["title"] == "All rows"
