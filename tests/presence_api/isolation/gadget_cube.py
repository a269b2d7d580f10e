"""A Cube that holds the gadgets of all tenants, and shows each caller what policies say."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from presence_api.ports.report_source import SecurityContext, SourceAnswer
from tests.fakes.report_source import Asked
from tests.presence_api.isolation.sights import MEASURES, ROWS, Row, Sight
from tests.presence_api.reporting.meaning import kept

BY_DAY: Final = "gadget.by_day"
_MONTH: Final = len("2026-01")
Sees = Callable[[SecurityContext], Sight]
Found = dict[str, Any]


class GadgetCube:
    """`sees` says what somebody is shown."""

    def __init__(self, sees: Sees) -> None:
        self._sees = sees

    def answer(self, asked: Asked) -> SourceAnswer:
        """To one query, of the rollup where that may be."""
        sight, query = self._sees(asked.context), asked.query
        rows = [row for row in ROWS if sight.sees(row) and _is_meant(query, row)]
        found = _grouped(query, rows, sight)
        filters = [one for one in query.get("filters", ()) if _is_of_measure(one)]
        found = [one for one in found if kept(filters, one)]
        for member, direction in reversed(query["order"]):
            found.sort(key=lambda row: _place(row[member]), reverse=direction == "desc")
        start = query.get("offset", 0)
        used = frozenset[str]() if asked.context.past_rollups else frozenset({BY_DAY})
        total = len(found) if query.get("total") else None
        return SourceAnswer([*map(_told, found[start : start + query["limit"]])], used, total)


def members(query: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """What a query shows, and what it compares."""
    times = {one["dimension"] for one in query.get("timeDimensions", ())}
    shown = {*query.get("measures", ()), *query.get("dimensions", ()), *times}
    compared = {*times, *_named(query.get("filters", ()))}
    return {*map(_name, shown)}, {*map(_name, compared)}


def _named(filters: Sequence[Mapping[str, Any]]) -> set[str]:
    found: set[str] = set()
    for one in filters:
        inside = [*one.get("and", ()), *one.get("or", ())]
        found |= _named(inside) if inside else {one["member"]}
    return found


def _is_meant(query: Mapping[str, Any], row: Row) -> bool:
    filters = [one for one in query.get("filters", ()) if not _is_of_measure(one)]
    for time in query.get("timeDimensions", ()):
        start, end = time.get("dateRange", ("", "~"))
        made = row[_name(time["dimension"])]
        if made is None or not start[:10] <= str(made) <= end[:10]:
            return False
    return kept(filters, {f"gadget.{name}": value for name, value in row.items()})


def _is_of_measure(one: Mapping[str, Any]) -> bool:
    """Also that which keeps the rows that a measure counts: here it counts all."""
    return all(_name(name) in MEASURES for name in _named([one]))


def _grouped(query: Mapping[str, Any], rows: Sequence[Row], sight: Sight) -> list[Found]:
    dimensions = query.get("dimensions", [])
    times = [one for one in query.get("timeDimensions", ()) if "granularity" in one]
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    if not dimensions and not times:
        groups[()] = []
    for row in rows:
        shown = [sight.of(row, _name(name)) for name in dimensions]
        months = [str(sight.of(row, _name(one["dimension"])))[:_MONTH] for one in times]
        groups[*shown, *months].append(row)
    keys = [*dimensions, *(f"{one['dimension']}.{one['granularity']}" for one in times)]
    keys_of_times = {one["dimension"]: f"{one['dimension']}.{one['granularity']}" for one in times}
    found = []
    for group, those in groups.items():
        one: Found = dict(zip(keys, group, strict=True))
        one |= {name: one[key] for name, key in keys_of_times.items()}
        one |= {name: _figure(_name(name), those) for name in query.get("measures", ())}
        found.append(one)
    return found


def _figure(measure: str, rows: Sequence[Row]) -> float | None:
    if measure == "count":
        return len(rows)
    if measure == "total_size":
        return sum(int(row["size"] or 0) for row in rows)
    return max((float(str(row["margin"])) for row in rows), default=None)


def _place(value: Any) -> tuple[bool, bool, Any]:
    number = isinstance(value, int | float)
    return value is None, number, value if number else str(value)


def _told(row: Found) -> Found:
    """Numbers as text, as Cube has them."""
    return {name: None if value is None else str(value) for name, value in row.items()}


def _name(member: str) -> str:
    return member.partition(".")[2]
