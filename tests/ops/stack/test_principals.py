"""Who may log in."""

from ops.stack import principals
from ops.stack.principals import principals as names


def test_whoever_a_component_comes_as_is_declared() -> None:
    known = {
        principals.ADMIN,
        principals.BROKER,
        principals.ORCHESTRATION,
        principals.PRESENCE,
        principals.OPERATOR,
        principals.EXPORTER,
        principals.KAFKA_UI,
    }
    assert known <= set(names())


def test_whoever_audits_or_replays_can_log_in_too() -> None:
    assert {"auditor", "replay"} <= set(names())
