"""Probes sent again and again; what came of them is all that this program counts by itself."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from metamodel.kernel.errors import RampartError
from orchestration.ports.probe_line import ProbeLine

EDGES_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
EVERY_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Beats:
    """Since this program began: probes that came back, within each of EDGES_S, and the others."""

    returned: int = 0
    total_s: float = 0.0
    within: tuple[int, ...] = (0,) * len(EDGES_S)
    failures: int = 0

    def after(self, took_s: float) -> "Beats":
        """With one more that came back."""
        within = (n + (took_s <= edge) for n, edge in zip(self.within, EDGES_S, strict=True))
        return replace(
            self,
            returned=self.returned + 1,
            total_s=self.total_s + took_s,
            within=tuple(within),
        )


class Heartbeat:
    """One probe after the other, on a line that is made when it is first needed."""

    def __init__(self, line: Callable[[], ProbeLine]) -> None:
        self._line = line
        self.beats = Beats()

    def beat(self) -> None:
        """Send one; whatever keeps it from coming back is a failure."""
        try:
            took_s = self._line().round_trip_s()
        except RampartError:
            self.beats = replace(self.beats, failures=self.beats.failures + 1)
        else:
            self.beats = self.beats.after(took_s)

    def run(self, ended: threading.Event, every_s: float = EVERY_S) -> None:
        """Beat until `ended`."""
        while not ended.wait(every_s):
            self.beat()
