import json

from metamodel.compat.diff import diff
from metamodel.compat.report import as_json, as_table, change_description
from tests.metamodel.shop import GONE, ORDER, model

ORDERS = f"/entities/{ORDER}"
BEFORE = model()
AFTER = model(
    {
        f"{ORDERS}/measures/1/expression": "{price} * 2",
        f"{ORDERS}/segments": GONE,
        f"{ORDERS}/measures/-": {"name": "new", "type": "count"},
        "/specVersion": "1.1.0",
    }
)
CHANGES = diff(BEFORE, AFTER)


def test_a_line_a_change_the_heaviest_first() -> None:
    lines = as_table(CHANGES).splitlines()
    assert lines[0].startswith("major  BREAKING   - entities/order/segments/open")
    assert lines[-1].endswith('"{price}" -> "{price} * 2"')
    assert as_table(()) == ""


def test_the_description_says_what_came_what_went_and_what_it_asks_for() -> None:
    found = change_description(BEFORE, AFTER, CHANGES)
    assert (found["requiredBump"], found["declaredBump"]) == ("major", "minor")
    assert found["added"] == ["entities/order/measures/new"]
    assert found["removed"] == ["entities/order/segments/open"]
    assert found["restated"] == ["entities/order/measures/revenue/expression"]
    assert json.loads(as_json(BEFORE, AFTER, CHANGES)) == found
