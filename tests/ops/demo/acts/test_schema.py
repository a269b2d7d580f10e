"""Act d, on the real stack."""

import pytest

from ops.demo.acts.schema import tell_schema, tell_versions
from ops.demo.stage import Stage

pytestmark = pytest.mark.integration


@pytest.mark.timeout(240)
def test_the_model_is_linted_compiled_and_published_through_dagster(stage: Stage) -> None:
    lines = list(tell_schema(stage))

    assert [line.place for line in lines] == ["d1", "d2", "d3"]
    assert "16 checks passed" in lines[-1].evidence


@pytest.mark.timeout(300)
def test_versions_come_and_go_while_the_first_serves(quiet_stage: Stage) -> None:
    before = quiet_stage.version
    lines = list(tell_versions(quiet_stage))

    assert [line.place for line in lines] == ["d4", "d5", "d6"]
    assert "0 partitions rebuilt" in lines[0].evidence
    assert "MEA001" in lines[-1].evidence
    assert quiet_stage.version == before
