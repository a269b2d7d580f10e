"""Act e, on the real stack."""

import pytest

from ops.demo.acts.smoke import tell_smoke
from ops.demo.stage import Stage


@pytest.mark.integration
def test_every_query_holds_and_a_changed_row_is_named(stage: Stage) -> None:
    published, tenants, changed = tell_smoke(stage)

    assert "12 cubes listed" in published.evidence
    assert "100 answers for 5 tenants" in tenants.evidence
    assert "Q1" in changed.evidence
