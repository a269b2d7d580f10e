from typing import Any

from tests.metamodel.shop import ORDER, places

DIMENSIONS = f"/entities/{ORDER}/preAggregations/0/dimensions"
BROKEN: dict[str, Any] = {DIMENSIONS: ["status"]}


def exempt(rule: str, path: str) -> dict[str, Any]:
    given = {"rule": rule, "path": path, "reason": "Known.", "expires": "2099-12-31"}
    return BROKEN | {"/exemptions": [given]}


def test_one_that_covers_a_finding_is_right_and_takes_it_away() -> None:
    for path in (DIMENSIONS, f"/entities/{ORDER}", ""):
        assert places("EXM002", exempt("PRE003", path)) == []
        assert places("PRE003", exempt("PRE003", path)) == []


def test_one_that_covers_nothing_is_found() -> None:
    for rule, path in (("PRE003", "/entities/0"), ("PRE004", ""), ("NIX001", ""), ("PRE003", "/x")):
        assert places("EXM002", exempt(rule, path)) == ["/exemptions/0"]
        assert places("PRE003", exempt(rule, path)) == [DIMENSIONS]


def test_part_of_a_name_is_no_place() -> None:
    assert places("PRE003", exempt("PRE003", DIMENSIONS[:-1])) == [DIMENSIONS]
