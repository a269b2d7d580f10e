"""Act h, on the real stack."""

import pytest

from ops.demo.acts.faults import tell_dead_letters, tell_outage
from ops.demo.stage import Stage

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]


def test_bad_events_are_put_aside_with_a_reason(stage: Stage) -> None:
    (line,) = tell_dead_letters(stage)

    assert "EVT-001" in line.evidence
    assert "EVT-101" in line.evidence


def test_an_outage_of_cube_loses_nothing(stage: Stage) -> None:
    (line,) = tell_outage(stage)

    assert "then built without a hand" in line.evidence
