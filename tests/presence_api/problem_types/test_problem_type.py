"""Types of problems."""

from presence_api.entities.search.cursor import CursorRefused
from presence_api.problem_types.problem_type import ProblemType, problem_type_of, type_of


def test_it_says_what_its_error_class_says() -> None:
    assert problem_type_of(CursorRefused, 400) == ProblemType(
        type="/problems/ent-008",
        code="ENT-008",
        title="Cursor refused",
        status=400,
        meaning="A cursor was not made here, or not for this caller, entity, order and filter.",
        cure="Begin with the first page: without a cursor.",
        retryable=False,
    )
    assert type_of(CursorRefused) == "/problems/ent-008"
