import json
from pathlib import Path

import pytest

from orchestration.adapters.cube_engine import cube_engine
from orchestration.ports.compiler import CompilerUnavailable
from orchestration.settings import Settings


def installed(folder: Path, native: str | None) -> Path:
    packages = folder / "node_modules" / "@cubejs-backend"
    (packages / "server-core").mkdir(parents=True)
    (packages / "server-core" / "package.json").write_text(json.dumps({"version": "1.7.43"}))
    if native is not None:
        (packages / "native").mkdir()
        (packages / "native" / "index.js").write_text(native)
    return folder


@pytest.mark.parametrize(
    ("native", "engine"),
    [
        ("module.exports = { isStandIn: true }", "1.7.43 stand-in"),
        ("module.exports = require('./index.node')", "1.7.43 native"),
        (None, "1.7.43 native"),  # the real package keeps its code elsewhere
    ],
)
def test_the_planner_is_told_by_what_is_installed(
    tmp_path: Path, native: str | None, engine: str
) -> None:
    assert cube_engine(installed(tmp_path, native)) == engine


def test_nothing_installed_is_no_engine(tmp_path: Path) -> None:
    with pytest.raises(CompilerUnavailable, match="not installed"):
        cube_engine(tmp_path)


def test_a_broken_package_is_no_engine(tmp_path: Path) -> None:
    folder = installed(tmp_path, None)
    broken = folder / "node_modules" / "@cubejs-backend" / "server-core" / "package.json"
    broken.write_text("{")

    with pytest.raises(CompilerUnavailable):
        cube_engine(folder)


@pytest.mark.node
def test_the_installed_server_says_version_and_planner() -> None:
    version, _, planner = cube_engine(Settings().cube_server).partition(" ")

    assert version.count(".") == 2
    assert planner in {"stand-in", "native"}
