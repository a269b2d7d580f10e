from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_counters_and_nothing_else_end_in_total() -> None:
    assert better("NMO002", "rampart_event", type="counter") == "rampart_event_total"
    assert better("NMO002", "rampart_event_total", type="gauge") == "rampart_event"
    assert told("NMO002", "rampart_event_total") == ""  # of no known type


def test_units_are_base_units() -> None:
    assert better("NMO002", "rampart_lag_ms", type="gauge") == "rampart_lag_seconds"
    assert better("NMO002", "rampart_disk_percent", type="gauge") == "rampart_disk_ratio"


def test_a_distribution_ends_in_its_unit() -> None:
    assert told("NMO002", "rampart_wait", type="histogram") == "does not end in a unit"
    assert told("NMO002", "rampart_wait_seconds", type="summary") == ""


def test_prefixes_and_labels_stand_in_the_dictionary() -> None:
    assert told("NMO002", "preagg_backlog_events", type="gauge") == ""
    assert better("NMO002", "cube_errors_total", type="counter") == "rampart_cube_errors_total"
    assert told("NMO002", "rollup", NameKind.METRIC_LABEL) == ""
    assert "metric_labels" in told("NMO002", "run_id", NameKind.METRIC_LABEL)
