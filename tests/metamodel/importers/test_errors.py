import pytest

from metamodel.importers import errors
from metamodel.kernel.errors import RampartError

ALL: list[type[RampartError]] = [
    item
    for item in vars(errors).values()
    if isinstance(item, type) and item.__module__ == errors.__name__
]


@pytest.mark.parametrize("error", ALL, ids=lambda item: item.__name__)
def test_each_says_what_to_do(error: type[RampartError]) -> None:
    assert error("a place", "what happened").explain().startswith(f"{error.code} a place: what")
    assert error.hint


def test_only_what_may_pass_by_itself_is_worth_another_try() -> None:
    assert [item.__name__ for item in ALL if item.retryable] == ["SourceUnreachable"]
