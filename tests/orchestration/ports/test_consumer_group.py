"""Places of a group."""

from orchestration.ports.consumer_group import Place, Polled


def test_a_place_is_written_as_topic_and_partition_and_places_have_an_order() -> None:
    places = [Place("b.v1", 0), Place("a.v1", 10), Place("a.v1", 9)]
    assert [str(place) for place in sorted(places)] == ["a.v1/9", "a.v1/10", "b.v1/0"]


def test_a_poll_that_brought_nothing_is_empty() -> None:
    assert Polled() == Polled((), frozenset(), frozenset(), joined=True)
