import io
from typing import Any

import click
import pytest

from ops.cli._query import QueryText


def test_a_query_is_an_object_and_has_a_timezone() -> None:
    assert QueryText().convert('{"measures": ["a.b"]}', None, None) == {
        "timezone": "UTC",
        "measures": ["a.b"],
    }


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"limit": 3}')))
    assert QueryText().convert("-", None, None)["limit"] == 3


@pytest.mark.parametrize(("text", "words"), [("{", "not JSON"), ("[]", "a query is an object")])
def test_what_is_no_query_is_a_usage_error(text: Any, words: str) -> None:
    with pytest.raises(click.BadParameter, match=words):
        QueryText().convert(text, None, None)
