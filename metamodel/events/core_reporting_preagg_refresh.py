"""core.reporting.preagg.refresh: rows changed, so a pre-aggregation has to be built again."""

from collections.abc import Mapping
from typing import Any

from metamodel.events._contract import (
    DATE,
    FailurePolicy,
    Topic,
    event_record,
    field,
    optional,
    range_text,
)
from metamodel.kernel.ids import event_key


class PreaggRefresh(Topic):
    """Somebody wants the partitions of a pre-aggregation built that a range of days touches."""

    name = "core.reporting.preagg.refresh.v1"
    channel = "core.reporting.preagg.refresh"
    writers = ("outbox_relay", "operator", "schedule")
    readers = ("preagg_sensor",)
    personal = False
    failure = FailurePolicy(dead_letter=True)  # the sensor's runs re-read by position, for ever
    schema = event_record(
        "core.reporting.preagg.refresh",
        "A request to build again what a range of days touches. It names no data, only where.",
        field("cube", "string", "Cube of the pre-aggregation, as the metamodel names it."),
        field("pre_aggregation", "string", "Name of the pre-aggregation inside its cube."),
        optional("range_start", DATE, "First day to build, UTC; null: from the extent's edge."),
        optional("range_end", DATE, "Last day to build, included; null: to the extent's edge."),
        field("requested_by", "string", "Program that asks, such as `outbox`; never a person."),
        field("reason", "string", "Why, in one line without values: entity and attribute names."),
    )

    @classmethod
    def key(cls, payload: Mapping[str, Any]) -> str:
        """cube:pre_aggregation:range, so that equal requests stay in order."""
        days = range_text(payload["range_start"], payload["range_end"])
        return event_key(payload["cube"], payload["pre_aggregation"], days)
