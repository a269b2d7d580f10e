import pytest

from metamodel.compat.change import Bump, Kind, declared_bump


@pytest.mark.parametrize(
    ("before", "after", "bump"),
    [
        ("1.2.3", "1.2.3", Bump.NONE),
        ("1.2.3", "1.2.4", Bump.PATCH),
        ("1.2.3", "1.3.0", Bump.MINOR),
        ("1.2.3", "2.0.0", Bump.MAJOR),
        ("1.10.0", "1.9.9", None),
    ],
)
def test_a_version_says_how_large_a_step_is_declared(
    before: str, after: str, bump: Bump | None
) -> None:
    assert declared_bump(before, after) is bump


def test_added_and_removed_are_each_others_inverse() -> None:
    assert {kind: kind.inverse for kind in Kind if kind.inverse is not kind} == {
        Kind.ADDED: Kind.REMOVED,
        Kind.REMOVED: Kind.ADDED,
    }


def test_bumps_are_ordered() -> None:
    assert max(Bump) is Bump.MAJOR
