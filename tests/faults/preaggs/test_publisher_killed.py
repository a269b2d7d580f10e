"""Whoever publishes may be killed, and Cube too: CURRENT serves, and the next publish ends it."""

import signal

import psycopg
import pytest

from metamodel.events.codec import Codec
from metamodel.events.core_metamodel_published import MetamodelPublished
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.flows.publish_model import roll_back_model
from orchestration.ports.offset_ranges import offsets_between
from orchestration.ports.publications import PublicationState
from tests.eventually import eventually
from tests.faults.preaggs import killed_publisher
from tests.faults.preaggs.children import end_of
from tests.faults.preaggs.documents import Document, with_measure, with_rollup, written
from tests.faults.preaggs.figures import ServingThroughout, answered, truth
from tests.faults.preaggs.ground import Ground

pytestmark = pytest.mark.faults


@pytest.mark.parametrize(
    ("step", "orphans"),
    [(killed_publisher.BEFORE_ROW, 0), (killed_publisher.BEFORE_LANDING, 1)],
)
def test_a_publisher_killed_beside_its_folder_leaves_current_serving(
    ground: Ground, step: str, orphans: int
) -> None:
    first, known = ground.current, ground.platform.publications.history()
    folders = set(ground.settings.publish_dir.iterdir())
    document = with_measure(f"highest_{orphans}", f"1.5.{orphans}")

    with ServingThroughout(ground):
        assert publish_until(ground, step, document) == -signal.SIGKILL
        assert ground.current == first
        (left,) = set(ground.settings.publish_dir.iterdir()) - folders
        new = ground.platform.publications.history()[: -len(known)]
        assert [item.state for item in new] == [PublicationState.CANDIDATE] * orphans

        report = ground.publish(document)

        assert report.changed
        assert report.publication.version == left.name
        states = {item.seq: item.state for item in ground.platform.publications.history()}
        assert {states[item.seq] for item in new} <= {PublicationState.REFUSED}
        assert answered(ground) == truth(ground)
        roll_back(ground, first.version)


def test_a_publisher_killed_before_the_flip_leaves_current_serving(ground: Ground) -> None:
    first = ground.current
    document = with_rollup({"dimensions": ["orderstatus", "tenant_id"]}, "1.2.0")

    with ServingThroughout(ground):
        assert publish_until(ground, killed_publisher.BEFORE_FLIP, document) == -signal.SIGKILL
        assert ground.current == first
        orphan = ground.platform.publications.history()[0]
        assert orphan.state is PublicationState.CANDIDATE

        report = ground.publish(document)

        assert report.changed
        assert report.built_partitions == 0  # the dead publisher had built them all
        assert report.publication.announced
        states = {item.seq: item.state for item in ground.platform.publications.history()}
        assert states[orphan.seq] is PublicationState.REFUSED
        assert answered(ground) == truth(ground)
        roll_back(ground, first.version)


def test_a_publisher_killed_before_the_announcement_is_announced_by_the_next(
    ground: Ground,
) -> None:
    first = ground.current
    document = with_measure("max_of_all", "1.3.0")

    with ServingThroughout(ground):
        step = killed_publisher.BEFORE_ANNOUNCEMENT
        assert publish_until(ground, step, document) == -signal.SIGKILL
        current = ground.current
        assert current.version != first.version
        assert not current.announced
        assert current.seq not in announced(ground)

        report = ground.publish(document)

        assert not report.changed
        assert ground.current.announced
        assert announced(ground)[current.seq] == current.version
        roll_back(ground, first.version)


def test_cube_killed_while_it_builds_builds_again_when_it_is_back(ground: Ground) -> None:
    taken, mark = ground.intakes.taken(), ground.attempts.newest_id()
    with psycopg.connect(ground.url) as held:
        # Cube's reading of the orders waits for this transaction: the build cannot end.
        held.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
        ground.send(1)
        eventually(
            lambda: ground.attempts.since(mark),
            lambda rows: any(row.under_way for row in rows),
            "a build under way",
        )
        ground.stack.kill("cube", signal.SIGKILL)
    ground.stack.start("cube")

    assert answered(ground) == truth(ground)
    ground.taken_in(taken.plus(1), "the event")
    eventually(
        ground.watching(lambda: ground.unrest().owed), lambda owed: not owed, "the build done again"
    )


def test_cube_killed_after_a_publish_serves_the_new_version_when_it_is_back(
    ground: Ground,
) -> None:
    first = ground.current.version
    second = ground.publish(with_measure("highest_price", "1.4.0")).publication.version

    ground.stack.kill("cube", signal.SIGKILL)
    ground.stack.start("cube")

    assert ground.current.version == second != first
    with ServingThroughout(ground):
        assert answered(ground) == truth(ground)
        roll_back(ground, first)


def publish_until(ground: Ground, step: str, document: Document) -> int:
    """A publisher in a process of its own that dies at `step`; its exit code."""
    path = written(document, ground.folder / "killed.json")
    return end_of(ground, killed_publisher, step, str(path))


def roll_back(ground: Ground, version: str) -> None:
    """Let an earlier version serve again."""
    roll_back_model(
        ground.source.name, ground.platform.publish, run_id="faults", to_version=version
    )
    assert ground.current.version == version


def announced(ground: Ground) -> dict[int, str]:
    """Versions that were announced, by their sequence number."""
    source = KafkaEventSource(ground.settings.kafka_bootstrap, MetamodelPublished.name)
    codec, state = Codec.committed(), source.state()
    with source.read(offsets_between(dict(state.low), dict(state.high))) as records:
        events = [codec.decode(MetamodelPublished.name, record.value) for record in records]
    return {event["seq"]: event["version"] for event in events}
