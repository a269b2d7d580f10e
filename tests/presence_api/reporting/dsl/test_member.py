"""A member that a report names."""

import pytest

from presence_api.reporting.dsl.member import Kind, Member
from tests.presence_api.reporting.asked import asked, member, words


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("clerk", Kind.TEXT),
        ("totalprice", Kind.NUMBER),
        ("is_high_priority", Kind.BOOLEAN),
        ("orderdate", Kind.TIME),
        ("customer.updated_at", Kind.TIME),
    ],
)
def test_a_dimension_has_the_kind_of_its_values(path: str, kind: Kind) -> None:
    found = member("order", path)

    assert (found.kind, found.path, found.name) == (kind, path, path.rpartition(".")[2])
    assert bool(found.grains) is (kind is Kind.TIME)


def test_measures_are_numbers_unless_they_say_else() -> None:
    sink = words("order", "kitchen_sink", ("admin",))
    kinds = {}
    for name in ("count", "last_status", "last_at", "any_flag"):
        found = sink.measure(asked(name))
        assert isinstance(found, Member)
        kinds[name] = found.kind
    assert [*kinds.values()] == [Kind.NUMBER, Kind.TEXT, Kind.TIME, Kind.BOOLEAN]


def test_what_is_counted_and_what_columns_hold_whole_is_an_integer() -> None:
    names = ("orderkey", "shippriority", "totalprice", "orderdate", "clerk")
    found = {name: member("order", name).integer for name in names}
    assert [name for name, integer in found.items() if integer] == ["orderkey", "shippriority"]
    sums, counts = (
        words("order").measure(asked("total_price")),
        words("order").measure(asked("count")),
    )
    assert isinstance(sums, Member)
    assert isinstance(counts, Member)
    assert (sums.integer, counts.integer) == (False, True)


def test_a_time_has_grains_of_its_own_too() -> None:
    found = words("order", "kitchen_sink", ("admin",)).dimension(asked("created_at"))

    assert isinstance(found, Member)
    assert found.grains[:3] == ("second", "minute", "hour")
    assert found.grains[-3:] == ("quarter_hour", "fiscal_year", "sunday_week")


def test_a_segment_has_no_values() -> None:
    found = words("order").segment(asked("customer.in_debt"))

    assert isinstance(found, Member)
    assert (found.kind, found.node, found.grains) == (Kind.OTHER, "customer", ())
    assert not found.integer
