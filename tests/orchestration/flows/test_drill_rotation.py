"""A drill counts what was acknowledged and is there."""

from collections.abc import Sequence

import pytest

from orchestration.flows.drill_rotation import (
    NO_LOST_ACKS,
    REPORT,
    Rotation,
    RotationReport,
    drill_rotation,
    report_rotation,
)
from orchestration.ports.asset_reports import Evidence
from orchestration.ports.event_sink import EventNotDelivered
from tests.fakes.clock import FakeClock

BETWEEN = 10


class FakeWitness:
    """A topic in memory. `refuse` sends in a row after a rotation; `forget` and `double` some."""

    def __init__(self, *, forget: int = 0, double: int = 0) -> None:
        self.log: list[int] = []
        self.refuse = 0
        self._forget, self._double = forget, double

    def send(self, number: int) -> None:
        if self.refuse:
            self.refuse -= 1
            raise EventNotDelivered("refused")
        self.log.append(number)

    def numbers(self) -> Sequence[int]:
        return [*self.log[self._forget :], *self.log[-self._double or len(self.log) :]]


class FakeReports:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.made: dict[str, Evidence] = {}
        self.verdicts: dict[tuple[str, str], bool] = {}

    def materialized(self, asset: str, evidence: Evidence, *, words: str) -> None:
        assert words
        self.made[asset] = evidence

    def checked(self, asset: str, check: str, *, passed: bool, evidence: Evidence) -> None:
        assert evidence == self.made[asset]
        self.verdicts[asset, check] = passed


def drilled(witness: FakeWitness, refuse: int = 0) -> RotationReport:
    def rotate() -> None:
        witness.refuse = refuse

    rotations = [Rotation("password", rotate), Rotation("certificates", rotate)]
    return drill_rotation(rotations, witness, FakeClock(), events_between=BETWEEN)


def test_events_are_sent_before_between_and_after_the_rotations() -> None:
    report = drilled(FakeWitness())
    assert report.acknowledged == 3 * BETWEEN
    assert (report.lost, report.doubled, report.refused, report.passed) == (0, 0, 0, True)
    assert report.rotations == ("password", "certificates")


def test_a_send_that_was_refused_is_made_again_and_is_no_loss() -> None:
    report = drilled(FakeWitness(), refuse=3)
    assert (report.acknowledged, report.refused, report.lost) == (3 * BETWEEN, 6, 0)
    assert report.passed


@pytest.mark.parametrize(
    ("witness", "lost", "doubled"),
    [(FakeWitness(forget=2), 2, 0), (FakeWitness(double=4), 0, 4)],
)
def test_what_is_not_there_or_there_twice_fails_the_drill(
    witness: FakeWitness, lost: int, doubled: int
) -> None:
    report = drilled(witness)
    assert (report.lost, report.doubled, report.passed) == (lost, doubled, False)


def test_a_rotation_after_which_nothing_is_taken_any_more_ends_the_drill() -> None:
    with pytest.raises(EventNotDelivered):
        drilled(FakeWitness(), refuse=BETWEEN + 1)


def test_the_report_is_an_asset_and_its_check() -> None:
    reports = FakeReports()
    report_rotation(drilled(FakeWitness(forget=1)), reports, words="a drill")
    assert reports.made[REPORT]["lost"] == 1
    assert reports.verdicts == {(REPORT, NO_LOST_ACKS): False}
