"""Act c, on the real database."""

import pytest

from ops.demo.acts.data import ROWS, tell_data
from ops.demo.stage import Stage
from ops.demo.telling import LineBroken


@pytest.mark.integration
def test_the_data_is_there_with_keys_and_tenants(stage: Stage) -> None:
    (line,) = tell_data(stage)

    assert "86805 rows in 8 tables, 8 primary and 8 foreign keys, 5 tenants" in line.evidence


@pytest.mark.integration
def test_other_counts_break_the_line(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROWS, "region", 6)

    with pytest.raises(LineBroken, match="row counts"):
        list(tell_data(stage))
