from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_a_measures_first_word_is_its_type() -> None:
    assert told("NMQ002", "total_price", type="sum") == ""
    assert "begins with `total_`" in told("NMQ002", "total_price", type="avg")
    assert better("NMQ002", "price", type="avg") == "avg_price"


def test_an_expression_of_its_own_may_have_any_name() -> None:
    assert told("NMQ002", "avg_price", type="number") == ""
    assert told("NMQ002", "max_price", type="number") == ""


def test_counts_end_in_count() -> None:
    assert told("NMQ002", "count", type="count") == ""
    assert better("NMQ002", "visitor", type="count_distinct") == "visitor_count"
    assert "ends in `count`" in told("NMQ002", "late_count", type="sum")


def test_no_member_repeats_its_cube() -> None:
    found = better("NMQ002", "orders_status", NameKind.DIMENSION, cube="orders")
    assert found == "status"
    assert told("NMQ002", "order_status", NameKind.DIMENSION, cube="orders") == ""
