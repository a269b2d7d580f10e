"""What the generic tests of a dbt project prove about its models."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from metamodel.importers.catalogue import ForeignKey, Unread

Json = Mapping[str, Any]
_REFERENCE = re.compile(r"(?P<kind>ref|source)\s*\((?P<arguments>[^()]*)\)")
_KINDS = frozenset(
    {"unique", "not_null", "accepted_values", "relationships", "unique_combination_of_columns"}
)
_COMBINED = "combination_of_columns"
_TEXT = re.compile(r"""['"]([^'"]+)['"]""")


@dataclass(slots=True)
class Proven:
    """What the tests of one model say of all its rows."""

    not_null: set[str] = field(default_factory=set)
    unique: set[tuple[str, ...]] = field(default_factory=set)
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    foreign_keys: list[ForeignKey] = field(default_factory=list)


@dataclass(slots=True)
class Tests:
    """Everything proven, by node, and the tests that prove nothing."""

    __test__ = False  # its name begins like a test's

    proven: dict[str, Proven] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)

    def of(self, node: str) -> Proven:
        """What is proven of one node."""
        return self.proven.setdefault(node, Proven())


def place_of(node: Json) -> tuple[str, str]:
    """Schema and name of a node's relation."""
    return str(node.get("schema") or ""), str(node.get("alias") or node.get("name"))


def read_tests(manifest: Json, nodes: Mapping[str, Json]) -> Tests:
    """The tests `unique`, `not_null`, `accepted_values`, `relationships`, and dbt_utils' of keys.

    A test with a `where` or a `limit`, or one that only warns, does not hold for all rows.
    """
    found = Tests()
    for _, test in sorted(manifest["nodes"].items()):
        metadata = test.get("test_metadata")
        if test.get("resource_type") != "test" or not isinstance(metadata, dict):
            continue
        owner = _owner(test, nodes)
        if owner is not None:
            _take_in(found, test, metadata, owner, nodes)
    return found


def _owner(test: Json, nodes: Mapping[str, Json]) -> str | None:
    """The model a test is about; one without `attached_node` depends on it last."""
    attached = test.get("attached_node")
    if attached is None:
        depends = [name for name in _depends_on(test) if name in nodes]
        attached = depends[-1] if depends else None
    return attached if attached in nodes else None


def _take_in(
    found: Tests, test: Json, metadata: Json, owner: str, nodes: Mapping[str, Json]
) -> None:
    kwargs = {**(metadata.get("kwargs") or {})}
    kwargs |= kwargs.get("arguments") or {}
    column = str(test.get("column_name") or kwargs.get("column_name") or "")
    kind, proven = metadata.get("name"), found.of(owner)
    if kind not in _KINDS:
        return
    place = f"{'.'.join(place_of(nodes[owner]))}.{column or kind}"
    if reason := _partial(test):
        cure = "Drop the condition of the test, or decide in the document."
        found.unread.append(Unread(place, f"its test `{kind}` proves nothing: {reason}", cure))
    elif kind == "not_null":
        proven.not_null.add(column)
    elif kind == "unique":
        proven.unique.add((column,))
    elif kind == "unique_combination_of_columns":
        proven.unique |= {tuple(kwargs[_COMBINED])} if kwargs.get(_COMBINED) else set()
    elif kind == "accepted_values":
        proven.values[column] = tuple(str(item) for item in kwargs.get("values") or ())
    elif target := _target(test, owner, kwargs, nodes):
        columns, targets = (column,), (str(kwargs.get("field")),)
        proven.foreign_keys.append(ForeignKey(columns, *target, targets, "test `relationships`"))
    else:
        reason = f"its test `relationships` leads to `{kwargs.get('to')}`, which is no model"
        cure = "Sources are not imported: relate it to a model over the source."
        found.unread.append(Unread(place, reason, cure))


def _partial(test: Json) -> str | None:
    """Why a test does not hold for every row, if it does not."""
    config = test.get("config") or {}
    if config.get("enabled") is False:
        return "it is switched off"
    if config.get("where"):
        return f"it looks only where {config['where']}"
    if config.get("limit"):
        return f"it looks at {config['limit']} rows"
    if str(config.get("severity", "error")).lower() == "warn":
        return "it only warns"
    return None


def _target(
    test: Json, owner: str, kwargs: Json, nodes: Mapping[str, Json]
) -> tuple[str, str] | None:
    """Schema and name of the model that `to` names."""
    match = _REFERENCE.search(str(kwargs.get("to")))
    if match is None or match.group("kind") == "source":
        return None
    names = _TEXT.findall(match.group("arguments"))
    depends = [*_depends_on(test), owner]
    found = [
        node
        for key in depends
        if (node := nodes.get(key)) and names and node.get("name") == names[-1]
    ]
    return place_of(found[0]) if found else None


def _depends_on(test: Json) -> Iterator[str]:
    yield from (test.get("depends_on") or {}).get("nodes") or ()
