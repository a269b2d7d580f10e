"""What a materialization shows for it: figures with units, and tables an operator can read."""

from collections.abc import Sequence

import dagster as dg

from orchestration.flows.build_preaggregation import BuildReport
from orchestration.flows.take_in_events import IntakeReport

Metadata = dict[str, dg.MetadataValue]
MOST_ROWS = 50


def intake_metadata(intake: IntakeReport) -> Metadata:
    """Offsets, events, dead letters of one intake."""
    offsets = [
        dg.TableRecord({"partition": item.partition, "from": item.start, "to_exclusive": item.end})
        for item in intake.taken
    ]
    letters = [
        dg.TableRecord(
            {"partition": one.record.partition, "offset": one.record.offset, "reason": one.reason}
        )
        for one in intake.dead[:MOST_ROWS]
    ]
    metadata: Metadata = {
        "events": dg.MetadataValue.int(intake.events),
        "dead_lettered": dg.MetadataValue.int(len(intake.dead)),
        "offsets_lost": dg.MetadataValue.int(
            sum((loss.end or loss.start) - loss.start for loss in intake.losses)
        ),
        "rollups": dg.MetadataValue.text(", ".join(sorted(intake.rollups)) or "none"),
    }
    if offsets:
        metadata["offsets"] = dg.MetadataValue.table(offsets)
    if letters:
        metadata["dead_letters"] = dg.MetadataValue.table(letters)
    return metadata


def build_metadata(builds: Sequence[BuildReport], intake: IntakeReport | None) -> Metadata:
    """Partitions, rows, duration, offsets and model version of one rollup's builds."""
    built = [(report, item) for report in builds for item in report.built]
    table = [
        dg.TableRecord(
            {
                "partition": item.partition,
                "rows": item.rows,
                "duration_s": round(item.duration_s, 3),
                "data_epoch": item.data_epoch,
                "table": item.table,
            }
        )
        for _, item in built[:MOST_ROWS]
    ]
    offsets = ", ".join(map(str, intake.taken)) if intake else ""
    return {
        "partitions": dg.MetadataValue.int(len(built)),
        "dagster/row_count": dg.MetadataValue.int(sum(report.rows for report in builds)),
        "duration_s": dg.MetadataValue.float(max(item.duration_s for _, item in built)),
        "data_epoch": dg.MetadataValue.int(max(item.data_epoch for _, item in built)),
        "offsets": dg.MetadataValue.text(offsets or "by hand or due"),
        "model_version": dg.MetadataValue.text(", ".join(sorted({r.version for r in builds}))),
        "built": dg.MetadataValue.table(table),
    }
