"""Offsets that nobody can read any more are said to be lost; what they could name is rebuilt."""

from datetime import datetime

import pytest
from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from orchestration.composition import compose
from orchestration.flows.find_rollups import find_current_rollups
from orchestration.ports.sensor_control import EVENT_SENSOR
from tests.eventually import eventually
from tests.faults.preaggs.dagster_window import Judgement
from tests.faults.preaggs.ground import Ground
from tests.faults.preaggs.killing_definitions import BEFORE_INTAKE
from tests.faults.preaggs.killing_definitions import INTAKE as INTAKE_STEP

pytestmark = pytest.mark.faults

INTAKE = ["kafka", "core_reporting_preagg_refresh"]
GAP = "rampart/gap"


def test_what_retention_took_unread_is_rebuilt_and_said_until_accepted(ground: Ground) -> None:
    mark, began = ground.intakes.newest_id(), ground.platform.build.ledger.now()
    with ground.stopped(EVENT_SENSOR):
        sent = ground.send(40)
        position, high = ground.cursor().next, ground.platform.source.state().high
        cut = {item: (position[item] + end + 1) // 2 for item, end in high.items()}
        cut = {item: end for item, end in cut.items() if end > position[item]}
        delete_before(ground, cut)

    wanted = {(item, position[item], end) for item, end in cut.items()}
    rows = eventually(
        lambda: ground.intakes.since(mark),
        lambda rows: {row.kind for row in rows} == {"LOST", "TAKEN"},
        "a gap run and the survivors' run",
    )
    assert {(row.partition, row.start, row.end) for row in rows if row.kind == "LOST"} == wanted
    lost = sum(end - start for _, start, end in wanted)
    assert sum(row.events for row in rows) == sent - lost
    ground.at_rest()
    assert not_built_since(ground, began) == []
    assert not judged(ground).passed
    item, start, end = min(wanted)
    assert f"{item}:{start}-{end}" in judged(ground).texts["lost"]

    assert next_run_judges(ground).passed is False
    assert "losses accepted" in ground.cli("resume", "--accept-loss").output
    assert next_run_judges(ground).passed is True


def test_a_topic_made_anew_begins_a_new_epoch_and_loses_the_unread_rest(ground: Ground) -> None:
    mark, began = ground.intakes.newest_id(), ground.platform.build.ledger.now()
    admin = AdminClient({"bootstrap.servers": ground.settings.kafka_bootstrap})
    with ground.stopped(EVENT_SENSOR):
        ground.send(10)
        old = ground.cursor()
        admin.delete_topics([ground.topic])[ground.topic].result(timeout=20)
        make(ground, admin, len(old.next))
        sent = ground.send(20)

    rows = eventually(
        lambda: ground.intakes.since(mark),
        lambda rows: {row.kind for row in rows} == {"LOST", "TAKEN"},
        "a gap run and a run over the new topic",
    )
    assert {
        (row.epoch, row.partition, row.start, row.end) for row in rows if row.kind == "LOST"
    } == {(old.epoch, item, at, None) for item, at in old.next.items()}
    ground.at_rest()
    new = ground.cursor()
    assert new.epoch != old.epoch
    assert new.topic_id != old.topic_id
    taken = [row for row in ground.intakes.since(mark) if row.kind == "TAKEN"]
    assert {row.epoch for row in taken} == {new.epoch}
    assert sum(row.events for row in taken) == sent
    assert not_built_since(ground, began) == []
    assert not judged(ground).passed
    ground.cli("resume", "--accept-loss")


def test_a_gap_run_that_is_killed_is_asked_for_again_until_its_loss_is_written(
    ground: Ground,
) -> None:
    mark, began = ground.intakes.newest_id(), ground.platform.build.ledger.now()
    known = {run.run_id for run in ground.dagster.runs()}
    admin = AdminClient({"bootstrap.servers": ground.settings.kafka_bootstrap})
    with ground.stopped(EVENT_SENSOR):
        old = ground.cursor()
        admin.delete_topics([ground.topic])[ground.topic].result(timeout=20)
        make(ground, admin, len(old.next))
        ground.fuse.arm(BEFORE_INTAKE, INTAKE_STEP)

    rows = eventually(
        lambda: ground.intakes.since(mark),
        lambda rows: {row.kind for row in rows} == {"LOST"},
        "the loss written by another run",
    )
    assert ground.fuse.blown(BEFORE_INTAKE, INTAKE_STEP)
    wanted = {(old.epoch, item, at, None) for item, at in old.next.items()}
    assert {(row.epoch, row.partition, row.start, row.end) for row in rows} == wanted
    ground.at_rest()
    assert not_built_since(ground, began) == []
    gaps = [run for run in ground.dagster.runs() if run.run_id not in known and GAP in run.tags]
    assert [(run.status, run.tags.get("rampart/attempt")) for run in gaps] == [
        ("SUCCESS", "2"),
        ("FAILURE", None),
    ]
    ground.cli("resume", "--accept-loss")


def delete_before(ground: Ground, cut: dict[int, int]) -> None:
    """Delete the records before these offsets, as retention does."""
    admin = AdminClient({"bootstrap.servers": ground.settings.kafka_bootstrap})
    places = [TopicPartition(ground.topic, item, offset) for item, offset in cut.items()]
    for future in admin.delete_records(places).values():
        future.result(timeout=20)


def make(ground: Ground, admin: AdminClient, partitions: int) -> None:
    """Create the topic once its old self is gone."""
    eventually(
        lambda: admin.list_topics(timeout=10).topics,
        lambda topics: ground.topic not in topics,
        "the topic gone",
    )
    made = admin.create_topics([NewTopic(ground.topic, num_partitions=partitions)])
    made[ground.topic].result(timeout=20)
    # A producer of before may still know the old topic; a client that starts now does not.
    ground.platform = compose(ground.settings)


def not_built_since(ground: Ground, began: datetime) -> list[str]:
    """Partitions of CURRENT that were last built before a moment."""
    rollups = find_current_rollups(ground.platform.publications).all()
    states = ground.platform.build.ledger.states([item.rollup.rollup_fp for item in rollups])
    built = {state.key.partition: state.built_from for state in states}
    return [name for name, moment in built.items() if moment is None or moment < began]


def judged(ground: Ground) -> Judgement:
    """The newest result of the check `no_loss`."""
    return ground.dagster.judgements(INTAKE, "no_loss")[0]


def next_run_judges(ground: Ground) -> Judgement:
    """The result of the run that one more event causes."""
    known = {item.run_id for item in ground.dagster.judgements(INTAKE, "no_loss")}
    ground.send(1)
    return eventually(lambda: judged(ground), lambda one: one.run_id not in known, "a new result")
