"""platform.heartbeat.probe: a probe went through the broker."""

from collections.abc import Mapping
from typing import Any

from metamodel.events._contract import FailurePolicy, Topic, event_record, field
from metamodel.kernel.ids import event_key


class HeartbeatProbe(Topic):
    """A probe was sent, and is read by its sender: how long the way takes, and what was lost.

    After a restore, the last number that is there says how much of the log came back.
    """

    name = "platform.heartbeat.probe.v1"
    channel = "platform.heartbeat.probe"
    writers = ("exporter",)
    readers = ("exporter",)
    personal = False
    failure = FailurePolicy(dead_letter=False)  # what is not read in time is what it measures
    schema = event_record(
        "platform.heartbeat.probe",
        "One beat of one probe; `occurred_at` is when it was handed to the client.",
        field("probe_id", "string", "Name of the probe, such as `exporter-1`."),
        field("seq", "long", "Number of the beat, from 1 at each start; a gap is a loss."),
    )

    @classmethod
    def key(cls, payload: Mapping[str, Any]) -> str:
        """The probe's id, so that its beats stay in order."""
        return event_key(payload["probe_id"])
