"""Profiles and their brokers."""

import pytest

from ops.stack.errors import ShapeRefused
from ops.stack.shape import LOCAL, Shape


def test_the_usual_shape_is_embedded_with_one_broker() -> None:
    assert str(Shape()) == "profile embedded, 1 broker"


def test_local_has_one_broker_or_three() -> None:
    assert [Shape(LOCAL, number).brokers for number in (1, 3)] == [1, 3]


@pytest.mark.parametrize(("profile", "brokers"), [("embedded", 3), ("local", 2), ("k8s", 1)])
def test_a_shape_that_no_profile_has_is_refused(profile: str, brokers: int) -> None:
    with pytest.raises(ShapeRefused, match=profile):
        Shape(profile, brokers)
