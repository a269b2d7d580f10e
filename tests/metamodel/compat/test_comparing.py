from typing import Any

import pytest

from metamodel.compat import comparing
from metamodel.compat.change import Bump, ChangeClass, Surface

TENANT = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}
OPEN = {"groups": ["a"], "allRows": True}
TIGHT = {"groups": ["a"], "filters": [TENANT]}
SECURITY, BREAKING, WIDENING = ChangeClass.SECURITY, ChangeClass.BREAKING, ChangeClass.WIDENING


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([TIGHT], [OPEN], SECURITY),
        ([OPEN], [TIGHT], BREAKING),
        ([TIGHT], [TIGHT, {**TIGHT, "groups": ["b"]}], SECURITY),
        ([TIGHT, {**TIGHT, "groups": ["b"]}], [TIGHT], BREAKING),
        ([TIGHT], [{**TIGHT, "excludes": ["x"]}], BREAKING),
        ([{**TIGHT, "excludes": ["x"]}], [TIGHT], SECURITY),
        ([TIGHT], [{**TIGHT, "includes": ["x"]}], BREAKING),
        ([TIGHT], [{**TIGHT, "conditions": ["c"]}], BREAKING),
        ([TIGHT], [{**TIGHT, "masking": {}}], SECURITY),
        ([TIGHT], [TIGHT, OPEN], SECURITY),
        (None, [TIGHT], SECURITY),
    ],
)
def test_access_opens_or_closes(before: Any, after: Any, expected: ChangeClass) -> None:
    assert comparing.access(before, after).change_class is expected


def test_what_opens_for_some_and_closes_for_others_is_both() -> None:
    before = [TIGHT, {**OPEN, "groups": ["b"]}]
    after = [OPEN, {**TIGHT, "groups": ["b"]}]
    verdict = comparing.access(before, after)
    assert (verdict.change_class, verdict.bump) == (SECURITY, Bump.MAJOR)


def test_policies_of_a_group_count_together_however_they_are_written() -> None:
    apart = [TIGHT, {**TIGHT, "groups": ["b"]}]
    together = [{**TIGHT, "groups": ["a", "b"]}]
    verdict = comparing.access(apart, [*together, {**TIGHT, "groups": ["c"]}])
    assert verdict.change_class is SECURITY
    assert comparing.access(together, [TIGHT]).change_class is BREAKING


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, {"minimum": 1}, BREAKING),
        ({"minimum": 1}, {"minimum": 0}, WIDENING),
        ({"minimum": 1, "maximum": 9}, {"maximum": 10}, WIDENING),
        ({"maxLength": 9}, {"maxLength": 8}, BREAKING),
        ({"pattern": "a"}, {"pattern": "b"}, BREAKING),
        ({"pattern": "a", "unique": True}, None, WIDENING),
        (None, {"unique": True}, BREAKING),
    ],
)
def test_constraints_let_more_in_or_less(before: Any, after: Any, expected: ChangeClass) -> None:
    assert comparing.constraints(before, after).change_class is expected


def test_types_widen_or_break() -> None:
    assert comparing.type_of("integer", "bigint").change_class is WIDENING
    assert comparing.type_of("bigint", "integer").change_class is BREAKING


def test_masks_and_classes_open_when_they_go() -> None:
    assert comparing.mask({"value": 0}, None).change_class is SECURITY
    assert comparing.mask(None, {"value": 0}).change_class is BREAKING
    assert comparing.classification("pii", "public").change_class is SECURITY
    assert comparing.classification("public", "pii").change_class is ChangeClass.DISPLAY


def test_who_reads_events_and_who_writes_rows_are_hit_by_opposite_steps() -> None:
    assert comparing.nullable(False, True).surfaces == {Surface.EVENT}
    assert comparing.nullable(True, False).surfaces == {Surface.API}
    assert comparing.events(["a"], ["a", "b"]).change_class is ChangeClass.ADDITIVE
    assert comparing.events(["a", "b"], ["a"]).change_class is BREAKING


@pytest.mark.parametrize(
    ("judge", "smaller", "larger"),
    [
        (comparing.public, False, True),
        (comparing.aliases, ["a"], ["a", "b"]),
        (comparing.editable, "never", "always"),
        (comparing.searchable, None, "prefix"),
    ],
)
def test_an_offer_is_minor_and_its_end_is_major(
    judge: comparing.Judge, smaller: Any, larger: Any
) -> None:
    assert judge(smaller, larger).bump is Bump.MINOR
    assert judge(larger, smaller).bump is Bump.MAJOR
