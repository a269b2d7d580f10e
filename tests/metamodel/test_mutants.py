"""One edit anywhere in a right document: lint and generation answer in their own words."""

from collections.abc import Iterator
from typing import Any

import pytest

from metamodel.kernel.errors import RampartError
from metamodel.lint.runner import lint
from tests.metamodel.modelgen.shop_model import generated
from tests.metamodel.shop import GONE, loaded, shop


def pointers(value: Any, place: str = "") -> Iterator[str]:
    items: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = [(str(index), item) for index, item in enumerate(value)]
    for key, item in items:
        yield f"{place}/{key}"
        yield from pointers(item, f"{place}/{key}")


PLACES = [place for place in pointers(shop()) if not place.rpartition("/")[2].isdigit()]


@pytest.mark.parametrize("value", [GONE, "nothing", "{nothing}", "order", [], None, 3])
def test_no_edit_makes_lint_or_generation_stumble(value: object) -> None:
    for place in PLACES:
        edits = {place: value}
        found = loaded(edits)
        findings = lint(found)
        if found.model is None:
            assert findings, place
            continue
        try:
            generated(edits)
        except RampartError:
            assert any(item.severity.blocks for item in findings), place
