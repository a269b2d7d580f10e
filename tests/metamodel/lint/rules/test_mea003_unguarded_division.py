import pytest

from metamodel.lint.runner import lint
from tests.metamodel.shop import ORDER, loaded, places

AVERAGE = f"/entities/{ORDER}/measures/2/expression"
PRICE = f"/entities/{ORDER}/attributes/5/constraints"


@pytest.mark.parametrize(
    "expression",
    ["{revenue} / NULLIF({count}, 0)", "{revenue} / 100.0", "'a/{count}' || {revenue}"],
)
def test_guarded_ones_numbers_and_texts_are_right(expression: str) -> None:
    assert places("MEA003", {AVERAGE: expression}) == []


@pytest.mark.parametrize("divisor", ["{count}", "{ count }", "{CUBE}.price", "{product.count}"])
def test_others_are_refused(divisor: str) -> None:
    assert places("MEA003", {AVERAGE: f"{{revenue}} / {divisor}"}) == [AVERAGE]


def test_what_is_never_zero_needs_no_guard() -> None:
    edits = {f"/entities/{ORDER}/measures/1/expression": "1.0 / {price}"}
    assert places("MEA003", {**edits, PRICE: {"minimum": 0.01}}) == []
    assert places("MEA003", {**edits, PRICE: {"minimum": 0}}) == [
        f"/entities/{ORDER}/measures/1/expression"
    ]


def test_the_cure_guards_every_divisor_and_nothing_else() -> None:
    (found,) = lint(loaded({AVERAGE: "'/{count}' || {revenue} / {count} / {CUBE}.n"}))
    assert [edit.text for edit in found.edits] == [
        "\"'/{count}' || {revenue} / NULLIF({count}, 0) / NULLIF({CUBE}.n, 0)\""
    ]
