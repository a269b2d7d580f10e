"""A line whose round trips take as long as one says."""

from orchestration.ports.probe_line import ProbeLost


class FakeProbeLine:
    """`takes_s` of the next probes in their order; None: it does not come back."""

    def __init__(self, *takes_s: float | None) -> None:
        self.takes_s = list(takes_s)

    def round_trip_s(self) -> float:
        took_s = self.takes_s.pop(0)
        if took_s is None:
            raise ProbeLost("platform.heartbeat.probe.v1", "the fake lost it")
        return took_s
