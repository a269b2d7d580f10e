from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_a_job_gets_its_verb_in_front_and_its_kind_at_the_end() -> None:
    assert better("NMD002", "preagg_refresh") == "refresh_preagg_job"
    assert better("NMD002", "preagg_refresh_job") == "refresh_preagg_job"


def test_where_no_word_is_a_verb_nothing_better_stands_still() -> None:
    assert told("NMD002", "nightly_orders_job") == "is not a verb, a noun and `job`"
    assert better("NMD002", "nightly_orders_job") is None


def test_sensors_and_schedules_end_in_their_kind() -> None:
    assert better("NMD002", "preagg_due", NameKind.SENSOR) == "preagg_due_sensor"
    assert better("NMD002", "nightly", NameKind.SCHEDULE) == "nightly_schedule"


def test_a_check_says_what_holds_and_not_that_it_is_one() -> None:
    assert told("NMD002", "no_loss", NameKind.ASSET_CHECK) == ""
    assert better("NMD002", "check_no_loss", NameKind.ASSET_CHECK) == "no_loss"
