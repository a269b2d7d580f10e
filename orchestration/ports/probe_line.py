"""A way through the broker and back, walked to see how long it takes."""

from typing import Protocol

from metamodel.kernel.errors import RampartError


class ProbeLost(RampartError):
    """A probe was acknowledged and not seen again in time."""

    code = "PRB-001"
    retryable = True
    hint = "Look at the brokers' fetch requests: what was written can not be read in time."


class ProbeLine(Protocol):
    """Sends one probe at a time, and waits for it."""

    def round_trip_s(self) -> float:
        """Seconds from handing a probe to the client until it was read again.

        Raises ProbeLost, EventNotDelivered, EventSourceUnavailable, TopicMissing, AccessRefused.
        """
        ...
