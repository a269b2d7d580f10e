"""What a delivery says when nothing was said."""

from presence_api.ports.ordered_sender import Delivery, NotAcknowledged


def test_a_delivery_of_nothing_has_no_fault() -> None:
    nothing = Delivery()
    assert (nothing.acknowledged, nothing.refused, nothing.fault) == (frozenset(), {}, None)


def test_what_was_not_acknowledged_is_sent_again() -> None:
    assert NotAcknowledged.retryable
