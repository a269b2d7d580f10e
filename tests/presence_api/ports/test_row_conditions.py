"""Conditions on rows."""

from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.attribute import AttributeType
from presence_api.ports.row_conditions import (
    EVERY_ROW,
    NO_ROW,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    KeyIn,
    StoredColumn,
    Test,
    all_of,
    any_of,
    conjuncts,
    described,
    negation,
)
from tests.fakes.entity_store import holds

SIZE = StoredColumn("size", "size", AttributeType.INTEGER, nullable=True)
TESTS = st.one_of(
    st.builds(
        Test,
        st.just(SIZE),
        st.sampled_from([Comparison.IN, Comparison.LT, Comparison.GTE]),
        st.tuples(st.integers(0, 3)),
        st.booleans(),
    ),
    st.builds(Test, st.just(SIZE), st.just(Comparison.IS_NULL), st.just(()), st.booleans()),
)
KEYS = st.builds(
    KeyIn,
    st.just((SIZE,)),
    st.lists(st.tuples(st.integers(0, 3)), max_size=3).map(tuple),
    st.booleans(),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    TESTS | KEYS,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner).map(tuple)), st.builds(AnyOf, st.lists(inner).map(tuple))
    ),
)
ROWS = st.fixed_dictionaries({"size": st.none() | st.integers(-1, 4)})


@given(CONDITIONS, ROWS)
def test_each_row_is_meant_or_meant_by_the_negation(
    condition: Condition, row: dict[str, int | None]
) -> None:
    assert holds(condition, row) != holds(negation(condition), row)
    assert negation(negation(condition)) == condition


@given(st.lists(CONDITIONS, max_size=4), ROWS)
def test_joined_conditions_mean_what_they_say(
    conditions: list[Condition], row: dict[str, int | None]
) -> None:
    assert holds(all_of(conditions), row) == all(holds(one, row) for one in conditions)
    assert holds(any_of(conditions), row) == any(holds(one, row) for one in conditions)


@given(CONDITIONS, CONDITIONS)
def test_different_conditions_are_described_differently(one: Condition, other: Condition) -> None:
    assert (described(one) == described(other)) == (one == other)


def test_nothing_and_everything() -> None:
    one = Test(SIZE, Comparison.IN, (1,))
    assert all_of([]) == EVERY_ROW
    assert all_of([one, EVERY_ROW, AllOf((one,))]) == one
    assert any_of([]) == NO_ROW
    assert any_of([one, EVERY_ROW]) == EVERY_ROW
    assert conjuncts(EVERY_ROW) == ()
