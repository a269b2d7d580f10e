from tests.metamodel.naming.given import better, told


def test_a_time_dimension_shows_in_the_name() -> None:
    assert told("NMQ003", "by_status_month", granularity="month") == ""
    assert better("NMQ003", "by_status", granularity="month") == "by_status_month"
    assert told("NMQ003", "by_status") == ""


def test_a_name_says_by_what_it_groups() -> None:
    assert told("NMQ003", "revenue_by_region") == ""
    assert "by_..." in told("NMQ003", "main")
    assert "by_..." in told("NMQ003", "sold_by")
