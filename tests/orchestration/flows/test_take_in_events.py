"""Taking refresh events in, each exactly once."""

from datetime import date

import pytest

from orchestration.flows.find_rollups import find_rollups
from orchestration.flows.take_in_events import EventBatch, IntakeReport, take_in_events
from orchestration.ports.event_sink import EventNotDelivered
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Loss
from tests.fakes.ledger import FakeLedger
from tests.fakes.platform import TOPIC, FakePlatform
from tests.fakes.rollups import model, rollup

EPOCH = "epoch-1"


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform()
    made.publish()
    made.clock.sleep(60)
    return made


def take(
    platform: FakePlatform, *ranges: OffsetRange, losses: tuple[Loss, ...] = ()
) -> IntakeReport:
    catalogue = find_rollups(platform.publications)
    batch = EventBatch(TOPIC, EPOCH, ranges, losses)
    return take_in_events(batch, catalogue, platform.intake_tools, run_id="run")


def dirty(platform: FakePlatform, fp: str = "fp-1") -> list[str]:
    return [item.key.partition for item in platform.ledger.states([fp]) if item.dirty]


def test_an_event_makes_the_partitions_of_its_range_wanted(platform: FakePlatform) -> None:
    platform.send(start=date(2025, 3, 1), end=date(2025, 3, 31))
    report = take(platform, OffsetRange(0, 0, 1))

    assert dirty(platform) == ["2025-01-01"]
    assert (report.events, report.rollups) == (1, {"orders.by_day"})


def test_an_open_range_means_the_whole_extent(platform: FakePlatform) -> None:
    platform.send()
    take(platform, OffsetRange(0, 0, 1))

    assert dirty(platform) == ["2024-01-01", "2025-01-01"]


def test_a_range_that_is_taken_in_again_changes_nothing(platform: FakePlatform) -> None:
    platform.send(start=date(2025, 3, 1))
    take(platform, OffsetRange(0, 0, 1))
    before = platform.ledger.states(["fp-1"])
    report = take(platform, OffsetRange(0, 0, 1))

    assert (report.taken, report.events) == ((), 0)
    assert platform.ledger.states(["fp-1"]) == before


def test_every_version_that_has_a_folder_gets_the_event(platform: FakePlatform) -> None:
    platform.publish(model("shop-2", rollup(fp="fp-2")))
    platform.clock.sleep(60)
    platform.send(start=date(2025, 3, 1))
    take(platform, OffsetRange(0, 0, 1))

    assert dirty(platform, "fp-1") == dirty(platform, "fp-2") == ["2025-01-01"]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"cube": "nobody"}, "EVT-101"),
        ({"start": date(2025, 2, 1), "end": date(2025, 1, 1)}, "EVT-102"),
        ({"start": date(1999, 1, 1), "end": date(1999, 2, 1)}, "EVT-103"),
    ],
)
def test_an_event_that_names_nothing_real_is_buried_with_the_reason(
    platform: FakePlatform, event: dict[str, date], code: str
) -> None:
    platform.send(**event)  # type: ignore[arg-type]
    platform.send(start=date(2025, 3, 1))
    report = take(platform, OffsetRange(0, 0, 2))

    assert [letter.reason[:7] for letter in platform.sink.buried] == [code]
    assert len(report.dead) == 1
    assert dirty(platform) == ["2025-01-01"]


def test_a_record_that_is_no_event_is_buried_and_the_rest_goes_on(platform: FakePlatform) -> None:
    platform.source.append(b"not avro")
    platform.source.append(None)
    platform.send(start=date(2025, 3, 1))
    take(platform, OffsetRange(0, 0, 3))

    assert [letter.record.offset for letter in platform.sink.buried] == [0, 1]
    assert dirty(platform) == ["2025-01-01"]


def test_nothing_is_settled_when_a_dead_letter_cannot_be_delivered(platform: FakePlatform) -> None:
    platform.source.append(b"not avro")
    platform.send(start=date(2025, 3, 1))
    platform.sink.down = True

    with pytest.raises(EventNotDelivered):
        take(platform, OffsetRange(0, 0, 2))
    assert dirty(platform) == []
    assert list(platform.ledger.settled(TOPIC, EPOCH)) == []


def test_offsets_that_are_gone_when_the_run_reads_are_lost_and_everything_is_wanted(
    platform: FakePlatform,
) -> None:
    for _ in range(4):
        platform.send(start=date(2025, 3, 1))
    platform.source.delete_before(0, 2)
    report = take(platform, OffsetRange(0, 0, 4))

    assert report.taken == (OffsetRange(0, 2, 4),)
    assert [(loss.start, loss.end) for loss in platform.ledger.losses(TOPIC)] == [(0, 2)]
    assert dirty(platform) == ["2024-01-01", "2025-01-01"]


@pytest.mark.parametrize(
    "loss",
    [Loss(EPOCH, 1, 5, 9), Loss("epoch-0", 1, 5, 9), Loss("epoch-0", 1, 5, None)],
    ids=["its own epoch", "another epoch", "no end"],
)
def test_a_loss_is_written_once_however_often_its_run_repeats(
    platform: FakePlatform, loss: Loss
) -> None:
    take(platform, losses=(loss,))
    once = platform.ledger.losses(TOPIC)
    platform.ledger.accept_losses(TOPIC)
    take(platform, losses=(loss,))

    assert len(once) == 1
    assert platform.ledger.losses(TOPIC) == ()


def test_a_row_outside_the_extent_is_remembered_against_the_rollup(platform: FakePlatform) -> None:
    platform.send(start=date(2025, 12, 1), end=date(2026, 1, 31))
    take(platform, OffsetRange(0, 0, 1))

    assert "2026-01-31" in platform.ledger.outside(["fp-1"])["fp-1"]
    assert dirty(platform) == ["2025-01-01"]


def test_evidence_of_it_is_written_with_the_offsets_or_not_at_all(platform: FakePlatform) -> None:
    class CrashingAfterTheIntake(FakeLedger):
        def note_outside(self, rollup_fp: str, evidence: str | None) -> None:
            raise RuntimeError("the offsets are settled, and nobody reads the event again")

    platform.ledger = CrashingAfterTheIntake(platform.clock)
    platform.send(start=date(2025, 12, 1), end=date(2026, 1, 31))
    take(platform, OffsetRange(0, 0, 1))

    assert "2026-01-31" in platform.ledger.outside(["fp-1"])["fp-1"]


def test_a_rollup_without_partitions_holds_every_row() -> None:
    platform = FakePlatform()
    platform.tables.evidence["orders.total"] = "orders holds 1990-01-01"
    platform.publish(model("shop-1", rollup("total", fp="fp-2", partition=None)))
    platform.send(name="total", start=date(1990, 1, 1), end=date(2090, 1, 1))
    report = take(platform, OffsetRange(0, 0, 1))

    assert report.rollups == {"orders.total"}
    assert platform.ledger.outside(["fp-2"]) == {}
