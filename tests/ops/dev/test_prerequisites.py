"""What the system must have."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from ops.dev import prerequisites
from ops.dev.prerequisites import commands, ensure, present, wanted


class Machine:
    """A system with some programs, where installing adds packages, or fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *programs: str, root: bool) -> None:
        self.programs, self.ran, self.works = set(programs), [], True  # type: ignore[var-annotated]
        monkeypatch.setattr("shutil.which", lambda p: p if p in self.programs else None)
        monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr("subprocess.run", self.run)

    def run(self, command: list[str], **_: Any) -> "subprocess.CompletedProcess[bytes]":
        self.ran.append(command)
        if "install" in command and self.works:
            self.programs.add("mvn")
        return subprocess.CompletedProcess(command, 0 if self.works else 1)


@pytest.fixture(autouse=True)
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "packages.txt"
    file.write_text("# what\nmaven  program:mvn\n\npython3-venv  module:ensurepip # sign\n")
    monkeypatch.setattr(prerequisites, "LIST", file)


def test_the_list_names_packages_and_their_signs() -> None:
    found = wanted(prerequisites.LIST.read_text())
    assert found == {"maven": "program:mvn", "python3-venv": "module:ensurepip"}


def test_the_committed_list_has_a_sign_for_each_package() -> None:
    real = Path(prerequisites.__file__).with_name("system-packages.txt")
    assert wanted(real.read_text()).keys() == {"python3-venv", "maven"}


def test_signs_are_modules_and_programs() -> None:
    assert present("module:json")
    assert not present("module:no_such_module")
    assert present("program:sh")
    assert not present("program:no-such-program")


def test_a_complete_machine_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, "mvn", root=True)
    assert ensure()
    assert machine.ran == []


def test_root_installs_what_is_missing_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Machine(monkeypatch, "apt-get", root=True)
    assert ensure()
    assert machine.ran == commands(["maven"])
    assert "maven" in capsys.readouterr().out


def test_others_go_through_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, "apt-get", "sudo", root=False)
    assert ensure()
    assert all(command[0] == "sudo" for command in machine.ran)


@pytest.mark.parametrize("programs", [(), ("apt-get",), ("sudo",)])
def test_who_may_not_install_is_told_the_command(
    programs: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Machine(monkeypatch, *programs, root=False)
    assert not ensure()
    assert machine.ran == []
    assert "sudo apt-get install -y --no-install-recommends maven" in capsys.readouterr().out


def test_an_installation_that_fails_ends_with_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Machine(monkeypatch, "apt-get", root=True).works = False
    assert not ensure()
    assert "Missing on this system: maven" in capsys.readouterr().out
