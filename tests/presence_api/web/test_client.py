"""The client for browsers: its types, its own tests, and that it believes what is so."""

import json
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ops.dev.steps import WEB
from ops.stack.environment import child_environment
from orchestration.adapters.compiler_node import node_binary
from presence_api.live.rooms.limits import Limits
from tests.presence_api.live.walk import Walk, truth

COMPILER = WEB / "node_modules" / "typescript" / "bin" / "tsc"


def node(*command: str | Path) -> str:
    """What a program prints, in the folder of the client."""
    program, environment = node_binary(), child_environment({})
    environment["PATH"] = f"{program.parent}:{environment.get('PATH', '')}"
    done = subprocess.run(
        [program, *command],
        cwd=WEB,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_types_hold_in_the_strictest_way() -> None:
    node(COMPILER, "--noEmit")


def test_its_own_tests_pass() -> None:
    said = node("--test", "--test-reporter=tap", "test/*.test.ts")
    assert "# fail 0" in said
    assert "# pass 0" not in said


def test_it_can_be_packed_with_its_types_and_without_the_pages(tmp_path: Path) -> None:
    npm = node_binary().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    packed = json.loads(node(npm, "pack", "--json", "--pack-destination", tmp_path))[0]
    with tarfile.open(tmp_path / packed["filename"]) as archive:
        held = {name.removeprefix("package/") for name in archive.getnames()}
    exported = json.loads((WEB / "package.json").read_text())["exports"]
    assert {Path(file).as_posix() for kinds in exported.values() for file in kinds.values()} <= held
    assert "dist/generated/protocol.d.ts" in held
    assert not [name for name in held if "pages" in name or "test" in name]


@pytest.mark.parametrize("seed", range(3))
def test_it_believes_what_is_so_whatever_people_did(seed: int, tmp_path: Path) -> None:
    walk = Walk(seed, Limits(per_second=1e6, burst=1e6))
    for _ in range(400):
        walk.step()
    walk.rest()
    fresh = [tab for tab in walk.tabs if not resumed(tab.messages)]
    assert fresh
    for tab, believed in zip(
        fresh, replayed([tab.messages for tab in fresh], tmp_path), strict=True
    ):
        assert believed["gaps"] == []
        assert tab.session is not None
        for name, room in tab.session.rooms.items():
            seen = believed["rooms"][name]
            people = {user: tuple(does) for user, does in seen["people"].items()}
            assert (people, seen["count"]) == (truth(room), len(room.members))


def resumed(messages: Sequence[dict[str, Any]]) -> bool:
    """Did this tab begin in the middle of what another one had heard?"""
    first = {message["room"]: message["op"] for message in reversed(messages) if "seq" in message}
    return any(op != "SNAPSHOT" for op in first.values())


def replayed(recorded: Sequence[Any], folder: Path) -> list[dict[str, Any]]:
    """What the client believes after these messages."""
    file = folder / "recorded.json"
    file.write_text(json.dumps(recorded))
    found: list[dict[str, Any]] = json.loads(node("test/replay.ts", file))
    return found
