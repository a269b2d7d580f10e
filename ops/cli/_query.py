"""A query of Cube's as an argument."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import click


class QueryText(click.ParamType[Mapping[str, Any]]):
    """A query in JSON, or `-` for standard input."""

    name = "QUERY"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Mapping[str, Any]:
        text = sys.stdin.read() if value == "-" else str(value)
        try:
            query = json.loads(text)
        except ValueError as error:
            self.fail(f"this is not JSON: {error}", param, ctx)
        if not isinstance(query, dict):
            self.fail('a query is an object, such as {"measures": ["orders.count"]}', param, ctx)
        return {"timezone": "UTC", **query}
