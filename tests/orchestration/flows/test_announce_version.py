"""Telling the others that another version serves."""

from typing import Any

from metamodel.events.core_metamodel_published import MOST_CHANGES, MetamodelPublished
from orchestration.flows.announce_version import announce_version
from orchestration.flows.describe_changes import ChangeEvidence, describe_changes
from orchestration.ports.publications import Publication
from tests.fakes.clock import FakeClock
from tests.fakes.event_sink import FakeEventSink
from tests.fakes.platform import CODEC
from tests.fakes.publications import FakePublications
from tests.fakes.shop_source import shop_model
from tests.metamodel.shop import ORDER, shop

TITLE = {f"/entities/{ORDER}/measures/1/title": "Turnover", "/specVersion": "1.0.1"}


class Table(FakePublications):
    """The shop published twice, the second time with another title."""

    def __init__(self) -> None:
        super().__init__(FakeClock())
        self.first, self.second = (self.publish(edits) for edits in (None, TITLE))

    def publish(self, edits: dict[str, Any] | None) -> Publication:
        return self.flip(self.propose(shop_model(edits), shop(edits)))


def announced(
    table: Table, sink: FakeEventSink, evidence: ChangeEvidence | None = None
) -> Publication:
    found = evidence or describe_changes(table.first, table.second, table)
    return announce_version(
        table.second, table.first, found, publications=table, sink=sink, clock=FakeClock()
    )


def test_the_event_says_what_changed_and_what_it_makes_stale() -> None:
    table, sink = Table(), FakeEventSink(CODEC)

    assert announced(table, sink).announced

    (event,) = sink.published[MetamodelPublished.name]
    assert (event["spec_version"], event["previous_spec_version"]) == ("1.0.1", "1.0.0")
    assert event["previous_version"] == table.first.version
    assert event["changed_cubes"] == ["orders"]
    assert event["changed_entities"] == ["order"]
    assert (event["rebuilt_rollups"], event["kept_rollups"]) == ([], ["orders.by_day"])
    assert not event["clears_cache"]
    assert (event["required_bump"], event["change_count"]) == ("patch", 1)
    assert event["changes"] == [
        {
            "kind": "changed",
            "path": "entities/order/measures/revenue/title",
            "change_class": "DISPLAY",
            "bump": "patch",
        }
    ]


def test_what_is_not_known_is_null_and_not_empty() -> None:
    table, sink = Table(), FakeEventSink(CODEC)
    known = describe_changes(table.first, table.second, table)

    announced(table, sink, ChangeEvidence(known.consequences, None, "not readable"))

    (event,) = sink.published[MetamodelPublished.name]
    assert (event["changes"], event["required_bump"]) == (None, None)


def test_however_much_changed_the_event_is_bounded_and_says_how_much() -> None:
    table, sink = Table(), FakeEventSink(CODEC)
    known = describe_changes(table.first, table.second, table)
    assert known.changes

    announced(table, sink, ChangeEvidence(known.consequences, known.changes * 10_000))

    (event,) = sink.published[MetamodelPublished.name]
    assert (len(event["changes"]), event["change_count"]) == (MOST_CHANGES, 10_000)


def test_what_was_announced_is_not_announced_again() -> None:
    table, sink = Table(), FakeEventSink(CODEC)
    table.announced(table.second)
    table.second = table.rows[-1]

    assert announced(table, sink).announced
    assert sink.published == {}


def test_a_lost_announcement_leaves_the_publication_to_be_announced_later() -> None:
    table, sink = Table(), FakeEventSink(CODEC)
    sink.down = True

    assert not announced(table, sink).announced
    assert not table.rows[-1].announced
