"""Random reports on TPC-H that may be asked, and the checking of single ones."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from metamodel.model.access import AccessPolicy
from metamodel.model.join_graph import join_graph
from metamodel.model.load import load
from metamodel.model.metamodel import Metamodel
from presence_api.reporting.dsl.check import ReportCheck
from presence_api.reporting.dsl.faults import Fault, ReportRefused
from presence_api.reporting.dsl.member import Kind, Member
from presence_api.reporting.dsl.relations import Relations
from presence_api.reporting.dsl.report import Report
from presence_api.reporting.dsl.request import MOST_RELATIONS, Named
from presence_api.reporting.dsl.vocabulary import Vocabulary
from tests.architecture.tree import REPOSITORY

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
ANALYST = ("analyst",)
ENTITIES = ("lineitem", "order", "customer", "part_supply")

Document = dict[str, Any]


@cache
def model(name: str = "tpch") -> Metamodel:
    """A committed document."""
    path = REPOSITORY / "metamodel" / "documents" / f"{name}.json"
    return load(path.read_text(encoding="utf-8")).require()


_MASKED = AccessPolicy.model_validate_json(
    """{"groups": ["*"], "allRows": true, "excludes": ["comment"],
    "masking": {"includes": ["comment"]}}"""
)
MASKING = model().model_copy(
    update={
        "entities": (
            model().entities[0].model_copy(update={"access": (_MASKED,)}),
            *model().entities[1:],
        )
    }
)
"""TPC-H with regions whose comments everybody sees masked."""


@cache
def checking(name: str = "tpch") -> ReportCheck:
    """What checks reports on a committed document."""
    return ReportCheck(model(name))


def words(entity: str, name: str = "tpch", groups: tuple[str, ...] = ANALYST) -> Vocabulary:
    """What names mean in reports on an entity."""
    document = model(name)
    found = document.entity(entity)
    assert found
    return Vocabulary(document, join_graph(document), found, groups)


def asked(text: str) -> Named:
    """A name that stands somewhere."""
    return Named(text, "/at")


def member(entity: str, path: str) -> Member:
    """A dimension of TPC-H."""
    found = words(entity).dimension(asked(path))
    assert isinstance(found, Member)
    return found


def checked(document: Document, groups: tuple[str, ...] = ANALYST, name: str = "tpch") -> Report:
    """The report of a request; `version` goes without saying."""
    return checking(name).check({"version": "1", **document}, groups=groups, now=NOW)


def faults(
    document: Any, groups: tuple[str, ...] = ANALYST, name: str = "tpch"
) -> tuple[Fault, ...]:
    """What is wrong with a request, to the letter."""
    try:
        checking(name).check(document, groups=groups, now=NOW)
    except ReportRefused as error:
        return error.faults
    return ()


@cache
def dimensions(entity: str) -> tuple[Member, ...]:
    """Every dimension that an analyst's report on an entity can name."""
    graph, vocabulary = join_graph(model()), words(entity)
    relations = Relations(graph, entity)
    found = []
    for node in graph.nodes.values():
        way = graph.path(entity, node.name)
        if way is None or len(way) > MOST_RELATIONS:
            continue
        prefix = "".join(f"{word}." for word in relations.spell(node.name).split(".") if word)
        names = [item.name for item in node.entity.attributes]
        names += [item.name for item in node.entity.computed]
        found += [vocabulary.dimension(asked(f"{prefix}{name}")) for name in names]
    return tuple(item for item in found if isinstance(item, Member))


@cache
def measures(entity: str) -> tuple[str, ...]:
    """Every measure that an analyst's report on an entity can name."""
    found = model().entity(entity)
    assert found
    return tuple(item.name for item in found.measures if item.public)


def paths(entity: str, *kinds: Kind) -> tuple[str, ...]:
    """The dimensions of some kinds."""
    return tuple(item.path for item in dimensions(entity) if item.kind in kinds)


_NUMBERS = st.integers(-9, 9) | st.sampled_from([0.5, -2.25, 1e-7])
_TEXTS = st.text("aF%é\u0301 ", max_size=3)
_VALUES = {Kind.TEXT: _TEXTS, Kind.NUMBER: _NUMBERS}


@st.composite
def leaves(draw: st.DrawFn, entity: str) -> Document:
    """One comparison that says nothing of moments."""
    item = draw(st.sampled_from([one for one in dimensions(entity) if one.kind is not Kind.TIME]))
    values = _VALUES.get(item.kind, st.booleans())
    operators = ["eq", "ne", "isNull", "notNull"]
    operators += ["in", "nin"] * (item.kind is not Kind.BOOLEAN)
    operators += ["lt", "lte", "gt", "gte", "between"] * (item.kind is Kind.NUMBER)
    operators += ["contains", "startsWith", "endsWith"] * (item.kind is Kind.TEXT)
    op = draw(st.sampled_from(operators))
    leaf: Document = {"field": item.path, "op": op}
    if op in {"in", "nin"}:
        leaf["value"] = draw(st.lists(values, min_size=1, max_size=3))
    elif op == "between":
        leaf["value"] = [draw(values), draw(values)]
    elif op in {"contains", "startsWith", "endsWith"}:
        leaf["value"] = draw(st.sampled_from(["a", "%", "é"]))
    elif op not in {"isNull", "notNull"}:
        leaf["value"] = draw(values)
    return leaf


def trees(entity: str) -> st.SearchStrategy[Document]:
    """Conditions on anything but moments, three levels deep."""
    tree: st.SearchStrategy[Document] = leaves(entity)
    for _ in range(2):
        groups = st.lists(tree, min_size=1, max_size=3)
        tree = (
            leaves(entity)
            | st.builds(lambda items: {"and": items}, groups)
            | st.builds(lambda items: {"or": items}, groups)
            | st.builds(lambda item: {"not": item}, tree)
        )
    return tree


@st.composite
def moments(draw: st.DrawFn, entity: str) -> Document:
    """A condition on time that goes with every other of these."""
    start = draw(st.sampled_from(["1992-02-29", "1994-12-31", "1993-01-01T10:30:00+02:00"]))
    end = draw(st.sampled_from(["1996-01-01", "1998-08-02T23:00:00.5Z"]))
    op = draw(st.sampled_from(["gt", "gte", "lt", "lte", "between", "notNull"]))
    leaf: Document = {"field": draw(st.sampled_from(paths(entity, Kind.TIME))), "op": op}
    if op != "notNull":
        one = start if op.startswith("g") else end
        leaf["value"] = [start, end] if op == "between" else one
    return leaf


@st.composite
def requests(draw: st.DrawFn) -> Document:
    """A request without a fault."""
    entity = draw(st.sampled_from(ENTITIES))
    names = draw(st.lists(st.sampled_from(measures(entity)), min_size=1, max_size=3, unique=True))
    grouped = draw(
        st.lists(
            st.sampled_from([item.path for item in dimensions(entity)]), max_size=3, unique=True
        )
    )
    document: Document = {"version": "1", "entity": entity, "dimensions": grouped}
    document["measures"] = [
        name if draw(st.booleans()) else {"measure": name, "as": f"m{index}"}
        for index, name in enumerate(names)
    ]
    conditions = draw(st.lists(trees(entity), max_size=2)) + draw(
        st.lists(moments(entity), max_size=2)
    )
    if conditions:
        document["where"] = {"and": conditions}
    columns = [*grouped, *draw(_times(document, entity))]
    _order(draw, document, columns)
    if columns and "compare" not in document.get("time", {}) and draw(st.booleans()):
        cut = draw(st.integers(0, len(columns) - 1))
        totals = draw(st.dictionaries(st.sampled_from(["rows", "columns", "grand"]), st.booleans()))
        document["pivot"] = {"rows": columns[:cut], "columns": columns[cut:], "totals": totals}
    else:
        document["offset"] = draw(st.integers(0, 9))
    document["limit"] = draw(st.integers(1, 49_999))
    document["totalCount"] = draw(st.booleans())
    if entity == "lineitem":
        document["segments"] = draw(
            st.lists(
                st.sampled_from(["late", "in_time_shipped", "order.customer.in_debt"]), unique=True
            )
        )
    return document


def _order(draw: st.DrawFn, document: Document, columns: list[str]) -> None:
    named = [item if isinstance(item, str) else item["as"] for item in document["measures"]]
    by = draw(st.lists(st.sampled_from([*named, *columns]), max_size=3, unique=True))
    document["order"] = [{"by": name, "dir": draw(st.sampled_from(["asc", "desc"]))} for name in by]


@st.composite
def _times(draw: st.DrawFn, document: Document, entity: str) -> list[str]:
    """Puts a time into the document; its column, if it is one."""
    free = [name for name in paths(entity, Kind.TIME) if name not in document["dimensions"]]
    if not draw(st.booleans()) or not free:
        return []
    field = draw(st.sampled_from(free))
    time: Document = {"field": field, "grain": draw(st.sampled_from(["day", "week", "year"]))}
    if draw(st.booleans()):
        time["range"] = ["1993-05-01", "1997-12-31"]
        if f"'{field}'" not in str(document.get("where")) and draw(st.booleans()):
            time["compare"] = "prior_period"
    document["time"] = time
    return [field]
