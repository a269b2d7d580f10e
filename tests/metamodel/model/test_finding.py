from metamodel.model.finding import Finding, Severity
from metamodel.model.positions import Position

FINDING = Finding("X001", Severity.ERROR, "/a/b", "is wrong", "Correct it.")


def test_a_finding_is_located_at_its_pointer_or_the_nearest_above() -> None:
    positions = {"": Position(1, 1), "/a": Position(2, 3)}
    found = FINDING.located(positions, "x.json")
    assert (found.path, found.line, found.column) == ("x.json", 2, 3)


def test_a_finding_that_knows_its_place_keeps_it() -> None:
    placed = Finding("X001", Severity.ERROR, "/a", "m", "c", 7, 8)
    found = placed.located({"/a": Position(2, 3)}, "x.json")
    assert (found.line, found.column, found.path) == (7, 8, "x.json")


def test_findings_are_ordered_by_place_first() -> None:
    later = Finding("A001", Severity.ERROR, "", "m", "c", 9, 1)
    sooner = Finding("Z001", Severity.ERROR, "", "m", "c", 8, 5)
    assert sooner.order < later.order


def test_only_errors_block() -> None:
    assert [item.name for item in Severity if item.blocks] == ["ERROR"]
