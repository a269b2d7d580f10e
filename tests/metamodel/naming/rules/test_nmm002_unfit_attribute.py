from tests.metamodel.naming.given import better, told


def test_a_name_keeps_what_its_ending_promises() -> None:
    assert told("NMM002", "order_count", type="bigint") == ""
    assert "ends in `_count`" in told("NMM002", "order_count", type="text")
    assert "begins with `is_`" in told("NMM002", "is_open", type="integer")


def test_times_say_whether_they_are_days_or_moments() -> None:
    assert told("NMM002", "orderdate", type="date") == ""
    assert told("NMM002", "placed_on", type="date") == ""
    assert "`_at`" in told("NMM002", "created", type="timestamptz")
    assert "ends in `_at`" in told("NMM002", "created_at", type="date")


def test_without_a_type_only_the_form_counts() -> None:
    assert told("NMM002", "created_at") == ""
    assert better("NMM002", "createdAt", type="timestamptz") == "created_at"
