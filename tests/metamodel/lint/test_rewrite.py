import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from metamodel.lint.rewrite import rewritten
from metamodel.model.edit import Edit
from tests.metamodel.model.test_positions import VALUES, pointers

LINES = """\
{
  "name": "a",
  "list": [
    1,
    2
  ],
  "short": [1, 2], "empty": [], "none": {}
}
"""


def test_a_new_item_stands_as_the_others_do() -> None:
    assert rewritten(LINES, [Edit.add("/list/-", 3)]) == LINES.replace("    2\n", "    2,\n    3\n")
    assert rewritten(LINES, [Edit.add("/short/-", 3)]) == LINES.replace("[1, 2]", "[1, 2, 3]")
    assert rewritten(LINES, [Edit.add("/empty/-", 3)]) == LINES.replace("[]", "[3]")
    assert rewritten(LINES, [Edit.add("/none/a~1b", 3)]) == LINES.replace("{}", '{"a/b": 3}')


def test_two_items_can_go_to_one_end() -> None:
    found = rewritten(LINES, [Edit.add("/short/-", 3), Edit.add("/short/-", 4)])
    assert found == LINES.replace("[1, 2]", "[1, 2, 3, 4]")


def test_a_key_is_added_once_and_one_that_is_there_is_replaced() -> None:
    found = rewritten(LINES, [Edit.add("/new", 1), Edit.add("/new", 2), Edit.add("/name", "b")])
    assert json.loads(found) == json.loads(LINES) | {"new": 1, "name": "b"}


def test_what_goes_takes_its_comma_along() -> None:
    assert rewritten(LINES, [Edit.remove("/list/0")]) == LINES.replace("1,\n    2", "2")
    assert rewritten(LINES, [Edit.remove("/list/1")]) == LINES.replace("1,\n    2", "1")
    assert rewritten(LINES, [Edit.remove("/name")]) == LINES.replace('"name": "a",\n  ', "")
    assert rewritten('{"a": [1]}', [Edit.remove("/a/0")]) == '{"a": []}'


def test_places_that_are_not_there_change_nothing() -> None:
    edits = [
        Edit.remove("/x"),
        Edit.replace("/list/7", 1),
        Edit.add("/x/y", 1),
        Edit.add("/list/a", 1),
    ]
    assert rewritten(LINES, edits) == LINES


@given(VALUES, st.sampled_from([None, 1, 4]), VALUES, st.data())
def test_one_value_changes_and_nothing_else(
    value: Any, indent: int | None, new: Any, data: st.DataObject
) -> None:
    text = json.dumps(value, indent=indent)
    place = data.draw(st.sampled_from(sorted(pointers(value))))
    found = rewritten(text, [Edit.replace(place, new)])
    assert json.loads(found) == (_replaced(value, place.split("/")[1:], new) if place else value)


@given(VALUES, st.sampled_from([None, 1, 4]), st.data())
def test_what_is_removed_is_gone_and_nothing_else(
    value: Any, indent: int | None, data: st.DataObject
) -> None:
    text = json.dumps(value, indent=indent)
    place = data.draw(st.sampled_from(sorted(pointers(value))))
    gone = object()
    found = json.loads(rewritten(text, [Edit.remove(place)]))
    assert found == (_replaced(value, place.split("/")[1:], gone, gone) if place else value)


def _replaced(value: Any, steps: list[str], new: Any, gone: object = None) -> Any:
    if not steps:
        return new
    key = steps[0].replace("~1", "/").replace("~0", "~")
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    done = [(k, _replaced(v, steps[1:], new, gone) if str(k) == key else v) for k, v in pairs]
    left = [(k, v) for k, v in done if gone is None or v is not gone]
    return dict(left) if isinstance(value, dict) else [v for _, v in left]
