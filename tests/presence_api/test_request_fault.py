"""Faults of requests."""

from presence_api.request_fault import near


def test_names_that_look_like_it_are_suggested_the_nearest_first() -> None:
    assert near("stauts", ["name", "status", "states"]) == ("status", "states")
    assert near("x", ["name"]) == ()
    assert len(near("aaa", [f"aa{letter}" for letter in "bcdef"])) == 3
