"""A query with one of its conditions dropped, each in turn."""

from collections.abc import Iterator, Mapping
from typing import Any


def without_one(query: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was dropped, and the query without it: filters at any depth, segments, date ranges."""
    for path, smaller in _smaller(query.get("filters", [])):
        yield f"filters{path}", {**query, "filters": smaller}
    for index, name in enumerate(query.get("segments", [])):
        rest = [*query["segments"][:index], *query["segments"][index + 1 :]]
        yield f"segments {name}", {**query, "segments": rest}
    for index, time in enumerate(query.get("timeDimensions", [])):
        if "dateRange" in time:
            times = [dict(item) for item in query["timeDimensions"]]
            del times[index]["dateRange"]
            kept = [item for item in times if len(item) > 1]
            yield f"dateRange of {time['dimension']}", {**query, "timeDimensions": kept}


def _smaller(filters: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    for index, item in enumerate(filters):
        rest = [*filters[:index], *filters[index + 1 :]]
        joined = next((key for key in ("and", "or") if key in item), None)
        if joined is None:
            yield f" {index} {item['member']}", rest
            continue
        for path, inner in _smaller(item[joined]):
            if inner:
                changed = [*filters[:index], {joined: inner}, *filters[index + 1 :]]
                yield f" {index} {joined}{path}", changed
