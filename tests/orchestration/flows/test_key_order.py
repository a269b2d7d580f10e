"""Keys that wait, against a model that keeps every record."""

from hypothesis import given
from hypothesis import strategies as st

from orchestration.flows.key_order import KeyOrder
from orchestration.ports.consumer_group import Place
from tests.fakes.consumer_ground import RETRIES, TRANSIENT, Ground

STAGES = 3


def test_a_record_queues_at_the_nearest_stage_that_holds_its_key() -> None:
    order = KeyOrder(STAGES)
    assert order.behind(0, b"k", 0) is None
    order.put_aside(0, b"k", 3)
    assert order.behind(0, b"k", 0) == 3
    order.put_aside(0, b"k", 1)
    assert order.behind(0, b"k", 0) == 1
    assert order.behind(0, b"k", 1) == 3
    assert order.behind(0, b"k", 3) is None


def test_other_keys_other_partitions_and_records_without_a_key_wait_for_nobody() -> None:
    order = KeyOrder(STAGES)
    order.put_aside(0, b"k", 1)
    order.put_aside(0, None, 1)
    assert order.behind(0, b"other", 0) is None
    assert order.behind(1, b"k", 0) is None
    assert order.behind(0, None, 0) is None


def test_what_is_learnt_replaces_what_was_known_of_that_retry_topic() -> None:
    order = KeyOrder(STAGES)
    order.put_aside(0, b"old", 1)
    order.put_aside(0, b"far", 2)
    order.learn(0, 1, [b"new", b"new", None])
    assert order.behind(0, b"old", 0) is None
    assert order.behind(0, b"far", 0) == 2
    order.settled(0, b"new", 1)
    assert order.behind(0, b"new", 0) == 1
    order.settled(0, b"new", 1)
    assert order.behind(0, b"new", 0) is None


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "settle", "forget"]),
        st.integers(0, 1),
        st.sampled_from([b"a", b"b"]),
        st.integers(1, STAGES),
    ),
    max_size=40,
)


@given(STEPS)
def test_it_counts_as_a_list_of_records_would(
    steps: list[tuple[str, int, bytes, int]],
) -> None:
    order, lying = KeyOrder(STAGES), list[tuple[int, bytes, int]]()
    for what, partition, key, stage in steps:
        if what == "put":
            order.put_aside(partition, key, stage)
            lying.append((partition, key, stage))
        elif what == "settle":
            order.settled(partition, key, stage)
            if (partition, key, stage) in lying:
                lying.remove((partition, key, stage))
        else:
            order.forget(partition, stage)
            lying = [item for item in lying if (item[0], item[2]) != (partition, stage)]
        for place in {(number, word) for number in (0, 1) for word in (b"a", b"b")}:
            stages = [item[2] for item in lying if item[:2] == place]
            assert order.behind(*place, 0) == min(stages, default=None)
    assert len(order) == len({item[:2] for item in lying})


def test_what_follows_on_the_same_key_waits_too_and_other_keys_do_not() -> None:
    ground = Ground({"a1": [TRANSIENT] * 3})
    ground.send("a1", actor="a")
    ground.consumption.step()
    ground.send("a2", actor="a")
    ground.send("b1", actor="b")
    ground.consumption.step()
    assert ground.done == ["b1"]
    ground.rest()
    assert ground.done == ["b1", "a1", "a2"]


def test_the_order_of_a_key_survives_the_death_of_its_member() -> None:
    ground = Ground({"a1": [TRANSIENT] * 3})
    ground.send("a1")
    ground.consumption.step()
    ground.join()
    ground.send("a2")
    ground.consumption.step()
    assert ground.done == []
    ground.rest()
    assert ground.done == ["a1", "a2"]


def test_a_member_that_lacks_the_retry_topics_does_not_begin_with_the_topic() -> None:
    ground = Ground()
    ground.send("a")
    retry = Place(RETRIES[0], 0)
    ground.member.take(retry)
    assert ground.consumption.step() == 0
    assert ground.done == []
    ground.member.give(retry)
    ground.consumption.step()  # it learns who waits there
    ground.consumption.step()
    assert ground.done == ["a"]
