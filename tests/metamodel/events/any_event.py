"""Any event of any topic, as Hypothesis finds them."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from metamodel.events._catalogue import topics

moments = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda t: t.replace(microsecond=t.microsecond // 1000 * 1000, tzinfo=UTC)
)
SIMPLE: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(),
    "long": st.integers(-(2**63), 2**63 - 1),
    "double": st.floats(allow_nan=False),
    "boolean": st.booleans(),
    "null": st.none(),
    "date": st.dates(),
    "timestamp-millis": moments,
    "uuid": st.uuids(),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value that an Avro type of ours can hold."""
    if isinstance(kind, str):
        return SIMPLE[kind]
    if isinstance(kind, list):
        return st.one_of([values_of(item) for item in kind])
    if "logicalType" in kind:
        return SIMPLE[kind["logicalType"]]
    return composed(kind)


def composed(kind: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Any value of an enum, a record, a list or a map."""
    if kind["type"] == "enum":
        return st.sampled_from(kind["symbols"])
    if kind["type"] == "record":
        return st.fixed_dictionaries(
            {each["name"]: values_of(each["type"]) for each in kind["fields"]}
        )
    if kind["type"] == "array":
        return st.lists(values_of(kind["items"]), max_size=5)
    return st.dictionaries(st.text(), values_of(kind["values"]), max_size=5)


@st.composite
def events(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Any event of any topic."""
    name, contract = draw(st.sampled_from(list(topics().items())))
    fields = {each["name"]: draw(values_of(each["type"])) for each in contract.schema["fields"]}
    return name, fields
