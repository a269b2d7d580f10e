"""Names of a topic's settings."""

from metamodel.streaming.topic_configs import KNOWN, SAID_OTHERWISE, SHRINKS


def test_no_setting_has_two_names() -> None:
    assert not KNOWN & SAID_OTHERWISE.keys()


def test_what_can_shrink_is_a_setting() -> None:
    assert KNOWN | SAID_OTHERWISE.keys() >= SHRINKS
