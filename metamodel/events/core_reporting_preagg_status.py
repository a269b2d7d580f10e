"""core.reporting.preagg.status: what became of a build."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from metamodel.events._contract import (
    DATE,
    STRINGS,
    FailurePolicy,
    Topic,
    enum,
    event_record,
    field,
    optional,
    range_text,
)
from metamodel.kernel.ids import event_key


class BuildState(StrEnum):
    """How a build ended; a reader that is older than a new symbol reads UNKNOWN."""

    UNKNOWN = "UNKNOWN"
    BUILT = "BUILT"
    FAILED = "FAILED"


class PreaggStatus(Topic):
    """A build of a pre-aggregation ended. A hint: the build ledger is the truth."""

    name = "core.reporting.preagg.status.v1"
    channel = "core.reporting.preagg.status"
    writers = ("build_flow",)
    readers = ("bff", "presence")
    personal = False
    failure = FailurePolicy(dead_letter=False)  # a lost hint costs readers a look at the ledger
    schema = event_record(
        "core.reporting.preagg.status",
        "The outcome of one build pass over some partitions of one pre-aggregation.",
        field("cube", "string", "Cube of the pre-aggregation, as the metamodel names it."),
        field("pre_aggregation", "string", "Name of the pre-aggregation inside its cube."),
        field("rollup_fp", "string", "Fingerprint of the rollup; equal ones share their tables."),
        field("version", "string", "Model version that the build ran for."),
        field("partitions", STRINGS, "Ids of the partitions; `all` where there is only one."),
        optional("range_start", DATE, "First day of the partitions, UTC; null: the extent's edge."),
        optional("range_end", DATE, "Last day of them, included; null: the extent's edge."),
        field("state", enum("How a build ended.", BuildState), "How this one did."),
        optional("data_epoch", "long", "Highest epoch the build gave to a partition; null: none."),
        optional("rows", "long", "Rows in the built tables; null: not counted."),
        field("duration_s", "double", "Seconds from the first request to the outcome."),
        optional("error", "string", "Code and message of the failure; null: none."),
        field("run_id", "string", "Dagster run that built."),
    )

    @classmethod
    def key(cls, payload: Mapping[str, Any]) -> str:
        """cube:pre_aggregation:range, as the request for it."""
        days = range_text(payload["range_start"], payload["range_end"])
        return event_key(payload["cube"], payload["pre_aggregation"], days)
