"""Rotate credentials while events are sent, and count what was acknowledged and is there."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from orchestration.ports.asset_reports import AssetReports, Evidence

REPORT: Final = "streaming/rotation"
NO_LOST_ACKS: Final = "no_lost_acks"


class Witness(Protocol):
    """Sends numbered events as the principal whose credentials are rotated, and reads them."""

    def send(self, number: int) -> None:
        """Returns when the event is acknowledged. Raises EventNotDelivered, AccessRefused."""
        ...

    def numbers(self) -> Sequence[int]:
        """The numbers of this drill that lie in the topic now."""
        ...


@dataclass(frozen=True, slots=True)
class Rotation:
    """One change of a credential, and what it is called in the report."""

    words: str
    rotate: Callable[[], None]


@dataclass(frozen=True, slots=True)
class RotationReport:
    """What a drill counted."""

    rotations: tuple[str, ...]
    acknowledged: int
    refused: int  # sends that failed and were made again
    lost: int  # acknowledged and not there
    doubled: int
    seconds: float

    @property
    def passed(self) -> bool:
        """Was everything acknowledged there, once?"""
        return nothing_lost(self.acknowledged, self.lost, self.doubled)

    def evidence(self) -> Evidence:
        """The report as figures."""
        return {
            "rotations": ", ".join(self.rotations),
            "acknowledged": self.acknowledged,
            "refused": self.refused,
            "lost": self.lost,
            "doubled": self.doubled,
            "seconds": round(self.seconds, 1),
        }


def nothing_lost(acknowledged: float, lost: float, doubled: float) -> bool:
    """The verdict on a drill's counts; one that sent nothing proved nothing."""
    return acknowledged > 0 and not lost and not doubled


def drill_rotation(
    rotations: Sequence[Rotation], witness: Witness, clock: Clock, *, events_between: int
) -> RotationReport:
    """Send `events_between` events before, between and after the rotations; then read them.

    A send that is refused is made again under the next number, for a client is allowed to notice
    a rotation; only what was acknowledged must be there. Raises what a rotation raises.
    """
    began, number, refused = clock.monotonic_s(), 0, 0
    acknowledged: list[int] = []
    for rotation in (*rotations, None):
        wanted = len(acknowledged) + events_between
        while len(acknowledged) < wanted:
            number += 1
            try:
                witness.send(number)
            except RampartError:
                refused += 1
                if refused > events_between:
                    raise
            else:
                acknowledged.append(number)
        if rotation is not None:
            rotation.rotate()
    there = Counter(witness.numbers())
    return RotationReport(
        rotations=tuple(rotation.words for rotation in rotations),
        acknowledged=len(acknowledged),
        refused=refused,
        lost=sum(there[number] == 0 for number in acknowledged),
        doubled=sum(count - 1 for count in there.values() if count > 1),
        seconds=clock.monotonic_s() - began,
    )


def report_rotation(report: RotationReport, reports: AssetReports, *, words: str) -> None:
    """Show a drill as the asset `streaming/rotation` and its check. Raises ReportNotTaken."""
    evidence = report.evidence()
    reports.materialized(REPORT, evidence, words=words)
    reports.checked(REPORT, NO_LOST_ACKS, passed=report.passed, evidence=evidence)
