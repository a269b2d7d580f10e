"""Searches as anybody could send them: most of them of names and values that fit."""

from typing import Any

from hypothesis import strategies as st

from metamodel.model.attribute import AttributeType
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.search.where import operators

VALUES: dict[AttributeType, list[Any]] = {
    AttributeType.STRING: ["ada", "bob", "cy", "a"],
    AttributeType.TEXT: ["a note", "o"],
    AttributeType.BIGINT: [0, 7, 50],
    AttributeType.INTEGER: [1, 2, 3],
    AttributeType.DECIMAL: ["1.5", -2, "12345678901234567.89"],
    AttributeType.FLOAT: [0.1, 2.5],
    AttributeType.BOOLEAN: [True, False],
    AttributeType.DATE: ["2026-01-01", "1995-03-15"],
    AttributeType.TIMESTAMPTZ: ["2026-01-01T00:00:00Z", "2026-01-01T02:00:00+02:00"],
    AttributeType.TIMESTAMP: ["2026-01-01T00:00:00Z"],
    AttributeType.TIME: ["09:30", "23:59:59.5"],
    AttributeType.UUID: ["6f1ac1a4-28d5-4c0e-a9d7-3a3a8f0f7c11"],
}
"""Of each type, some that gadgets have."""


def searches(view: EntityView, **more: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Searches without faults, for the gadgets that somebody sees through one policy."""
    grant = st.sampled_from(view.grants)
    return grant.flatmap(lambda one: _searches(view, one.shown, one.readable, more))


def _searches(
    view: EntityView, shown: frozenset[str], readable: frozenset[str], more: dict[str, Any]
) -> st.SearchStrategy[dict[str, Any]]:
    orderable = sorted(shown & view.orderable)
    steps = st.lists(st.sampled_from(orderable), max_size=3, unique=True)
    order = steps.flatmap(
        lambda names: st.tuples(
            *(st.fixed_dictionaries({"by": st.just(name), "dir": DIRECTIONS}) for name in names)
        ).map(list)
    )
    fields = st.lists(st.sampled_from(sorted(readable)), unique=True)
    optional: dict[str, Any] = {"where": trees(view, shown), "order": order, "fields": fields}
    return st.fixed_dictionaries(
        {name: st.just(value) for name, value in more.items()}, optional=optional
    )


def trees(view: EntityView, shown: frozenset[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Trees of at most four levels."""
    names = sorted(name for name in shown if view.attribute(name).type in VALUES)
    found = st.sampled_from(names).flatmap(lambda name: _leaves(view, name))
    for _ in range(2):
        several = st.lists(found, min_size=1, max_size=3)
        found = st.one_of(
            found,
            st.fixed_dictionaries({"and": several}),
            st.fixed_dictionaries({"or": several}),
            st.fixed_dictionaries({"not": found}),
        )
    return found


DIRECTIONS = st.sampled_from(["asc", "desc"])


def _leaves(view: EntityView, name: str) -> st.SearchStrategy[dict[str, Any]]:
    attribute = view.attribute(name)
    known = [item.value for item in attribute.enum]
    value = st.sampled_from(known or VALUES[attribute.type])
    shapes: dict[str, st.SearchStrategy[Any] | None] = dict.fromkeys(("isNull", "notNull"))
    shapes |= dict.fromkeys(("in", "nin"), st.lists(value, min_size=1, max_size=3))
    shapes |= {"between": st.tuples(value, value).map(list)}

    def leaf(op: str) -> st.SearchStrategy[dict[str, Any]]:
        said = shapes.get(op, value)
        return st.fixed_dictionaries(
            {
                "field": st.just(name),
                "op": st.just(op),
                **({"value": said} if said is not None else {}),
            }
        )

    return st.sampled_from(sorted(operators(attribute))).flatmap(leaf)
