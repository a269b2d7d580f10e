"""A kept body read back."""

from typing import Any

import msgspec
import pytest

from presence_api.reporting.answering.kept_body import AT_ONCE, KeptBody

SAID: Any = {
    "fingerprint": "f",
    "columns": [{"name": "a", "type": "string"}],
    "data": [["é", "1.50", None], [True, 2.5, 12]],
    "truncated": False,
    "total": 7,
    "prior": [["x", None, None]],
    "pivot": {"rows": []},
}


def test_values_are_texts_as_json_spells_them() -> None:
    found = KeptBody(msgspec.json.encode(SAID))
    assert [*found.rows()] == [["é", "1.50", None], ["true", "2.5", "12"]]
    assert [*found.blocks()] == [[["é", "true"], ["1.50", "2.5"], [None, "12"]]]


def test_what_is_said_beside_rows_is_kept_as_it_is() -> None:
    found = KeptBody(msgspec.json.encode(SAID))
    assert found.columns == SAID["columns"]
    assert msgspec.json.encode(found.said) == b'{"fingerprint":"f","truncated":false,"total":7}'


@pytest.mark.parametrize("height", [0, 1, AT_ONCE, AT_ONCE + 1])
def test_many_rows_are_read_some_at_a_time(height: int) -> None:
    data = [[str(number)] for number in range(height)]
    found = KeptBody(msgspec.json.encode({"columns": [{}], "data": data}))
    blocks = [column for (column,) in found.blocks()]
    assert [*found.rows()] == data
    assert [[one] for block in blocks for one in block] == data
    assert all(0 < len(block) <= AT_ONCE for block in blocks)
