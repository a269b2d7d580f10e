"""Operations: whatever the order, and however often it is told."""

from hypothesis import given
from hypothesis import strategies as st

from presence_api.live.rooms.messages import Outcome
from presence_api.live.staleness.operations import Operations
from presence_api.ports.event_log import MutationAnnounced, MutationEnded
from presence_api.ports.lock_table import LockAddress

NOW = 1000.0
IDS = ("1", "2", "3")


def announced(operation: str, *ids: str, ends_at: float = NOW + 60) -> MutationAnnounced:
    return MutationAnnounced(operation, "acme", "order", ids, ends_at)


def ended(operation: str, *ids: str, failed: bool = False) -> MutationEnded:
    versions = tuple(range(2, 2 + len(ids)))
    return MutationEnded(operation, "acme", "order", ids, versions, ("price",), failed=failed)


def order(one: str) -> LockAddress:
    return LockAddress("acme", "order", one)


def test_an_instance_is_being_changed_from_its_announcement_to_its_end() -> None:
    found = Operations(1200)
    assert found.announce(announced("a", "1", "2"), NOW)
    assert (found.until(order("1")), found.until(order("3"))) == (NOW + 60, None)
    assert found.changing("acme", "order") == {"1": NOW + 60, "2": NOW + 60}
    assert found.changing("globex", "order") == found.changing("acme", "customer") == {}
    over = found.end(ended("a", "1", "2"), NOW)
    assert over is not None
    assert (over.outcome, over.versions, over.attributes) == (Outcome.CHANGED, (2, 3), ("price",))
    assert (found.until(order("1")), len(found)) == (None, 0)


def test_a_change_that_was_never_announced_is_told_too() -> None:
    over = Operations(1200).end(ended("a", "1", failed=True), NOW)
    assert over is not None
    assert over.outcome is Outcome.UNCHANGED


def test_instances_of_all_tenants_are_changed_for_each_of_them() -> None:
    found = Operations(1200)
    found.announce(MutationAnnounced("a", None, "nation", ("7",), NOW + 60), NOW)
    assert found.changing("acme", "nation") == found.changing("globex", "nation") == {"7": NOW + 60}


def test_what_nobody_ends_ends_by_itself_and_is_counted() -> None:
    found = Operations(1200)
    found.announce(announced("a", "1"), NOW)
    assert found.expire(NOW + 59) == []
    (over,) = found.expire(NOW + 60)
    assert (over.outcome, over.ids, over.versions) == (Outcome.UNKNOWN, ("1",), ())
    assert (found.orphans, found.until(order("1"))) == (1, None)
    late = found.end(ended("a", "1"), NOW + 61)
    assert late is not None  # its version is news still
    assert late.outcome is Outcome.CHANGED


def test_an_announcement_that_is_over_when_it_is_read_is_void() -> None:
    assert not Operations(1200).announce(announced("a", "1", ends_at=NOW), NOW)


def test_ends_are_remembered_for_as_long_as_was_said() -> None:
    found = Operations(100)
    found.end(ended("a", "1"), NOW)
    found.expire(NOW + 99)
    assert not found.announce(announced("a", "1", ends_at=NOW + 900), NOW + 99)
    found.expire(NOW + 100)
    assert found.announce(announced("a", "1", ends_at=NOW + 900), NOW + 100)


def test_of_two_that_change_one_instance_the_later_end_counts() -> None:
    found = Operations(1200)
    found.announce(announced("a", "1", "1"), NOW)
    found.announce(announced("b", "1", ends_at=NOW + 90), NOW)
    assert found.until(order("1")) == found.changing("acme", "order")["1"] == NOW + 90
    found.end(ended("b", "1"), NOW)
    assert found.until(order("1")) == NOW + 60


operations = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(st.sets(st.sampled_from(IDS), min_size=1), st.booleans()),
    min_size=1,
)


@given(operations, st.data())
def test_law_duplicates_replays_and_reordering_change_nothing(
    asked: dict[str, tuple[set[str], bool]], data: st.DataObject
) -> None:
    events: list[MutationAnnounced | MutationEnded] = []
    for name, (ids, does_end) in asked.items():
        events.append(announced(name, *sorted(ids)))
        if does_end:
            events.append(ended(name, *sorted(ids)))
    told = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events)))))
    found, overs = Operations(1200), []
    for event in told:
        if isinstance(event, MutationAnnounced):
            found.announce(event, NOW)
        else:
            overs.append(found.end(event, NOW))
    open_ids = {one for ids, does_end in asked.values() if not does_end for one in ids}
    assert {one for one in IDS if found.until(order(one)) is not None} == open_ids
    assert set(found.changing("acme", "order")) == open_ids
    assert len([one for one in overs if one]) == sum(does_end for _, does_end in asked.values())
    found.expire(NOW + 60)
    assert (len(found), found.changing("acme", "order")) == (0, {})
