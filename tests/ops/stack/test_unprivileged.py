"""Files for a server that must not run as root."""

import os
from pathlib import Path

import pytest

from ops.stack import unprivileged


@pytest.fixture
def root_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(unprivileged, "SHARED", tmp_path / "shared")
    monkeypatch.setattr(unprivileged, "give", lambda *_: None)
    folder = tmp_path / "closed"
    (folder / "site" / "wheel" / "bin").mkdir(parents=True)
    (folder / "site" / "wheel.libs").mkdir()
    (folder / "data").mkdir()
    folder.chmod(0o700)
    return folder


def test_only_root_needs_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert unprivileged.user() == "nobody"
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert unprivileged.user() is None


def test_ourselves_reach_our_own_files(root_only: Path) -> None:
    site = root_only / "site"
    found = unprivileged.reachable_programs(site / "wheel", site / "wheel.libs", None)
    assert found == site / "wheel"
    assert unprivileged.reachable_data(root_only / "data", None) == root_only / "data"


def test_programs_below_a_closed_folder_are_copied_once_with_their_libraries(
    root_only: Path,
) -> None:
    site = root_only / "site"
    first = unprivileged.reachable_programs(site / "wheel", site / "wheel.libs", "nobody")
    assert first != site / "wheel"
    assert (first / "bin").is_dir()
    assert first.with_name("wheel.libs").is_dir()
    assert unprivileged.reachable_programs(site / "wheel", site / "wheel.libs", "nobody") == first


def test_data_below_a_closed_folder_is_kept_elsewhere_and_forgotten_with_its_stack(
    root_only: Path,
) -> None:
    found = unprivileged.reachable_data(root_only / "data", "nobody")
    assert (root_only / "data" / "elsewhere").resolve() == found
    assert unprivileged.reachable_data(root_only / "data", "nobody") == found
    unprivileged.forget(root_only)
    assert not found.exists()
    assert not root_only.exists()


def test_a_shared_folder_of_somebody_else_is_refused(
    root_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(PermissionError):
        unprivileged.reachable_data(root_only / "data", "nobody")


def test_files_given_away_are_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    unprivileged.give(tmp_path / "file", None)
    unprivileged.empty(tmp_path / "folder", None)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o700
