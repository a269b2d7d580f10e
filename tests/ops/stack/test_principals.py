"""Who may log in, and as what."""

from metamodel.events._catalogue import topics
from ops.stack.principals import ROLES, acting_as, principals


def test_every_owner_that_a_topic_names_is_somebody_who_can_log_in() -> None:
    owners = {who for topic in topics().values() for who in (*topic.writers, *topic.readers)}
    assert owners <= ROLES.keys()
    assert {who for names in ROLES.values() for who in names} <= set(principals())


def test_an_owner_nobody_acts_as_has_no_principal() -> None:
    assert acting_as(("nobody",)) == ()


def test_each_principal_is_named_once() -> None:
    assert acting_as(("build_flow", "publish_flow")) == ("operator", "orchestration")
