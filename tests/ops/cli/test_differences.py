"""A plan for people and for programs."""

from dataclasses import replace

from metamodel.streaming.changes import Permission
from metamodel.streaming.cluster import ClusterState, Grant, Operation, ResourceKind, TopicState
from ops.cli._differences import MOST_NOTES, difference_rows, plan_lines
from orchestration.flows.plan_streaming import Plan, plan_streaming
from tests.fakes.clock import FakeClock
from tests.fakes.streaming_admin import FakeStreamingAdmin
from tests.metamodel.streaming.shop import desired

WANTED = desired()
ORDER = "shop.order.v1"


def planned(state: ClusterState) -> Plan:
    return plan_streaming(WANTED, FakeStreamingAdmin(state), FakeClock())


def changed() -> Plan:
    topics = dict(WANTED.state.topics)
    topics[ORDER] = replace(topics[ORDER], partitions=13)
    topics["shop.old.v1"] = TopicState("shop.old.v1", 1, 3)
    topics["bank.v1"] = TopicState("bank.v1", 1, 3)
    del topics["shop.price.v1"]
    extra = Grant("User:front", ResourceKind.TOPIC, "shop.old.v1", Operation.READ)
    return planned(replace(WANTED.state, topics=topics, grants=WANTED.state.grants | {extra}))


def test_each_difference_stands_under_what_becomes_of_it() -> None:
    plan = changed()

    assert (
        "\n".join(plan_lines(plan, frozenset()))
        == f"""\
Plan {plan.hash} for `town`: 1 to do, 1 refused, 2 kept, 1 notes

To do:
  + topic shop.price.v1: 3 partitions

Refused:
  ~ topic shop.order.v1 partitions: 13 -> 12
      UNSUPPORTED: Kafka takes no partition away: its records would be gone
      Declare a new major version of the topic and move to it, or declare what is there.

Kept: nothing is deleted without --allow-delete:
  - grant: allow front READ on topic shop.old.v1
      UNSAFE: no role asks for it [--allow-delete]
      Take it away with `--allow-delete`, or declare it.
  - topic shop.old.v1: 1 partitions
      UNSAFE: its name is ours and nothing declares it [--allow-delete]
      Take it away with `--allow-delete`, or declare it.

Worth knowing:
  . topic bank.v1: 1 partitions (not ours, never touched)"""
    )


def test_what_is_allowed_is_to_be_done() -> None:
    lines = list(plan_lines(changed(), {Permission.DELETE}))

    assert "3 to do, 1 refused, 0 kept" in lines[0]


def test_many_notes_are_cut_for_people_only() -> None:
    foreign = {f"bank.{n}.v1": TopicState(f"bank.{n}.v1", 1, 1) for n in range(MOST_NOTES + 5)}
    plan = planned(replace(WANTED.state, topics={**WANTED.state.topics, **foreign}))

    assert list(plan_lines(plan, frozenset()))[-1] == "  ... and 5 more (--json has all)"
    assert len(difference_rows(plan.differences)) == MOST_NOTES + 5


def test_programs_get_every_word() -> None:
    (row,) = difference_rows(item for item in changed().differences if item.part == "partitions")

    assert (row["found"], row["wanted"], row["verdict"]) == ("13", "12", "UNSUPPORTED")
    assert row["needs"] == []
