from pathlib import Path

from ops.naming.collectors.dagster_names import DagsterNames
from ops.naming.tree import Tree
from tests.ops.naming.planted import collected, stands_there, texts

FILES = {
    "orchestration/defs/config.py": 'JOB = "refresh"\nFROM = "rampart/from"\n',
    "orchestration/defs/all.py": """
import dagster as dg
from orchestration.defs.config import JOB

LOSS = "no_loss"
job = dg.define_asset_job(JOB)
key = dg.AssetKey(["preagg", made()])
other = dg.AssetKey(made())
spec = dg.AssetSpec(key, tags={"team": "a"})
dg.AssetCheckSpec(LOSS, asset=key)
dg.AssetCheckResult(check_name="servable")

@dg.sensor(name="due_sensor", job=job)
def due(): ...

@dg.schedule(name="nightly")
def nightly(): ...
""",
}


def test_every_kind_of_definition_is_collected_also_through_constants(tmp_path: Path) -> None:
    assert texts(collected(DagsterNames, tmp_path, FILES)) == {
        "job": ["refresh"],
        "sensor": ["due_sensor"],
        "schedule": ["nightly"],
        "asset_check": ["no_loss", "servable"],
        "asset_key": ["preagg/*"],
        "run_tag": ["team", "rampart/from"],
    }


def test_names_stand_where_they_are_written(tmp_path: Path) -> None:
    names = [n for n in collected(DagsterNames, tmp_path, FILES) if n.kind != "asset_key"]
    assert all(stands_there(Tree(tmp_path), name) for name in names)
