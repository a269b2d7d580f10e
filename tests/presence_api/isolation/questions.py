"""Reports on gadgets that anybody may send, whether they may see all of it or not."""

from typing import Any, Final

from hypothesis import strategies as st

from tests.presence_api.isolation.sights import MEASURES

_DIMENSIONS: Final = (
    "name",
    "status",
    "tenant_id",
    "gadget_id",
    "email",
    "amount",
    "margin",
    "pin",
)
_LEAVES: Final[list[dict[str, Any]]] = [
    {"field": "name", "op": "in", "value": ["ada", "bob"]},
    {"field": "name", "op": "ne", "value": "ada"},
    {"field": "tenant_id", "op": "in", "value": ["acme", "globex", "hooli"]},
    {"field": "tenant_id", "op": "ne", "value": "acme"},
    {"field": "size", "op": "gt", "value": 1},
    {"field": "email", "op": "contains", "value": "someone-1"},
    {"field": "pin", "op": "eq", "value": "pin-1"},
]
_YEAR: Final = ["2026-01-01", "2026-12-31"]
_NAMES = st.lists(st.sampled_from(_DIMENSIONS[:4]), max_size=2, unique=True) | st.lists(
    st.sampled_from(_DIMENSIONS), max_size=2, unique=True
)
_LEAF = st.sampled_from(_LEAVES[:5]) | st.sampled_from(_LEAVES)
_WHERE = st.one_of(
    _LEAF,
    st.builds(lambda one, other: {"or": [one, other]}, _LEAF, _LEAF),
    st.builds(lambda one: {"not": one}, _LEAF),
)
_TIMEOUTS = st.sampled_from([1, 1, 2, 30])


@st.composite
def reports(draw: st.DrawFn) -> dict[str, Any]:
    """One, with or without rows behind a figure."""
    asked: dict[str, Any] = {"version": "1", "entity": "gadget", "timeout": draw(_TIMEOUTS)}
    if draw(st.booleans()):
        asked["where"] = draw(_WHERE)
    if draw(st.integers(0, 4)) == 0:
        return {**asked, "drill": draw(_drills())}
    measures = st.lists(st.sampled_from(MEASURES[:2]), min_size=1, unique=True)
    asked["measures"] = draw(measures | st.just([*MEASURES]))
    asked["dimensions"] = names = draw(_NAMES)
    asked |= draw(st.sampled_from(_SHAPES)) if names else {}
    if names and draw(st.booleans()) and "time" not in asked and "having" not in asked:
        asked["pivot"] = {
            "rows": names[:1],
            "columns": names[1:],
            "totals": {"rows": True, "columns": True, "grand": True},
        }
    return asked


_SHAPES: Final[list[dict[str, Any]]] = [
    {},
    {},
    {"totalCount": True, "limit": 3},
    {"having": {"field": "count", "op": "gt", "value": 1}},
    {"time": {"field": "made", "grain": "month", "range": _YEAR}},
    {"time": {"field": "made", "grain": "month", "range": _YEAR, "compare": "prior_period"}},
]


@st.composite
def _drills(draw: st.DrawFn) -> dict[str, Any]:
    at = draw(
        st.dictionaries(st.sampled_from(["name", "tenant_id"]), st.sampled_from(["ada", "acme"]))
    )
    return {"measure": "count", "at": at}
