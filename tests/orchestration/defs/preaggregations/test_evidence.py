"""What a materialization shows for it."""

from typing import Any

from orchestration.defs.preaggregations.evidence import (
    MOST_ROWS,
    build_metadata,
    intake_metadata,
)
from orchestration.flows.await_builds import BuiltPartition
from orchestration.flows.build_preaggregation import BuildReport
from orchestration.flows.take_in_events import IntakeReport
from orchestration.ports.event_sink import DeadLetter
from orchestration.ports.event_source import OffsetRange, Record
from orchestration.ports.ledger import Loss
from tests.fakes.rollups import rollup


def values(metadata: Any) -> dict[str, Any]:
    return {name: item.value for name, item in metadata.items() if name not in TABLES}


TABLES = {"built", "offsets_table", "dead_letters"}


def letter(offset: int) -> DeadLetter:
    return DeadLetter("t", Record(1, offset, None, b"x", (), 0), "EVT-001 wrong magic byte")


def built(partition: str, epoch: int) -> BuiltPartition:
    return BuiltPartition(partition, f"preaggs.t{epoch}", 10, epoch, 0.1234 * epoch)


def test_an_intake_shows_offsets_events_losses_and_rollups() -> None:
    report = IntakeReport(
        taken=(OffsetRange(0, 3, 9),),
        events=5,
        dead=[letter(4)],
        losses=(Loss("e", 0, 1, 3), Loss("e", 1, 7, None)),
        rollups={"b.y", "a.x"},
    )

    metadata = intake_metadata(report)

    assert metadata["events"].value == 5
    assert metadata["dead_lettered"].value == 1
    assert metadata["offsets_lost"].value == 2  # of the other nobody knows
    assert metadata["rollups"].value == "a.x, b.y"
    (offsets,) = _records(metadata["offsets"])
    assert offsets == {"partition": 0, "from": 3, "to_exclusive": 9}
    (dead,) = _records(metadata["dead_letters"])
    assert dead["reason"] == "EVT-001 wrong magic byte"


def test_an_intake_of_nothing_shows_no_empty_tables() -> None:
    metadata = intake_metadata(IntakeReport())

    assert set(metadata) == {"events", "dead_lettered", "offsets_lost", "rollups"}
    assert metadata["rollups"].value == "none"


def test_tables_stay_readable_however_much_went_wrong() -> None:
    report = IntakeReport(dead=[letter(number) for number in range(500)])

    metadata = intake_metadata(report)

    assert metadata["dead_lettered"].value == 500
    assert len(_records(metadata["dead_letters"])) == MOST_ROWS


def test_a_build_shows_partitions_rows_and_the_highest_epoch() -> None:
    reports = [
        BuildReport(rollup(), "shop-1", (built("2024-01-01", 1), built("2025-01-01", 3))),
        BuildReport(rollup(fp="fp-0"), "shop-0", (built("2024-01-01", 2),)),
    ]

    metadata = build_metadata(reports, IntakeReport(taken=(OffsetRange(0, 3, 9),)))

    assert metadata["partitions"].value == 3
    assert metadata["dagster/row_count"].value == 30
    assert metadata["data_epoch"].value == 3
    assert metadata["offsets"].value == "0:3-9"
    assert metadata["model_version"].value == "shop-0, shop-1"
    assert metadata["duration_s"].value == 0.1234 * 3
    assert _records(metadata["built"])[0]["duration_s"] == 0.123


def test_a_build_without_events_says_so() -> None:
    report = BuildReport(rollup(), "shop-1", (built("2024-01-01", 1),))

    assert build_metadata([report], None)["offsets"].value == "by hand or due"


def _records(item: Any) -> list[dict[str, Any]]:
    return [dict(record.data) for record in item.records]
