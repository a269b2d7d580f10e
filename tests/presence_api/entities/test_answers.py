"""Entities as they are described, beside what is really answered and read."""

from typing import Any

import msgspec
import pytest

from presence_api.entities.answers import (
    ChangedRow,
    EntityDescription,
    EntityList,
    RowPage,
    SearchWanted,
    ShownRow,
)
from presence_api.entities.controller import shown
from presence_api.entities.descriptions import description, summary
from presence_api.entities.search.reader import Row
from tests.presence_api.entities.gadgets import view

ROW = shown(Row("1", 2, "2026-01-01T00:00:00Z", {"name": "ada"}))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"entities": [summary(view("analyst"))]}, EntityList),
        (description(view("analyst")), EntityDescription),
        (description(view("admin")), EntityDescription),
        ({"rows": [ROW], "next": None}, RowPage),
        (ROW, ShownRow),
        ({**ROW, "lock": "unknown"}, ChangedRow),
        (shown(Row("1", None, None, {})), ShownRow),
    ],
)
def test_what_is_answered_is_what_is_described(answer: Any, kind: Any) -> None:
    msgspec.convert(answer, kind)


def test_a_search_is_described_as_it_is_read() -> None:
    tree = {"and": [{"not": {"field": "name", "op": "eq", "value": "ada"}}]}
    search = {"where": tree, "order": [{"by": "name", "dir": "desc"}], "fields": ["name"]}
    found = msgspec.convert({**search, "limit": 5, "cursor": None}, SearchWanted)
    assert msgspec.to_builtins(found)["where"] == tree
