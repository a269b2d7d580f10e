"""Act g, on the real stack."""

import pytest

from ops.demo.acts.burst import tell_burst
from ops.demo.stage import Stage


@pytest.mark.integration
@pytest.mark.timeout(240)
def test_a_burst_becomes_a_few_runs_and_every_offset_is_taken_in_once(stage: Stage) -> None:
    (line,) = tell_burst(stage)

    assert "20000 offsets over 3 topic partitions, each taken in once" in line.evidence
