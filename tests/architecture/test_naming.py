"""The step `naming` of `make check` turns red for a wrong name of any kind."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ops.dev.check import STEPS
from ops.naming.survey import lint_names
from tests.architecture.tree import REPOSITORY
from tests.ops.naming.planted import planted

TIMEOUT_S = 60
ALIAS = {
    "kind": "job",
    "old": "old_job",
    "new": "new_job",
    "since": "2020-01-01",
    "remove_after": "2020-02-01",
}
BAD: dict[str, dict[str, str]] = {
    "NMC001": {"ops/BadName.py": ""},
    "NMC002": {"ops/a.py": "class bad_name: pass\n"},
    "NMD001": {"orchestration/a.py": 'dg.AssetKey(["Orders"])\n'},
    "NMD002": {"orchestration/a.py": 'dg.define_asset_job("preagg_refresh")\n'},
    "NMD003": {"orchestration/a.py": 'TAG = "rampart/run_id"\n'},
    "NMK002": {"ops/a.py": 'KAFKA = {"group.id": "preagg_refresh"}  # kafka\n'},
    "NMO001": {"ops/a.py": 'NAME = "RAMPART_cube"\n'},
    "NMO002": {"ops/a.py": 'from prometheus_client import Gauge\nGauge("rampart_lag_ms", "")\n'},
    "NMQ001": {"cube_models/model/a.yml": "cubes:\n  - name: Orders\n"},
    "NMS002": {"ops/migrations/versions/1.py": '"""CREATE INDEX by_id ON outbox (id)"""\n'},
    "NMT001": {"docs/A_page.md": ""},
    "NMT002": {"ops/a.py": 'class Gone(RampartError):\n    code = "K1"\n'},
    "NMV001": {"ops/evt.py": ""},
    "NMV002": {"ops/prtbld.py": ""},
    "NMV003": {"ops/a.py": 'NAME = "RAMPART_THINGY"\n'},
}


def codes(root: Path) -> set[str]:
    return {fault.code for fault in lint_names(root, datetime(2026, 11, 24, tzinfo=UTC).date())}


@pytest.mark.parametrize("code", BAD)
def test_canary_name(tmp_path: Path, code: str) -> None:
    planted(tmp_path, BAD[code])

    assert code in codes(tmp_path)


def test_canary_alias_and_undecided_name(tmp_path: Path) -> None:
    fixed = {"names": ["MINE"], "kinds": ["frame"], "reason": "So.", "decision": "0001-gone"}
    planted(tmp_path, {}, aliases=[ALIAS], fixed=[fixed])

    assert codes(tmp_path) == {"NMX003", "NMX004"}


def test_right_names_pass(tmp_path: Path) -> None:
    planted(tmp_path, {"ops/good_name.py": "class GoodName: pass\n"})

    assert codes(tmp_path) == set()


def test_the_step_fails_with_the_command_it_runs(tmp_path: Path) -> None:
    planted(tmp_path, BAD["NMD003"])
    command = [*STEPS["naming"], "--root", str(tmp_path)]

    result = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )

    assert result.returncode == 1
    assert "NMD003" in result.stdout
    assert Path(command[0]).name == Path(sys.executable).name
